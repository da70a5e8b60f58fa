"""Reading the month: progress, who is missing, the wall."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session, aliased

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.registry.households.queries import registered, seen_by
from app.registry.places.models import Place
from app.scoring.rounds.models import (
    Excuse,
    Objection,
    ObjectionState,
    Round,
    RoundState,
    Sheet,
    SheetState,
)
from app.scoring.visits.models import Visit

PAGE = 100

IdOrColumn = int | InstrumentedAttribute[int]


@dataclass(frozen=True)
class RoundProgress:
    """A village's month with its figures."""

    round: Round
    village_name: str
    township_code: str
    households: int
    scored: int
    excused: int
    points: int
    disputed: int

    @property
    def missing(self) -> int:
        """Households with neither sheet nor excuse."""
        return max(0, self.households - self.scored - self.excused)


@dataclass(frozen=True)
class RoundFilter:
    """What a list of rounds may be narrowed to."""

    period: Period | None = None
    village_code: str = ""
    township_code: str = ""
    state: RoundState | None = None


@dataclass(frozen=True)
class ScoredHousehold:
    """A line of the village's month: the household, its sheet or excuse, last month's points."""

    household: Household
    sheet: Sheet | None
    excused: bool
    last_points: int | None
    last_category_points: dict[str, int] | None
    visited_at: datetime | None
    scorer: str | None


def live() -> ColumnElement[bool]:
    """Whether a sheet counts: a void one is kept, but counts no more."""
    return Sheet.state != SheetState.VOID


def excuse_holds(household_id: IdOrColumn, round_id: IdOrColumn) -> ColumnElement[bool]:
    """Whether a household is excused from a round: an excuse that was lifted is kept."""
    return and_(
        Excuse.household_id == household_id,
        Excuse.round_id == round_id,
        Excuse.lifted_at.is_(None),
    )


def live_sheets(round_id: int) -> Select[Sheet]:
    """The sheets of a round that count."""
    return select(Sheet).where(Sheet.round_id == round_id, live())


def count_missing(session: Session, round_: Round) -> int:
    """How many households have neither a sheet nor an excuse."""
    wanted = select(func.count()).select_from(Household).where(missing_in(round_))
    return session.scalar(wanted) or 0


def missing_in(round_: Round) -> ColumnElement[bool]:
    """Whether a household of the round's village has neither a sheet nor an excuse in it.

    A household that moved here brings the sheet of the month from where it lived before.
    """
    of_month = select(Round.id).where(Round.period == round_.period)
    has_sheet = exists().where(
        Sheet.household_id == Household.id, Sheet.round_id.in_(of_month), live()
    )
    has_excuse = exists().where(excuse_holds(Household.id, round_.id))
    return and_(
        Household.village_code == round_.village_code, registered(), ~has_sheet, ~has_excuse
    )


def lived_in(village_code: str, round_id: int) -> ColumnElement[bool]:
    """Whether a household lives in a round's village, or was scored there before it moved away."""
    scored = select(Sheet.household_id).where(Sheet.round_id == round_id, live())
    return or_(Household.village_code == village_code, Household.id.in_(scored))


def rounds_in_reach(
    session: Session,
    actor: Actor,
    wanted: RoundFilter,
    *,
    after_id: int = 0,
    limit: int = PAGE,
) -> Sequence[RoundProgress]:
    """The months of the person's villages with their figures, in one statement."""
    sheets = _sheet_sums()
    excuses = _excuse_counts()
    homes = (
        select(Household.village_code, func.count().label("households"))
        .where(registered())
        .group_by(Household.village_code)
        .subquery()
    )
    statement = (
        select(
            Round,
            Place.name,
            Place.parent_code,
            func.coalesce(homes.c.households, 0),
            func.coalesce(sheets.c.scored, 0),
            func.coalesce(excuses.c.excused, 0),
            func.coalesce(sheets.c.points, 0),
            func.coalesce(sheets.c.disputed, 0),
        )
        .join(Place, Place.code == Round.village_code)
        .outerjoin(homes, homes.c.village_code == Round.village_code)
        .outerjoin(sheets, sheets.c.round_id == Round.id)
        .outerjoin(excuses, excuses.c.round_id == Round.id)
        .where(
            Round.id > after_id,
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
            *_conditions(wanted),
        )
        .order_by(Round.id)
        .limit(limit)
    )
    return [RoundProgress(*row) for row in session.execute(statement).all()]


