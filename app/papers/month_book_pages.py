"""How a month book lies on paper: what its heads say, and which households share a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Final

from app.kernel.clock import local
from app.scoring.books.columns import BookColumn, deductions_of
from app.scoring.books.queries import BookHousehold, MonthBook
from app.scoring.books.written import as_written
from app.scoring.rounds.models import Sheet
from app.scoring.schemes.explaining import explained
from app.scoring.schemes.rules import Item, ItemRole
from app.scoring.schemes.scales import ItemKind

ROWS_A_PAGE: Final = 20
#: How an item is answered, in the head of its column.
HOW: Final = {
    ItemKind.GRADES: "等级", ItemKind.POINTS: "打分", ItemKind.YES_NO: "是否",
    ItemKind.COUNT: "次数", ItemKind.FINDINGS: "处数", ItemKind.DEADLINE: "日期",
}  # fmt: skip
BESIDE: Final = {ItemRole.BONUS: "加分", ItemRole.VETO: "否决"}


@dataclass(frozen=True)
class Over:
    """A head over several columns: 卫生（30）."""

    words: str
    columns: int


@dataclass(frozen=True)
class BookLine:
    """A household on paper. A cell is None where nothing is asked, "" where there is room."""

    number: str
    name: str
    group: str
    size: int
    excused: bool
    cells: Sequence[str | None]
    taken: str  # what deductions took
    points: int | None
    day: date | None


@dataclass(frozen=True)
class BookPage:
    """One sheet of paper: some households in one record of the month."""

    record: int
    number: int
    of: int
    overs: Sequence[Over]
    columns: Sequence[BookColumn]
    lines: Sequence[BookLine]

    @property
    def blank_lines(self) -> int:
        """Lines without a household, so that every sheet is ruled to its end."""
        return ROWS_A_PAGE - len(self.lines)

    @property
    def points(self) -> int:
        """What the page adds up to."""
        return sum(line.points or 0 for line in self.lines)


def overs(columns: Sequence[BookColumn]) -> Sequence[Over]:
    """The heads over the columns, in order."""
    grouped = groupby(columns, lambda each: (each.over, each.over_points, each.item.role))
    return [
        Over(f"{over}（{points}）" if over else BESIDE[role], len(list(its)))
        for (over, points, role), its in grouped
    ]


def worth(item: Item) -> tuple[str, str]:
    """What a column's head says under its code: the most points, and how it is answered."""
    most = "有一次" if item.role is ItemRole.VETO else f"{item.points_max}分"
    return most, HOW[item.scale.kind]


def is_counted(item: Item) -> bool:
    """Whether the answer is a number."""
    return item.scale.kind in {ItemKind.POINTS, ItemKind.COUNT, ItemKind.FINDINGS}


def lines_of(book: MonthBook, record: int) -> Sequence[BookLine]:
    """Every household of the book in a record; of who is excused nothing more than that."""
    columns = book.columns(record)
    return [_line(book, home, columns) for home in book.households]


def book_pages(book: MonthBook) -> Sequence[BookPage]:
    """The sheets of paper, twenty households each; an empty village has one, to be seen."""
    parts = [
        (record, lines[start : start + ROWS_A_PAGE])
        for record in book.records
        for lines in [lines_of(book, record)]
        for start in range(0, max(len(lines), 1), ROWS_A_PAGE)
    ]
    return [
        BookPage(record, at, len(parts), overs(columns), columns, lines)
        for at, (record, lines) in enumerate(parts, start=1)
        for columns in [book.columns(record)]
    ]


def _line(book: MonthBook, home: BookHousehold, columns: Sequence[BookColumn]) -> BookLine:
    household = home.household
    sheet = home.sheet if home.sheet and home.sheet.round_id == book.round.id else None
    given = sheet.answers if sheet else {}
    return BookLine(
        number=household.number,
        name=household.head_name,
        group=household.group_name,
        size=household.size,
        excused=home.excused and sheet is None,
        cells=[_cell(column, given, book.asked(home)) for column in columns],
        taken=_taken(book, sheet) if sheet else "",
        points=sheet.points if sheet else None,
        day=local(home.visited_at).date() if sheet and home.visited_at else None,
    )


def _cell(column: BookColumn, given: dict[str, str], asked: frozenset[str]) -> str | None:
    if column.key in given:
        return as_written(column.item, given[column.key])
    return "" if column.key in asked else None


def _taken(book: MonthBook, sheet: Sheet) -> str:
    codes = deductions_of(book.scheme)
    if not codes & set(sheet.answers):
        return ""
    sections = explained(book.scheme, sheet.answers, sheet.earned_this_year).sections
    points = sum(
        line.points for section in sections for line in section.lines if line.item.code in codes
    )
    return f"−{-points}" if points else ""
