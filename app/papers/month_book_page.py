"""One page (worksheet) of the month book: its hidden lines, heads, rows, and how it is printed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from app.papers.month_book_looks import BookLooks
from app.papers.month_book_pages import ROWS_A_PAGE, is_counted, overs, worth
from app.papers.safe_text import safe_text
from app.papers.workbook_looks import A4
from app.papers.workbooks import PRACTICE, PRACTICE_SUFFIX
from app.scoring.books.columns import BookColumn, Fixed
from app.scoring.books.queries import MonthBook
from app.scoring.books.reading import mark_of
from app.scoring.books.written import EXCUSED, GRADES, NO, NOT_DONE, YES
from app.scoring.schemes.rules import Item
from app.scoring.schemes.scales import Deadline, Grades, Points, YesNo

TITLE: Final = "积分评定月册"
BEFORE: Final = {Fixed.GROUP: "组", Fixed.NUMBER: "户编号", Fixed.NAME: "户主", Fixed.SIZE: "人口"}
AFTER: Final = {
    Fixed.DEDUCTION: "减分事由", Fixed.TOTAL: "合计", Fixed.DAY: "走访日",
    Fixed.SIGNATURE: "户主签字",
}  # fmt: skip
WIDTHS: Final[Mapping[str, float]] = {
    Fixed.GROUP: 6, Fixed.NUMBER: 13.5, Fixed.NAME: 14, Fixed.SIZE: 5, Fixed.DEDUCTION: 10,
    Fixed.TOTAL: 6, Fixed.DAY: 7.5, Fixed.SIGNATURE: 15, Fixed.MEND: 60,
}  # fmt: skip
ITEM_WIDTH: Final = 5.2
TITLE_ROW, ABOUT_ROW, OVER_ROW, HEAD_ROW, KEY_ROW, FIRST_ROW = 1, 2, 3, 4, 5, 6
HEAD_HEIGHTS: Final = {TITLE_ROW: 32, ABOUT_ROW: 20, OVER_ROW: 20, HEAD_ROW: 46}
# What A4 across the page has between its margins, in printer's points.
PRINTED_WIDTH, PRINTED_HEIGHT = 792, 505
LEAST_SCALE, MOST_SCALE = 40, 100
TALLEST_ROW: Final = 30
FOOTER: Final = (
    "&L&10评分人：　　　　　　评议小组：&C&10第 &P 页　共 &N 页"
    "&R&10村委会（盖章）：　　　　　　镇认定人：　　　　　　日期：　　　　"
)
# Excel cuts longer ones off, and xlsxwriter leaves the whole field out.
MOST_TIMES: Final = 999
TITLE_CHARACTERS, MESSAGE_CHARACTERS = 32, 255


@dataclass(frozen=True)
class RowToWrite:
    """What stands in a row, by the keys of its columns; greyed where nothing is asked."""

    cells: Mapping[str, str | int | date | None]
    not_asked: frozenset[str] = frozenset()
    excused: bool = False


@dataclass(frozen=True)
class PageToWrite:
    """A worksheet: a record of the month and its rows; `mends` has one column more at the end."""

    book: MonthBook
    record: int
    rows: Sequence[RowToWrite]
    how: Callable[[Item], str]  # how an item is answered, in words
    mends: bool = False

    @cached_property
    def columns(self) -> Sequence[BookColumn]:
        """The columns of the items."""
        return self.book.columns(self.record)

    @cached_property
    def counted(self) -> frozenset[str]:
        """The columns that take a number: a text cell would keep Excel from checking it."""
        return frozenset(each.key for each in self.columns if is_counted(each.item))

    @cached_property
    def keys(self) -> Sequence[str]:
        """All columns, from the left."""
        mend = [Fixed.MEND] if self.mends else []
        takes = self.book.takes_points(self.record)
        after = [key for key in AFTER if key is not Fixed.DEDUCTION or takes]
        return [*BEFORE, *(column.key for column in self.columns), *after, *mend]


def write_page(sheet: Worksheet, page: PageToWrite, looks: BookLooks, *, practice: bool) -> None:
    """Everything on the page, and how it comes out of a printer."""
    sheet.write_row(0, 0, mark_of(page.book, page.record), looks.hidden)
    sheet.write_row(KEY_ROW, 0, page.keys, looks.hidden)
    _write_heads(sheet, page, looks, practice=practice)
    height = _dress(sheet, page, mark=PRACTICE if practice else "")
    for at, row in enumerate(page.rows, start=FIRST_ROW):
        if not page.mends:
            sheet.set_row(at, height)
        _write_row(sheet, at, page, row, looks)
    for hidden in (0, KEY_ROW):
        sheet.set_row(hidden, None, None, {"hidden": True})
    if page.rows:
        _check_cells(sheet, page)


def write_items(
    sheet: Worksheet, columns: Sequence[BookColumn], how: Callable[[Item], str], looks: BookLooks
) -> None:
    """A page that says what each code stands for; it has no mark, so it is not read back."""
    sheet.set_column(0, 0, 8)
    sheet.set_column(1, 1, 60)
    sheet.set_column(2, 2, 12)
    sheet.set_column(3, 3, 40)
    sheet.write_row(0, 0, ("代码", "看什么", "满分", "怎么填"), looks.over)
    for at, column in enumerate(columns, start=1):
        item = column.item
        words = (column.code, item.name, str(item.points_max), how(item))
        for place, text in enumerate(words):
            sheet.write_string(at, place, safe_text(text), looks.mend)
    sheet.set_paper(A4)
    sheet.fit_to_pages(1, 0)


def _write_heads(sheet: Worksheet, page: PageToWrite, looks: BookLooks, *, practice: bool) -> None:
    last = len(page.keys) - 1
    for row, height in HEAD_HEIGHTS.items():
        sheet.set_row(row, height)
    title = f"{TITLE}{PRACTICE_SUFFIX if practice else ''}"
    _merged(sheet, (TITLE_ROW, 0, TITLE_ROW, last), title, looks.title)
    _merged(sheet, (ABOUT_ROW, 0, ABOUT_ROW, last), _about(page), looks.about)
    heads = {**BEFORE, **AFTER, **({Fixed.MEND: "要改的地方"} if page.mends else {})}
    for place, key in enumerate(page.keys):
        sheet.set_column(place, place, WIDTHS.get(key, ITEM_WIDTH))
        if isinstance(key, Fixed):
            _merged(sheet, (OVER_ROW, place, HEAD_ROW, place), heads[key], looks.over)
    at = len(BEFORE)
    for over in overs(page.columns):
        _merged(sheet, (OVER_ROW, at, OVER_ROW, at + over.columns - 1), over.words, looks.over)
        at += over.columns
    for place, column in enumerate(page.columns, start=len(BEFORE)):
        words = "\n".join((column.code, *worth(column.item)))
        sheet.write_string(HEAD_ROW, place, safe_text(words), looks.head)


def _about(page: PageToWrite) -> str:
    book, period = page.book, page.book.round.period
    parts = [
        f"{book.township_name} {book.village_name}".strip(),
        f"{period.year} 年 {period.month} 月",
        f"细则：{book.scheme.name}",
        *([f"第 {page.record} 次"] if book.scheme.records > 1 else []),
    ]
    return "　　　".join(parts)


def _write_row(
    sheet: Worksheet, at: int, page: PageToWrite, row: RowToWrite, looks: BookLooks
) -> None:
    first, last = len(BEFORE), len(page.keys) - 3 - page.mends
    if row.excused:
        _merged(sheet, (at, first, at, last), EXCUSED, looks.excused)
    for place, key in enumerate(page.keys):
        if not (row.excused and first <= place <= last):
            look = looks.count if key in page.counted else _look(key, row, looks)
            _write_cell(sheet, (at, place), row.cells.get(key), look)


def _look(key: str, row: RowToWrite, looks: BookLooks) -> Format:
    if key in row.not_asked:
        return looks.not_asked
    known: dict[str, Format] = {
        Fixed.NAME: looks.name, Fixed.NUMBER: looks.number, Fixed.DAY: looks.day,
        Fixed.MEND: looks.mend,
    }  # fmt: skip
    return known.get(key, looks.text)


def _write_cell(
    sheet: Worksheet, at: tuple[int, int], value: str | int | date | None, look: Format
) -> None:
    if value is None or value == "":
        sheet.write_blank(*at, None, look)
    elif isinstance(value, date):
        sheet.write_datetime(*at, datetime.combine(value, time()), look)
    elif isinstance(value, int):
        sheet.write_number(*at, value, look)
    else:
        sheet.write_string(*at, safe_text(value), look)


def _merged(sheet: Worksheet, where: tuple[int, int, int, int], text: str, look: Format) -> None:
    top, left, bottom, right = where
    if (top, left) != (bottom, right):
        sheet.merge_range(*where, "", look)
    sheet.write_string(top, left, safe_text(text), look)


def _dress(sheet: Worksheet, page: PageToWrite, *, mark: str) -> float:
    """A4 across, heads repeated, twenty rows a sheet; answers the height of a row in points.

    Told to fit the width, Excel forgets page breaks: so high are the rows that twenty fill a sheet.
    """
    points = sum(WIDTHS.get(key, ITEM_WIDTH) * 5.25 + 3.75 for key in page.keys)
    scale = max(LEAST_SCALE, min(MOST_SCALE, int(100 * PRINTED_WIDTH / points)))
    sheet.set_paper(A4)
    sheet.set_landscape()
    sheet.set_margins(left=0.35, right=0.35, top=0.4, bottom=0.75)
    sheet.center_horizontally()
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TITLE_ROW, KEY_ROW)
    sheet.set_footer(FOOTER, {"margin": 0.35})
    if mark:
        sheet.set_header(f"&R{mark}")
    breaks = range(FIRST_ROW + ROWS_A_PAGE, FIRST_ROW + len(page.rows), ROWS_A_PAGE)
    if not page.mends and breaks:
        sheet.set_h_pagebreaks(list(breaks))
    sheet.freeze_panes(FIRST_ROW, len(BEFORE))
    whole = range(FIRST_ROW, FIRST_ROW + max(len(page.rows), 1))
    sheet.ignore_errors({"number_stored_as_text": f"A1:CZ{whole[-1] + 1}"})
    room = PRINTED_HEIGHT * 100 / scale - sum(HEAD_HEIGHTS.values())
    return min(TALLEST_ROW, room / (ROWS_A_PAGE + 0.4))


def _check_cells(sheet: Worksheet, page: PageToWrite) -> None:
    """The answers to choose from, and what the item is about, at each cell."""
    last = FIRST_ROW + len(page.rows) - 1
    for place, column in enumerate(page.columns, start=len(BEFORE)):
        told = {
            "input_title": f"{column.code} {column.item.name}"[:TITLE_CHARACTERS],
            "input_message": page.how(column.item)[:MESSAGE_CHARACTERS],
            "error_title": "这一格看不懂",
            "error_message": page.how(column.item)[:MESSAGE_CHARACTERS],
        }
        sheet.data_validation(FIRST_ROW, place, last, place, _allowed(column.item) | told)
    day = page.keys.index(Fixed.DAY)
    period = page.book.round.period
    first_day = date(period.year, period.month, 1)
    between = {"validate": "date", "criteria": "between", "minimum": first_day}
    told = {"error_title": "走访日不对", "error_message": f"请写 {period.month} 月里的一天。"}
    sheet.data_validation(
        FIRST_ROW, day, last, day, {**between, "maximum": period.last_day, **told}
    )


def _allowed(item: Item) -> dict[str, Any]:
    """A list to choose from; Excel asks before it takes something else, which may be meant."""
    match item.scale:
        case Grades():
            words = [said[0] for said in GRADES.values()]
        case YesNo():
            words = [YES[0], NO[0]]
        case Deadline() as scale:
            words = [*(day.isoformat() for day, _ in scale.steps), NOT_DONE[0]]
        case Points() as scale:
            return _between(scale.points_least, scale.points_max)
        case _:
            return _between(0, MOST_TIMES)
    return {"validate": "list", "source": words, "error_type": "warning"}


def _between(least: int, most: int) -> dict[str, Any]:
    return {"validate": "integer", "criteria": "between", "minimum": least, "maximum": most}
