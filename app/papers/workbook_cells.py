"""Cells of an export: numbers as numbers, days as days, and text as text whatever it looks like."""

from collections.abc import Sequence
from datetime import date, datetime, time

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.kernel.clock import local
from app.papers.safe_text import safe_text

Cell = str | int | date | datetime | None
Row = Sequence[Cell]

EXACT_BELOW = 10**15  # Excel keeps fifteen digits of a number and makes the rest 0


def write_row(page: Worksheet, row: int, cells: Row, looks: Sequence[Format]) -> None:
    """Write one cell a column: a row of another length is a mistake of ours."""
    for column, (cell, look) in enumerate(zip(cells, looks, strict=True)):
        _write_cell(page, row, column, cell, look)


def _write_cell(page: Worksheet, row: int, column: int, cell: Cell, look: Format) -> None:
    """By the type of the value. Excel knows no zones: an instant is written as Shanghai time."""
    match cell:
        case None | "":
            page.write_blank(row, column, None, look)
        case str():
            page.write_string(row, column, safe_text(cell), look)
        case datetime():
            page.write_datetime(row, column, local(cell).replace(tzinfo=None), look)
        case date():
            page.write_datetime(row, column, datetime.combine(cell, time()), look)
        case int() if abs(cell) < EXACT_BELOW:
            page.write_number(row, column, cell, look)
        case _:
            page.write_string(row, column, str(cell), look)
