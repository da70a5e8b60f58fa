"""A month book read back from a file: what it is the book of, and what stands in its rows."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Final

from app.kernel.errors import Conflict, Invalid, TooLarge, Unsupported
from app.registry.households.roster import clean, limits
from app.registry.households.roster.reading import SheetRow, Table, read_roster
from app.registry.households.roster.refusals import RosterEmpty, RosterTooLarge, RosterUnreadable
from app.scoring.books.columns import Fixed
from app.scoring.books.queries import MonthBook

#: What the first, hidden line of every page says, before the village, month, scorecard and record.
MARK: Final = "jifen-month-book"
FORMAT: Final = "1"
MOST_ROWS: Final = 5_000
LETTERS: Final = 26
RECORD: Final = re.compile(r"[1-9][0-9]?")


class NotAMonthBook(Invalid):
    """The file has not the hidden lines by which a month book is known."""

    code = "not_a_month_book"


class BookUnreadable(Unsupported):
    """Neither a workbook nor a table of text."""

    code = "book_unreadable"


class BookTooLarge(TooLarge):
    """More than we open. Facts: `mib`, `rows`."""

    code = "book_too_large"


class BookOfOtherFormat(Invalid):
    """Made by another version of the program, whose columns mean something else."""

    code = "book_of_other_format"


class BookOfOtherVillage(Invalid):
    """The book of another village. Fact: `village`, the one whose month is open here."""

    code = "book_of_other_village"


class BookOfOtherMonth(Invalid):
    """The book of another month. Facts: `book`, `month`."""

    code = "book_of_other_month"


class BookOfOtherScheme(Conflict):
    """The scorecard is another one than when the book was made."""

    code = "book_of_other_scheme"


@dataclass(frozen=True, eq=False)  # a row is itself, whatever it says
class BookRow:
    """A row as it was written, by the keys of its columns."""

    page: str
    row: int  # as Excel counts
    record: int
    cells: Mapping[str, str]
    letters: Mapping[str, str]  # key → the column's letter

    def said(self, key: str) -> str:
        """What stands in a column; nothing where the page has none of it."""
        return self.cells.get(key, "")

    def letter(self, key: str) -> str:
        """The letter of a column."""
        return self.letters.get(key, "")

    @property
    def number(self) -> str:
        """The household's number."""
        return clean.number_text(self.said(Fixed.NUMBER))


@dataclass(frozen=True)
class ReadBook:
    """A book as it came, of which village, month and scorecard."""

    village_code: str
    period: str
    scheme_version: str
    rows: Sequence[BookRow]


def read_book(content: bytes, file_name: str = "") -> ReadBook:
    """Read a workbook, or a page of it that was saved as text.

    :raises BookUnreadable: a PDF, an old or locked workbook, a broken zip.
    :raises BookTooLarge: more than `roster.limits` allow, or more rows than a village has homes.
    :raises NotAMonthBook: no page has the mark, or pages of two books were put together.
    :raises BookOfOtherFormat: by another version of the program.
    """
    try:
        pages = [page for table in read_roster(content, file_name).tables for page in _page(table)]
    except RosterEmpty:
        raise NotAMonthBook from None
    except RosterUnreadable:
        raise BookUnreadable from None
    except RosterTooLarge:
        raise _too_large() from None
    if len({head[1:4] for head, _ in pages}) != 1:
        raise NotAMonthBook
    head, _ = pages[0]
    return ReadBook(head[1], head[2], head[3], [row for _, rows in pages for row in rows])


def check_book(read: ReadBook, book: MonthBook) -> None:
    """The file is the book of this village and month, by the scorecard that holds.

    :raises BookOfOtherVillage: it is not.
    :raises BookOfOtherMonth: likewise.
    :raises BookOfOtherScheme: likewise.
    """
    if read.village_code != book.round.village_code:
        raise BookOfOtherVillage(village=book.village_name)
    if read.period != str(book.round.period):
        raise BookOfOtherMonth(book=read.period[:7], month=str(book.round.period))
    if read.scheme_version != str(book.round.scheme_version_id):
        raise BookOfOtherScheme


def mark_of(book: MonthBook, record: int) -> tuple[str, ...]:
    """The hidden line of a page: what `read_book` knows it by."""
    round_ = book.round
    return (
        MARK, FORMAT, round_.village_code, str(round_.period), str(round_.scheme_version_id),
        str(record),
    )  # fmt: skip


def _too_large() -> BookTooLarge:
    return BookTooLarge(mib=limits.FILE_MIB, rows=MOST_ROWS)


def _page(table: Table) -> Iterator[tuple[tuple[str, ...], list[BookRow]]]:
    """The format, village, month, scorecard and record of a page of ours, and its rows."""
    lines = iter(table.rows)
    first = next(lines, SheetRow(0, []))
    if first.cells[:1] != [MARK]:
        return
    head = tuple(first.cells[1:6])
    if head[:1] != (FORMAT,):
        raise BookOfOtherFormat
    if not RECORD.fullmatch("".join(head[4:])):
        raise NotAMonthBook
    keys = next((line.cells for line in lines if Fixed.NUMBER in line.cells), None)
    if keys is None or len(set(filter(None, keys))) < len(list(filter(None, keys))):
        raise NotAMonthBook
    yield head, _rows(lines, table.name, int(head[4]), keys)


def _rows(lines: Iterator[SheetRow], page: str, record: int, keys: Sequence[str]) -> list[BookRow]:
    letters = {key: _letter(place) for place, key in enumerate(keys) if key}
    rows = []
    for line in lines:
        cells = {key: text for key, text in zip(keys, line.cells, strict=False) if key and text}
        if cells:
            rows.append(BookRow(page, line.number, record, cells, letters))
        if len(rows) > MOST_ROWS:
            raise _too_large()
    return rows


def _letter(place: int) -> str:
    """A, B, … Z, AA, AB."""
    before, at = divmod(place, LETTERS)
    first = chr(ord("A") + before - 1) if before else ""
    return "".join(chain(first, chr(ord("A") + at)))
