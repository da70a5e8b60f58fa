"""A scorer's day: his households, which are due, done, or were not at home."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import SQLColumnExpression, Subquery, and_, func, select
from sqlalchemy.orm import Session, aliased

from app.kernel.clock import local
from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import registered, within_reach
from app.scoring.rounds.certifying_models import SentBackSheet
from app.scoring.rounds.models import Excuse, Round, Sheet, SheetState
from app.scoring.rounds.queries import excuse_holds, live
from app.scoring.rounds.sent_back import unanswered
from app.scoring.visits.models import Visit, VisitOutcome


class Due(StrEnum):
    """What a household still needs this month."""

    SENT_BACK = "sent_back"
    DUE = "due"
    NOBODY_HOME = "nobody_home"
    DONE = "done"
    EXCUSED = "excused"
    NOT_OPEN = "not_open"


# What a scorer has to go for, or to look at again.
STILL_TO_DO: Final = frozenset({Due.SENT_BACK, Due.DUE, Due.NOBODY_HOME})


@dataclass(frozen=True)
class MyHousehold:
    """One household of a scorer, in one month."""

    household: Household
    round: Round | None
    sheet: Sheet | None
    excused: bool
    last_points: int | None
    nobody_home_at: datetime | None
    sent_back: SentBackSheet | None = None  # why, while that waits for an answer

    @property
    def due(self) -> Due:
        """What it still needs."""
        if self.sent_back is not None:
            return Due.SENT_BACK
        if self.sheet is not None:
            return Due.DONE
        if self.round is None:
            return Due.NOT_OPEN
        if self.excused:
            return Due.EXCUSED
        return Due.NOBODY_HOME if self.nobody_home_at else Due.DUE

    def was_away_on(self, day: date) -> bool:
        """Whether somebody went there last on this day, and met nobody."""
        return self.nobody_home_at is not None and local(self.nobody_home_at).date() == day


def my_households(session: Session, actor: Actor, period: Period) -> Sequence[MyHousehold]:
    """The scorer's households in walking order (village, group, number), in one statement."""
    before, last, month = aliased(Round), aliased(Sheet), aliased(Round)
    away = _away(period)
    # A household that moved here brings the sheet of the month from where it lived before.
    of_month = select(month.id).where(month.period == period)
    statement = (
        select(
            Household, Round, Sheet, Excuse.household_id, last.points, away.c.visited_at,
            SentBackSheet,
        )
        .outerjoin(
            Round, and_(Round.village_code == Household.village_code, Round.period == period)
        )
        .outerjoin(
            Sheet, and_(Sheet.household_id == Household.id, Sheet.round_id.in_(of_month), live())
        )
        .outerjoin(
            Excuse,
            excuse_holds(Household.id, Round.id),
        )
        .outerjoin(
            before,
            and_(before.village_code == Household.village_code, before.period == period.plus(-1)),
        )
        .outerjoin(
            last,
            and_(
                last.household_id == Household.id,
                last.round_id == before.id,
                last.state != SheetState.VOID,
            ),
        )
        .outerjoin(away, away.c.household_id == Household.id)
        .outerjoin(SentBackSheet, and_(SentBackSheet.sheet_id == Sheet.id, unanswered()))
        .where(within_reach(actor, Permission.SCORE), registered())
        .order_by(*_walking_order())
    )  # fmt: skip
    return [
        MyHousehold(row[0], row[1], row[2], row[3] is not None, row[4], row[5], row[6])
        for row in session.execute(statement).all()
    ]


def _walking_order() -> Sequence[SQLColumnExpression[Any]]:
    """Village, group, number: 2组 before 10组."""
    group = Household.group_name
    return Household.village_code, func.length(group), group, Household.number


def by_number(households: Sequence[MyHousehold], typed: str) -> Sequence[MyHousehold]:
    """Households with this number; when none has it, those whose number ends like that."""
    exact = [row for row in households if row.household.number == typed]
    return exact or [row for row in households if row.household.number.endswith(typed)]


def visited_today(session: Session, actor: Actor, now: datetime) -> int:
    """To how many households the scorer went today, whether somebody was at home or not."""
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return session.execute(
        select(func.count(Visit.household_id.distinct())).where(
            Visit.visitor_id == actor.user_id,
            Visit.visited_at >= midnight,
            Visit.visited_at < midnight + timedelta(days=1),
        )
    ).scalar_one()


def _away(period: Period) -> Subquery:
    """When somebody last went to a household of the month and met nobody."""
    return (
        select(Visit.household_id, func.max(Visit.visited_at).label("visited_at"))
        .where(Visit.period == period, Visit.outcome == VisitOutcome.NOBODY_HOME)
        .group_by(Visit.household_id)
        .subquery()
    )


def sent_back_periods(session: Session, actor: Actor) -> Mapping[Period, int]:
    """How many of the scorer's sheets came back and wait for an answer, by month, latest first."""
    rows = session.execute(
        select(Round.period, func.count())
        .join(Sheet, Sheet.round_id == Round.id)
        .join(SentBackSheet, SentBackSheet.sheet_id == Sheet.id)
        .join(Household, Household.id == Sheet.household_id)
        .where(unanswered(), within_reach(actor, Permission.SCORE), registered())
        .group_by(Round.period)
        .order_by(Round.period.desc())
    )
    return {row[0]: row[1] for row in rows.all()}


def last_answers(session: Session, household_id: int, period: Period) -> Sheet | None:
    """The household's sheet of the month before, to be offered as a draft."""
    return session.scalar(
        select(Sheet)
        .join(Round, Round.id == Sheet.round_id)
        .where(Sheet.household_id == household_id, Round.period == period.plus(-1), live())
    )


def current_sheet(session: Session, household_id: int, round_id: int) -> Sheet | None:
    """The sheet of this month that counts, if there is one."""
    return session.scalar(
        select(Sheet).where(Sheet.household_id == household_id, Sheet.round_id == round_id, live())
    )


def round_of(session: Session, village_code: str, period: Period) -> Round | None:
    """A village's month, if it was opened."""
    return session.scalar(
        select(Round).where(Round.village_code == village_code, Round.period == period)
    )
