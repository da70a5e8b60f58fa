"""Propose a one-off award, withdraw it, strike it."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.period import Period
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import HouseholdStatus
from app.registry.households.queries import HouseholdLeft, household_for
from app.scoring.rounds.access import round_for
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_queries import award_for, takes_awards
from app.scoring.rounds.award_rules import (
    AWARD_MOVES,
    STRIKES,
    AwardNotStruckNow,
    AwardOfAnother,
    AwardSubmitted,
    OwnAward,
    check_happened_on,
)
from app.scoring.rounds.models import Round, RoundState
from app.scoring.rounds.rules import check_reason
from app.scoring.schemes.queries import scheme_by_id, version_of


@dataclass(frozen=True)
class Proposal:
    """What is proposed: which award, for what, and when that happened."""

    household_id: int
    code: str
    reason: str
    happened_on: date
    level: str = ""
    points: int | None = None  # only where the award gives a range
    photo: str | None = None  # the name of the picture that `app.kernel.pictures` kept


def propose_award(
    session: Session, actor: Actor, proposal: Proposal, *, now: datetime
) -> OneOffAward:
    """Propose an award: it joins the village's open month, or waits for the next one.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises HouseholdLeft: the household has left the register.
    :raises UnknownAward: and AwardLevelBad, AwardPointsBad: not what the scorecard gives.
    :raises AwardDayBad: in the future, or more than a year ago.
    :raises RoundReasonMissing: not a word on what happened.
    :raises AwardAlreadyGiven: it is given once, and the household has it.
    """
    household = household_for(session, actor, Permission.PROPOSE_AWARD, proposal.household_id)
    if household.status is not HouseholdStatus.REGISTERED:
        raise HouseholdLeft
    reason = check_reason(proposal.reason)
    check_happened_on(proposal.happened_on, local(now).date())
    round_ = _open_round(session, household.village_code)
    version_id = round_.scheme_version_id if round_ else version_of(session, Period.of(now)).id
    offered = scheme_by_id(session, version_id).award(proposal.code)
    award = OneOffAward(
        village_code=household.village_code,
        household_id=household.id,
        round_id=round_.id if round_ else None,
        scheme_version_id=version_id,
        code=offered.code,
        name=offered.name,
        level=proposal.level,
        points=offered.worth(proposal.level, proposal.points),
        reason=reason,
        happened_on=proposal.happened_on,
        photo=proposal.photo,
        once_in=offered.once_in(proposal.happened_on),
        state=AwardState.PROPOSED,
        proposed_by=actor.user_id,
        proposed_at=now,
    )
    session.add(award)
    return _noted(session, actor, award, "propose_award", now)


def withdraw_award(session: Session, actor: Actor, *, award_id: int, now: datetime) -> OneOffAward:
    """Take a proposal back, as long as its month is open or has not come yet.

    :raises AwardNotFound: missing, or out of reach.
    :raises AwardOfAnother: somebody else proposed it.
    :raises AwardSubmitted: the village has submitted the month.
    :raises WrongState: withdrawn or struck before.
    """
    award = award_for(session, actor, Permission.PROPOSE_AWARD, award_id)
    round_ = _locked(session, actor, award, Permission.PROPOSE_AWARD)
    if award.proposed_by != actor.user_id:
        raise AwardOfAnother
    state = move(AWARD_MOVES, award.state, "withdraw")
    if round_ is not None and round_.state is not RoundState.OPEN:
        raise AwardSubmitted
    award.state = state
    return _noted(session, actor, award, "withdraw_award", now)


def strike_award(
    session: Session, actor: Actor, *, award_id: int, reason: str, now: datetime
) -> OneOffAward:
    """Strike an award, with a reason that stays beside it; the month goes on without it.

    The township does so while it certifies; later, while the award is on the wall or was kept
    back by an objection, somebody who may decide objections.

    :raises AwardNotFound: missing, or out of reach.
    :raises AwardNotStruckNow: its month is open still, or was certified and is not on the wall.
    :raises OwnAward: the person proposed or certified it.
    :raises RoundReasonMissing: no reason.
    :raises WrongState: credited, withdrawn or struck before.
    """
    award = award_for(session, actor, Permission.VIEW_ROUND, award_id)
    round_ = _locked(session, actor, award, Permission.VIEW_ROUND)
    if round_ is None or round_.state not in STRIKES:
        raise AwardNotStruckNow
    # A second time by what may be done now: who only reads the month does not find it.
    award = award_for(session, actor, STRIKES[round_.state], award_id)
    state = move(AWARD_MOVES, award.state, "strike")
    if actor.user_id in (award.proposed_by, award.certified_by):
        raise OwnAward
    award.struck_reason = check_reason(reason)
    award.struck_by, award.struck_at = actor.user_id, now
    award.state = state
    return _noted(session, actor, award, "strike_award", now)


def _open_round(session: Session, village_code: str) -> Round | None:
    """The latest open month; one that is open for single sheets only takes no new award."""
    return session.scalar(
        select(Round)
        .where(Round.village_code == village_code, takes_awards())
        .order_by(Round.period.desc())
        .limit(1)
        .with_for_update(read=True)
    )


def _locked(
    session: Session, actor: Actor, award: OneOffAward, permission: Permission
) -> Round | None:
    """The award's month, locked before the award is looked at again; None while it waits."""
    waits = select(OneOffAward.round_id).where(OneOffAward.id == award.id).with_for_update()
    round_id = award.round_id or session.scalar(waits)
    round_ = round_for(session, actor, permission, round_id, lock="update") if round_id else None
    session.refresh(award)
    return round_


def _noted(
    session: Session, actor: Actor, award: OneOffAward, verb: str, now: datetime
) -> OneOffAward:
    session.flush()
    note(
        session, actor, verb, ("award", award.id), now=now,
        place_code=award.village_code, points=award.points,
    )  # fmt: skip
    return award
