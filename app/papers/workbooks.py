"""Excel exports: a heading like an official form, one styled head row, then the rows."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from itertools import chain, islice

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from app.papers.safe_text import safe_text, sheet_name
from app.papers.workbook_cells import Row, write_row
from app.papers.workbook_looks import CellStyle, Looks, dress_for_printing

ROWS_A_SHEET = 1_000_000  # Excel takes 1,048,576, heading and totals included
PRACTICE = "演练"
PRACTICE_SUFFIX = f"（{PRACTICE}）"


class Kind(StrEnum):
    """What a column holds; decides how its cells look and what an editor may type there."""

    TEXT = "text"  # also numbers that are names: household number, card number
    NUMBER = "number"
    DATE = "date"
    INSTANT = "instant"  # shown in Asia/Shanghai


CELLS = {
    Kind.TEXT: CellStyle("@", indent=1),
    Kind.NUMBER: CellStyle("#,##0"),
    Kind.DATE: CellStyle("yyyy-mm-dd", align="center"),
    Kind.INSTANT: CellStyle("yyyy-mm-dd hh:mm", align="center"),
}


@dataclass(frozen=True)
class Column:
    """One column of a sheet."""

    header: str
    width: float  # in digits; a Chinese character takes two
    kind: Kind = Kind.TEXT


@dataclass(frozen=True)
class Sheet:
    """One sheet of a workbook. The rows may be a generator: they are written as they come."""

    title: str  # the name on the tab
    columns: Sequence[Column]
    rows: Iterable[Row]
    heading: str = ""  # in large type above the table, as on an official form
    notes: Sequence[str] = ()  # small lines between heading and table: place, period, who, when
    totals: Row = ()  # a last row in bold, outside the filter
    footer: str = ""  # on every printed page: who took the list out


def workbook(sheets: Sequence[Sheet], *, practice: bool) -> bytes:
    """An .xlsx file; in practice every tab, heading and printed page says 演练.

    Rows beyond a million go on a further sheet of the same name.
    """
    file = BytesIO()
    # Rows go to disk as they come, so that an export of a district does not fill the memory.
    with closing(Workbook(file, {"constant_memory": True})) as book:
        looks = Looks(book)
        for sheet in sheets:
            for rows in batches(sheet.rows, size=ROWS_A_SHEET):
                page = _add_page(book, sheet.title, practice=practice)
                _write_sheet(page, sheet, rows, looks, practice=practice)
    return file.getvalue()


def batches(rows: Iterable[Row], *, size: int) -> Iterator[Iterable[Row]]:
    """The rows in runs of at most `size`, each to be used up before the next; at least one run."""
    rest = iter(rows)
    yield islice(rest, size)
    for first in rest:
        yield chain([first], islice(rest, size - 1))


def _add_page(book: Workbook, title: str, *, practice: bool) -> Worksheet:
    taken = [page.get_name() for page in book.worksheets()]
    suffix = PRACTICE_SUFFIX if practice else ""
    return book.add_worksheet(sheet_name(title, suffix=suffix, taken=taken))


def _write_sheet(
    page: Worksheet, sheet: Sheet, rows: Iterable[Row], looks: Looks, *, practice: bool
) -> None:
    """Heading, head row, rows, totals, in this order: a written row cannot be gone back to."""
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
    head_row = _write_heading(page, sheet, looks, practice=practice)
    page.set_row(head_row, 24)
    headers = [column.header for column in sheet.columns]
    write_row(page, head_row, headers, [looks.head] * len(headers))
    last_row = _write_table(page, sheet, rows, looks, head_row=head_row)
    if sheet.totals:
        bold = [looks.cell(CELLS[column.kind], bold=True) for column in sheet.columns]
        write_row(page, last_row + 1, sheet.totals, bold)
    dress_for_printing(
        page,
        width_digits=sum(column.width for column in sheet.columns),
        head_row=head_row,
        mark=PRACTICE if practice else "",
        footer=sheet.footer,
    )


def _write_heading(page: Worksheet, sheet: Sheet, looks: Looks, *, practice: bool) -> int:
    """The rows above the table; answers the row in which the table's head comes."""
    heading = sheet.heading
    if practice:
        heading = f"{heading or sheet.title}{PRACTICE_SUFFIX}"
    lines = [(heading, looks.heading, 34)] if heading else []
    lines += [(note, looks.note, 18) for note in sheet.notes]
    for row, (text, look, height_points) in enumerate(lines):
        page.set_row(row, height_points)
        if len(sheet.columns) > 1:
            page.merge_range(row, 0, row, len(sheet.columns) - 1, "", look)
        page.write_string(row, 0, safe_text(text), look)
    return len(lines)


def _write_table(
    page: Worksheet, sheet: Sheet, rows: Iterable[Row], looks: Looks, *, head_row: int
) -> int:
    """The rows, with a filter and a head that stays; answers the last row written."""
    looks_of_row = [looks.cell(CELLS[column.kind]) for column in sheet.columns]
    last_row, last_column = head_row, len(sheet.columns) - 1
    for last_row, row in enumerate(rows, start=head_row + 1):
        write_row(page, last_row, row, looks_of_row)
    page.freeze_panes(head_row + 1, 0)
    page.autofilter(head_row, 0, last_row, last_column)
    # Household numbers are text on purpose: no green triangle in each of their cells.
    table = xl_range(head_row, 0, last_row, last_column)
    page.ignore_errors({"number_stored_as_text": table})
    return last_row
