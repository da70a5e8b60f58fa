"""Files that are no month book, are another's, or were made to do harm: nothing is recorded."""

from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import Workbook, load_workbook
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.kernel.errors import Refusal
from app.scoring.books.reading import (
    BookOfOtherFormat,
    BookOfOtherMonth,
    BookOfOtherScheme,
    BookOfOtherVillage,
    BookTooLarge,
    BookUnreadable,
    NotAMonthBook,
    read_book,
)
from app.scoring.schemes.actions import publish_scheme, read_toml
from tests import make
from tests.make import NOW
from tests.registry.roster.sheets import with_part
from tests.scoring.books import (
    ALL_GOOD,
    KEY_LINE,
    downloaded,
    filled,
    keys_of,
    looked_at,
    opened,
    row_of,
    saved,
)


def changed(content: bytes, change: Callable[[Workbook], object]) -> bytes:
    """The workbook after somebody tampered with it."""
    book = load_workbook(BytesIO(content))
    change(book)
    return saved(book)


def with_cell(content: bytes, cell: str, value: str) -> bytes:
    """The workbook with another value in one cell of its first page."""
    return changed(content, lambda book: book.worksheets[0].__setitem__(cell, value))


def test_the_book_of_another_village_month_or_scorecard_is_refused(session: Session) -> None:
    here, there = make.village(session), make.village(session)
    scorer = make.specialist(session, here)
    before = make.open_round(session, here, period="2026-10")
    newer = {**read_toml(bytes_of("scheme.toml")), "starts": "2026-11", "name": "新细则"}
    publish_scheme(session, make.console(session), newer, now=NOW)
    now_open, elsewhere = make.open_round(session, here), make.open_round(session, there)
    book = downloaded(session, scorer, now_open)
    of_older_rules = with_cell(book, "E1", str(before.scheme_version_id))

    for round_, person, content, refusal in [
        (elsewhere, make.specialist(session, there), book, BookOfOtherVillage),
        (before, scorer, book, BookOfOtherMonth),
        (now_open, scorer, of_older_rules, BookOfOtherScheme),
    ]:
        with pytest.raises(refusal):
            looked_at(session, person, round_, content)


def test_what_is_no_month_book_is_said_to_be_none(session: Session) -> None:
    village = make.village(session)
    book = downloaded(session, make.specialist(session, village), make.open_round(session, village))
    refused: list[tuple[bytes, type[Refusal]]] = [
        (b"", NotAMonthBook),
        (saved(Workbook()), NotAMonthBook),
        (changed(book, lambda it: it.worksheets[0].delete_rows(1)), NotAMonthBook),
        (changed(book, lambda it: it.worksheets[0].delete_rows(KEY_LINE)), NotAMonthBook),
        (with_cell(book, "F1", "0"), NotAMonthBook),
        (with_cell(book, "B1", "2"), BookOfOtherFormat),
        (b"%PDF-1.7", BookUnreadable),
        (book[:900], BookUnreadable),
        (with_part(book, "xl/worksheets/sheet1.xml", bytes(3_000_000)), BookTooLarge),
    ]

    for content, refusal in refused:
        with pytest.raises(refusal):
            read_book(content)


def test_formulas_merged_cells_and_names_that_begin_like_one_do_no_harm(session: Session) -> None:
    village = make.village(session)
    scorer, round_ = make.specialist(session, village), make.open_round(session, village)
    first, second = (
        make.household(session, village=village, head=head) for head in ("=HYPERLINK(1)", "@张三")
    )
    book = downloaded(session, scorer, round_)
    sheet = opened(book)
    row, column = row_of(sheet, first.number), keys_of(sheet).index("A1") + 1
    full = filled(book, {home.number: ALL_GOOD for home in (first, second)})

    def tamper(it: Workbook) -> None:
        page = it.worksheets[0]
        page.cell(row, column).value = "优"
        page.merge_cells(start_row=row, end_row=row + 1, start_column=column, end_column=column)
        page.cell(row, column + 1).value = "=1+1"

    plan = looked_at(session, scorer, round_, changed(full, tamper))

    names = [sheet.cell(row_of(sheet, home.number), 3) for home in (first, second)]
    assert [(cell.data_type, str(cell.value)[0]) for cell in names] == [("s", "'"), ("s", "'")]
    # A formula that Excel has not worked out yet says nothing; a merged cell counts in both rows.
    assert [(fault.code, fault.row.number) for fault in plan.faults] == [
        ("book_missing", first.number)
    ]
    assert [each.answers["A1"] for each in plan.new] == ["excellent"]