def _conditions(wanted: RoundFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.period is not None:
        conditions.append(Round.period == wanted.period)
    if wanted.village_code:
        conditions.append(Round.village_code == wanted.village_code)
    if wanted.township_code:
        conditions.append(Place.parent_code == wanted.township_code)
    if wanted.state is not None:
        conditions.append(Round.state == wanted.state)
    return conditions


def progress_of(session: Session, actor: Actor, round_: Round) -> RoundProgress:
    """The figures of one round that was fetched for the person."""
    rows = rounds_in_reach(session, actor, RoundFilter(), after_id=round_.id - 1, limit=1)
    return rows[0]


def _sheet_sums() -> Subquery:
    return (
        select(
            Sheet.round_id,
            func.count().label("scored"),
            func.sum(Sheet.points).label("points"),
            func.count().filter(Sheet.state == SheetState.DISPUTED).label("disputed"),
        )
        .where(live())
        .group_by(Sheet.round_id)
        .subquery()
    )


def _excuse_counts() -> Subquery:
    return (
        select(Excuse.round_id, func.count().label("excused"))
        .where(Excuse.lifted_at.is_(None))
        .group_by(Excuse.round_id)
        .subquery()
    )


def round_lines(session: Session, round_: Round) -> Sequence[ScoredHousehold]:
    """All households of a round's village, by number, in one statement."""
    before, last = aliased(Round), aliased(Sheet)
    statement = (
        select(
            Household,
            Sheet,
            Excuse.household_id,
            last.points,
            last.category_points,
            Visit.visited_at,
            User.name,
        )
        .outerjoin(
            Sheet,
            and_(Sheet.household_id == Household.id, Sheet.round_id == round_.id, live()),
        )
        .outerjoin(
            Excuse,
            excuse_holds(Household.id, round_.id),
        )
        .outerjoin(
            before,
            and_(
                before.village_code == round_.village_code,
                before.period == round_.period.plus(-1),
            ),
        )
        .outerjoin(
            last,
            and_(
                last.household_id == Household.id,
                last.round_id == before.id,
                last.state != SheetState.VOID,
            ),
        )
        .outerjoin(Visit, Visit.id == Sheet.visit_id)
        .outerjoin(User, User.id == Sheet.recorded_by)
        .where(lived_in(round_.village_code, round_.id))
        .where(registered() | Sheet.id.is_not(None))
        .order_by(Household.number)
    )
    return [
        ScoredHousehold(row[0], row[1], row[2] is not None, *row[3:])
        for row in session.execute(statement).all()
    ]


def objections_in_reach(
    session: Session,
    actor: Actor,
    *,
    state: ObjectionState | None = None,
    round_id: int | None = None,
    after_id: int = 0,
    limit: int = PAGE,
) -> Sequence[tuple[Objection, Sheet, Household, Round]]:
    """Objections in the person's villages (a cadre's: of his households), oldest first."""
    statement = (
        select(Objection, Sheet, Household, Round)
        .join(Sheet, Sheet.id == Objection.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Household, Household.id == Sheet.household_id)
        .where(
            Objection.id > after_id,
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
            seen_by(actor, Permission.VIEW_ROUND),
        )
        .order_by(Objection.id)
        .limit(limit)
    )
    if state is not None:
        statement = statement.where(Objection.state == state)
    if round_id is not None:
        statement = statement.where(Round.id == round_id)
    return [(row[0], row[1], row[2], row[3]) for row in session.execute(statement).all()]


def excuses_of(session: Session, round_id: int) -> dict[int, Excuse]:
    """The excuses of a round that hold, by household."""
    rows = session.scalars(
        select(Excuse).where(Excuse.round_id == round_id, Excuse.lifted_at.is_(None))
    )
    return {row.household_id: row for row in rows}
