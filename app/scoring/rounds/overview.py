"""What an office needs around its lists of months: which there are, how many, what scorers said."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.places.models import Place
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_queries import contested_on_the_wall
from app.scoring.rounds.models import (
    Objection,
    ObjectionState,
    Round,
    RoundState,
    Sheet,
    SheetState,
)
from app.scoring.rounds.queries import live
from app.scoring.visits.models import Visit

MOST_PERIODS = 36


def periods_in_reach(session: Session, actor: Actor) -> Sequence[Period]:
    """The months that were opened in the person's villages, the latest first; three years."""
    return session.scalars(
        select(Round.period)
        .where(below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places))
        .distinct()
        .order_by(Round.period.desc())
        .limit(MOST_PERIODS)
    ).all()


def rounds_by_state(
    session: Session, actor: Actor, period: Period | None, township_code: str = ""
) -> Mapping[RoundState, int]:
    """How many of the person's villages stand where in a month; None: in all months."""
    counted = (
        select(Round.state, func.count())
        .join(Place, Place.code == Round.village_code)
        .where(below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places))
        .group_by(Round.state)
    )
    if period is not None:
        counted = counted.where(Round.period == period)
    if township_code:
        counted = counted.where(Place.parent_code == township_code)
    return {row[0]: row[1] for row in session.execute(counted).all()}


def objections_by_state(session: Session, actor: Actor) -> Mapping[ObjectionState, int]:
    """How many objections in the person's villages stand where."""
    counted = (
        select(Objection.state, func.count())
        .join(Sheet, Sheet.id == Objection.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .where(below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places))
        .group_by(Objection.state)
    )
    return {row[0]: row[1] for row in session.execute(counted).all()}


def notes_of(session: Session, round_id: int) -> Mapping[int, str]:
    """What scorers wrote about a visit, by the sheet it led to."""
    rows = session.execute(
        select(Sheet.id, Visit.note)
        .join(Visit, Visit.id == Sheet.visit_id)
        .where(Sheet.round_id == round_id, live(), Visit.note != "")
    ).all()
    return {row[0]: row[1] for row in rows}


def settleable(
    session: Session, actor: Actor, now: datetime
) -> Sequence[tuple[Round, str, int, int]]:
    """Months whose notice has ended: round, village, households to credit, their points."""
    from_sheets = (
        select(Sheet.round_id, func.count().label("sheets"), func.sum(Sheet.points).label("points"))
        .where(Sheet.state == SheetState.CERTIFIED)
        .group_by(Sheet.round_id)
        .subquery()
    )
    from_awards = (
        select(
            OneOffAward.round_id,
            func.sum(OneOffAward.points - OneOffAward.cut_points).label("points"),
        )
        .where(OneOffAward.state == AwardState.CERTIFIED, ~contested_on_the_wall())
        .group_by(OneOffAward.round_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Round, Place.name, func.coalesce(from_sheets.c.sheets, 0),
            func.coalesce(from_sheets.c.points, 0) + func.coalesce(from_awards.c.points, 0),
        )
        .join(Place, Place.code == Round.village_code)
        .outerjoin(from_sheets, from_sheets.c.round_id == Round.id)
        .outerjoin(from_awards, from_awards.c.round_id == Round.id)
        .where(
            Round.state == RoundState.PUBLICISED,
            Round.closes_at <= now,
            below_any(Round.village_code, actor.reach(Permission.SETTLE).places),
        )
        .order_by(Round.id)
    ).all()  # fmt: skip
    return [(row[0], row[1], row[2], row[3]) for row in rows]
