"""月册 as a workbook: printed and filled by hand, or filled in Excel, and taken in again."""

from collections.abc import Callable, Sequence
from contextlib import closing
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from app.papers.month_book_looks import BookLooks
from app.papers.month_book_page import PageToWrite, RowToWrite, write_items, write_page
from app.papers.month_book_pages import BookLine, is_counted, lines_of
from app.papers.safe_text import sheet_name
from app.papers.workbooks import PRACTICE_SUFFIX
from app.scoring.books.columns import BookColumn, Fixed
from app.scoring.books.entering import BookFault
from app.scoring.books.planning import BookPlan
from app.scoring.books.queries import MonthBook
from app.scoring.books.reading import BookRow, ReadBook
from app.scoring.schemes.rules import Item

BOOK, ITEMS, MEND = "月册", "项目说明", "要改的户"
How = Callable[[Item], str]
HOW_MANY: Final = 2  # pages of one name are told apart by their number from the second on


def month_book_workbook(book: MonthBook, how: How, *, practice: bool) -> bytes:
    """The month book of a village as an .xlsx file; what is recorded already stands in it.

    :param how: how an item is answered, in words.
    """
    pages = [
        PageToWrite(
            book,
            record,
            [_row(line, book.columns(record)) for line in lines_of(book, record)],
            how,
        )
        for record in book.records
    ]
    return _workbook(pages, BOOK, practice=practice)


def rows_to_mend(
    book: MonthBook,
    read: ReadBook,
    plan: BookPlan,
    how: How,
    says: Callable[[BookFault], str],
    *,
    practice: bool,
) -> bytes:
    """The faulty rows as they were written, what to mend at the right; may be taken in again."""
    faults = plan.faulty_rows
    numbers = {row.number for row in faults if row.number}
    kept = [row for row in read.rows if row in faults or row.number in numbers]
    pages = [
        PageToWrite(
            book,
            record,
            [_as_it_was(row, faults.get(row, []), says) for row in kept if row.record == record],
            how,
            mends=True,
        )
        for record in book.records
        if any(row.record == record for row in kept)
    ]
    return _workbook(pages, MEND, practice=practice)


def _workbook(pages: Sequence[PageToWrite], title: str, *, practice: bool) -> bytes:
    file = BytesIO()
    suffix = PRACTICE_SUFFIX if practice else ""
    with closing(Workbook(file)) as book:
        looks = BookLooks(book)
        for page in pages:
            taken = [sheet.get_name() for sheet in book.worksheets()]
            name = f"{title} 第 {page.record} 次" if page.record >= HOW_MANY else title
            sheet = book.add_worksheet(sheet_name(name, suffix=suffix, taken=taken))
            write_page(sheet, page, looks, practice=practice)
        for page in pages[:1]:
            write_items(book.add_worksheet(ITEMS), page.columns, page.how, looks)
    return file.getvalue()


def _row(line: BookLine, columns: Sequence[BookColumn]) -> RowToWrite:
    """A household as the book opens with it. Who fills in the book adds it up by hand."""
    cells: dict[str, str | int | None] = {
        column.key: int(cell) if cell and is_counted(column.item) else cell
        for column, cell in zip(columns, line.cells, strict=True)
    }
    return RowToWrite(
        {
            Fixed.GROUP: line.group,
            Fixed.NUMBER: line.number,
            Fixed.NAME: line.name,
            Fixed.SIZE: str(line.size),
            Fixed.DAY: line.day,
            **cells,
        },
        not_asked=frozenset(key for key, cell in cells.items() if cell is None),
        excused=line.excused,
    )


def _as_it_was(
    row: BookRow, faults: Sequence[BookFault], says: Callable[[BookFault], str]
) -> RowToWrite:
    return RowToWrite({**row.cells, Fixed.MEND: "\n".join(says(fault) for fault in faults)})
