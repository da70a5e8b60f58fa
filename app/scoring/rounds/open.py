"""Open the month in villages."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.installation import check_practice
from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import Noted, note_each
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import registered
from app.registry.places.models import Place
from app.registry.places.queries import village_for, villages_in_reach
from app.scoring.rounds.award_steps import join_waiting
from app.scoring.rounds.models import Round, RoundState
from app.scoring.rounds.rules import (
    DEFAULT_ANSWER_DAYS,
    DEFAULT_NOTICE_DAYS,
    check_answer_days,
    check_notice_days,
    check_openable,
)
from app.scoring.schemes.queries import version_of


@dataclass(frozen=True)
class Opened:
    """The rounds that were opened, and how many had been before."""

    rounds: Sequence[Round]
    existing: int


def open_rounds(
    session: Session,
    actor: Actor,
    *,
    period: Period,
    now: datetime,
    village_codes: Sequence[str] | None = None,
    notice_days: int = DEFAULT_NOTICE_DAYS,
    working_days: bool = False,
    answer_days: int = DEFAULT_ANSWER_DAYS,
) -> Opened:
    """Open a month in the given villages, or in all of the person's that have households.

    A village whose month is open already is passed over. Days are calendar or working days.
    One-off awards that waited for a month join it.

    :raises PeriodInFuture: the month has not begun.
    :raises NoticeDaysBad: not 0 to 60 days.
    :raises AnswerDaysBad: not 1 to 30 days for the answer to an objection.
    :raises NotPractice: 0 days in a real database.
    :raises NoScheme: no scorecard holds in that month.
    :raises UnknownPlace: a village that is missing or out of reach.
    """
    check_openable(period, now)
    _check_days(session, notice_days, answer_days)
    version = version_of(session, period)
    villages = _villages(session, actor, village_codes)
    taken = set(session.scalars(select(Round.village_code).where(Round.period == period)))
    opened = [
        Round(
            village_code=village.code,
            period=period,
            scheme_version_id=version.id,
            state=RoundState.OPEN,
            notice_days=notice_days,
            counts_working_days=working_days,
            answer_days=answer_days,
            opened_at=now,
            opened_by=actor.user_id,
        )
        for village in villages
        if village.code not in taken
    ]
    session.add_all(opened)
    session.flush()
    join_waiting(session, opened)
    _note(session, actor, opened, now)
    return Opened(opened, len(villages) - len(opened))


def _note(session: Session, actor: Actor, opened: Sequence[Round], now: datetime) -> None:
    things = [
        Noted(("round", round_.id), round_.village_code, {"period": str(round_.period)})
        for round_ in opened
    ]
    note_each(session, actor, "open_round", things, now=now)


def _check_days(session: Session, notice_days: int, answer_days: int) -> None:
    check_notice_days(notice_days)
    check_answer_days(answer_days)
    if notice_days == 0:
        check_practice(session)


def _villages(session: Session, actor: Actor, codes: Sequence[str] | None) -> Sequence[Place]:
    if codes is not None:
        unique = dict.fromkeys(codes)
        return [village_for(session, actor, Permission.OPEN_ROUND, code) for code in unique]
    inhabited = set(session.scalars(select(Household.village_code).where(registered()).distinct()))
    return [
        village
        for village in villages_in_reach(session, actor, Permission.OPEN_ROUND)
        if village.code in inhabited
    ]
