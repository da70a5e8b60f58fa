"""Month books as a village has them: downloaded, filled in by somebody, and sent back."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import uuid4

from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.papers.month_book import month_book_workbook
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.scoring.books.importing import BookOrder, planned_book, take_in_book
from app.scoring.books.planning import BookPlan
from app.scoring.books.queries import month_book
from app.scoring.books.reading import read_book
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.words.month_book import how_to_answer
from tests import make
from tests.make import NOW

Rules = dict[str, Any]
Row = Mapping[str, object]
#: A full row, as a cadre writes it.
ALL_GOOD = dict.fromkeys(
    ("A1", "A2", "A3", "B1", "B2", "B3", "B4", "C1", "C2", "C3", "D1", "D2", "E1", "E2"), "良"
) | {"@day": "11-18"}
KEY_LINE = 6  # counted from 1, as Excel does


def downloaded(session: Session, person: Actor, round_: Round) -> bytes:
    """The workbook as a person gets it."""
    book = month_book(session, person, Permission.VIEW_ROUND, round_id=round_.id)
    return month_book_workbook(book, lambda item: how_to_answer(item, "zh"), practice=False)


def opened(content: bytes) -> Worksheet:
    """Its first page."""
    sheet: Worksheet = load_workbook(BytesIO(content)).worksheets[0]
    return sheet


def keys_of(sheet: Worksheet) -> list[str]:
    """The hidden line above the households."""
    return [str(cell.value or "") for cell in sheet[KEY_LINE]]


def row_of(sheet: Worksheet, number: str) -> int:
    """In which row a household stands."""
    place = keys_of(sheet).index("@number") + 1
    return next(
        row for row in range(KEY_LINE, sheet.max_row + 1) if sheet.cell(row, place).value == number
    )


def saved(book: Workbook) -> bytes:
    """The workbook as a file."""
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def filled(content: bytes, rows: Mapping[str, Row]) -> bytes:
    """The workbook after somebody wrote into the rows of these households, by their numbers."""
    book = load_workbook(BytesIO(content))
    sheet = book.worksheets[0]
    keys = keys_of(sheet)
    for number, cells in rows.items():
        row = row_of(sheet, number)
        for key, value in cells.items():
            sheet.cell(row, keys.index(key) + 1).value = value
    return saved(book)


def looked_at(
    session: Session, person: Actor, round_: Round, content: bytes, *, day: date | None = None
) -> BookPlan:
    """The dry run."""
    _book, plan = planned_book(
        session, person, round_.id, read_book(content, "月册.xlsx"), day=day, now=NOW
    )
    return plan


def order(
    plan: BookPlan,
    round_: Round,
    content: bytes,
    *,
    replaces: frozenset[int] = frozenset(),
    accept_good: bool = False,
) -> BookOrder:
    """What somebody confirms after the look."""
    return BookOrder(
        request_id=uuid4(), round_id=round_.id, read=read_book(content),
        fingerprint=plan.fingerprint, replaces=replaces, accept_good=accept_good,
    )  # fmt: skip


def taken_in(
    session: Session,
    person: Actor,
    round_: Round,
    content: bytes,
    *,
    replaces: frozenset[int] = frozenset(),
    accept_good: bool = False,
) -> int:
    """Looked at and confirmed."""
    plan = looked_at(session, person, round_, content)
    confirmed = order(plan, round_, content, replaces=replaces, accept_good=accept_good)
    return take_in_book(session, person, confirmed, now=NOW)


@dataclass
class Village:
    """A village in November, its scorer, its book as downloaded."""

    round: Round
    scorer: Actor
    committee: Actor
    homes: list[Household]

    def book(self, session: Session) -> bytes:
        """As its scorer gets it."""
        return downloaded(session, self.scorer, self.round)

    def wrote(self, session: Session, *rows: Row) -> bytes:
        """The book with these rows filled in, from the first household on."""
        numbers = [home.number for home in self.homes]
        return filled(self.book(session), dict(zip(numbers, rows, strict=False)))

    def said(self, session: Session, *rows: Row, day: date | None = None) -> BookPlan:
        """What taking that in would do."""
        return looked_at(session, self.scorer, self.round, self.wrote(session, *rows), day=day)

    def sheets(self, session: Session) -> list[tuple[SheetState, int]]:
        """State and points of what was recorded, oldest first."""
        rows = session.scalars(
            select(Sheet).where(Sheet.round_id == self.round.id).order_by(Sheet.id)
        )
        return [(sheet.state, sheet.points) for sheet in rows]


def village(session: Session, homes: int = 3, rules: Rules | None = None) -> Village:
    """With so many households, by the shipped scorecard or by these rules."""
    if rules:
        make.scheme(session, rules)
    place = make.village(session, "孟尝君新村")
    scorer, committee = make.specialist(session, place), make.committee(session, place)
    made = make.households(session, homes, village=place)
    return Village(make.open_round(session, place), scorer, committee, made)
