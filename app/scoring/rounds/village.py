"""A village's month as its committee sees it: which months, who is still missing, what jumped."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Assignment, Household
from app.registry.households.queries import seen_by, within_reach
from app.scoring.rounds.models import Objection, ObjectionState, Round, Sheet
from app.scoring.rounds.overdue import is_overdue
from app.scoring.rounds.queries import ScoredHousehold, live, missing_in, round_lines
from app.scoring.rounds.rules import JUMP_POINTS
from app.scoring.visits.models import Acknowledged, Visit, VisitOutcome

MONTHS_SHOWN: Final = 13
OBJECTIONS_SHOWN: Final = 100


@dataclass(frozen=True)
class MissingHousehold:
    """A household without sheet and excuse: whose it is, and when nobody was at home."""

    household: Household
    scorer: str  # "" when nobody serves it
    nobody_home_at: datetime | None


@dataclass(frozen=True)
class Spoken:
    """An objection as the village lists it."""

    objection: Objection
    sheet: Sheet
    household: Household
    round: Round


def months_of_village(session: Session, actor: Actor, village_code: str) -> Sequence[Round]:
    """The latest months of a village the person may see, newest first."""
    if not actor.may_at(Permission.VIEW_ROUND, village_code):
        return []
    return session.scalars(
        select(Round)
        .where(Round.village_code == village_code)
        .order_by(Round.period.desc())
        .limit(MONTHS_SHOWN)
    ).all()


def count_acknowledged(session: Session, round_id: int) -> int:
    """To how many households their month was read out, or they signed it."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Sheet)
            .join(Visit, Visit.id == Sheet.visit_id)
            .where(Sheet.round_id == round_id, live(), Visit.acknowledged != Acknowledged.NONE)
        )
        or 0
    )


def still_missing(session: Session, actor: Actor, round_: Round) -> Sequence[MissingHousehold]:
    """Who still needs a sheet or an excuse, with who serves them, by number; one statement."""
    away = (
        select(Visit.household_id, func.max(Visit.visited_at).label("visited_at"))
        .where(Visit.period == round_.period, Visit.outcome == VisitOutcome.NOBODY_HOME)
        .group_by(Visit.household_id)
        .subquery()
    )
    rows = session.execute(
        select(Household, func.coalesce(User.name, Household.cadre_name), away.c.visited_at)
        .outerjoin(
            Assignment,
            and_(Assignment.household_id == Household.id, Assignment.until.is_(None)),
        )
        .outerjoin(User, User.id == Assignment.user_id)
        .outerjoin(away, away.c.household_id == Household.id)
        .where(missing_in(round_), seen_by(actor, Permission.VIEW_ROUND))
        .order_by(Household.number)
    ).all()
    return [MissingHousehold(*row) for row in rows]


def by_scorer(missing: Sequence[MissingHousehold]) -> Mapping[str, int]:
    """How many households each scorer still has to visit, most first."""
    return dict(Counter(row.scorer for row in missing).most_common())


def objections_of_village(
    session: Session,
    actor: Actor,
    village_code: str,
    *,
    state: ObjectionState | None = None,
    round_id: int | None = None,
    now: datetime | None = None,
) -> Sequence[Spoken]:
    """Objections of a village, newest first; of a cadre's households only his own.

    :param now: when given, those that should have been answered by then come first of all.
    """
    if not actor.may_at(Permission.VIEW_ROUND, village_code):
        return []
    statement = (
        select(Objection, Sheet, Household, Round)
        .join(Sheet, Sheet.id == Objection.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Household, Household.id == Sheet.household_id)
        .where(Round.village_code == village_code, seen_by(actor, Permission.VIEW_ROUND))
        .order_by(Objection.id.desc())
        .limit(OBJECTIONS_SHOWN)
    )
    if now is not None:
        late = case((is_overdue(now), 0), else_=1)
        statement = statement.order_by(None).order_by(late, Objection.id.desc())
    if state is not None:
        statement = statement.where(Objection.state == state)
    if round_id is not None:
        statement = statement.where(Round.id == round_id)
    return [Spoken(*row) for row in session.execute(statement).all()]


def lines_seen(session: Session, actor: Actor, round_: Round) -> Sequence[ScoredHousehold]:
    """The households of a round by number; a cadre sees his own. The caller has the round."""
    lines = round_lines(session, round_)
    if not actor.reach(Permission.VIEW_ROUND).assigned_only:
        return lines
    own = set(
        session.scalars(select(Household.id).where(within_reach(actor, Permission.VIEW_ROUND)))
    )
    return [line for line in lines if line.household.id in own]


def moved_much(line: ScoredHousehold) -> bool:
    """Whether a household's points moved so much that the deliberation explains it."""
    if line.sheet is None or line.last_points is None:
        return False
    return abs(line.sheet.points - line.last_points) >= JUMP_POINTS
