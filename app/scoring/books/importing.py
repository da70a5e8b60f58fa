"""Take a month book in: all its sheets in one unit of work, each through `record_sheet`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5

from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, Invalid
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.scoring.books.planning import BookPlan, PlannedSheet, plan_book
from app.scoring.books.queries import MonthBook, month_book
from app.scoring.books.reading import ReadBook, check_book
from app.scoring.rounds.access import round_for
from app.scoring.rounds.door import visited_on
from app.scoring.rounds.found import Found
from app.scoring.rounds.models import RoundState
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import RoundNotOpen


class BookChanged(Conflict):
    """The month, or the book's meaning in it, has changed since it was looked at."""

    code = "book_changed"


class BookHasFaults(Invalid):
    """All or nothing: some rows have faults, and nobody said to leave them out."""

    code = "book_has_faults"


class BookRecordsNothing(Invalid):
    """There is nothing to record: all is as it was, or no sheet to replace was ticked."""

    code = "book_records_nothing"


@dataclass(frozen=True)
class BookOrder:
    """What to take in, as somebody confirmed it after a look at the plan."""

    request_id: UUID
    round_id: int
    read: ReadBook
    fingerprint: str  # of the plan that was looked at
    day: date | None = None  # of the visits where the book names none
    replaces: frozenset[int] = frozenset()  # ids of the sheets that may be replaced
    accept_good: bool = False  # leave out the rows with faults


def planned_book(
    session: Session,
    actor: Actor,
    round_id: int,
    read: ReadBook,
    *,
    day: date | None,
    now: datetime,
) -> tuple[MonthBook, BookPlan]:
    """The dry run: what taking the file in would do; changes nothing.

    :raises RoundNotFound: missing, or out of reach.
    :raises RoundNotOpen: the village has submitted the month.
    :raises BookOfOtherVillage: and the other refusals of `reading.check_book`.
    """
    book = month_book(session, actor, Permission.SCORE, round_id=round_id)
    check_book(read, book)
    if book.round.state is not RoundState.OPEN:
        raise RoundNotOpen(state=book.round.state.value)
    return book, plan_book(book, read, day=day, now=now)


def take_in_book(session: Session, actor: Actor, order: BookOrder, *, now: datetime) -> int:
    """Record what was confirmed, all of it or nothing; answers how many sheets.

    :raises BookChanged: it would do something else than what was looked at.
    :raises BookHasFaults: there are faults, and `accept_good` was not asked for.
    :raises BookRecordsNothing: not one sheet is left to record.
    :raises RoundNotOpen: and the other refusals of `planned_book` and `record_sheet`.
    """
    round_for(session, actor, Permission.SCORE, order.round_id, lock="share")
    book, plan = planned_book(session, actor, order.round_id, order.read, day=order.day, now=now)
    if plan.fingerprint != order.fingerprint:
        raise BookChanged
    if plan.faults and not order.accept_good:
        raise BookHasFaults(count=plan.faulty)
    sheets = _chosen(plan, order)
    if not sheets:
        raise BookRecordsNothing
    for sheet in sheets:
        record_sheet(session, actor, _filled(order, sheet, now), now=now)
    note(
        session, actor, "import_book", ("round", book.round.id), now=now,
        place_code=book.round.village_code, period=str(book.round.period), recorded=len(sheets),
        replaced=sum(sheet.replaces is not None for sheet in sheets), refused=plan.faulty,
    )  # fmt: skip
    return len(sheets)


def _chosen(plan: BookPlan, order: BookOrder) -> Sequence[PlannedSheet]:
    ticked = [
        each for each in plan.replacing if each.replaces and each.replaces.id in order.replaces
    ]
    return [*plan.new, *ticked]


def _filled(order: BookOrder, sheet: PlannedSheet, now: datetime) -> FilledSheet:
    return FilledSheet(
        uuid=uuid5(order.request_id, str(sheet.household_id)),
        found=Found(
            round_id=order.round_id,
            household_id=sheet.household_id,
            visited_at=visited_on(sheet.day, now),
            answers=sheet.answers,
        ),
        replaces_id=sheet.replaces.id if sheet.replaces else None,
    )
