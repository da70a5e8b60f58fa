"""What must hold for a one-off award, and its moves. Pure."""

from datetime import date, timedelta
from typing import Final

from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.models import Round, RoundState

#: What happened longer ago is proposed no more.
MOST_DAYS_AGO: Final = 366

AWARD_MOVES: Final[dict[tuple[AwardState, str], AwardState]] = {
    (AwardState.PROPOSED, "withdraw"): AwardState.WITHDRAWN,
    (AwardState.PROPOSED, "strike"): AwardState.STRUCK,
    (AwardState.CERTIFIED, "strike"): AwardState.STRUCK,
}

#: Who strikes: the township while it certifies; on the wall, who may decide objections.
STRIKES: Final[dict[RoundState, Permission]] = {
    RoundState.SUBMITTED: Permission.CERTIFY,
    RoundState.PUBLICISED: Permission.DECIDE_OBJECTION,
    RoundState.SETTLED: Permission.DECIDE_OBJECTION,
}


class AwardNotFound(NotFound):
    """There is no such award within the person's reach."""

    code = "award_not_found"


class AwardDayBad(Invalid):
    """It happens today or within the year before."""

    code = "award_day_bad"


class AwardAlreadyGiven(Conflict):
    """The household has this award already, in a year or month in which it is given once."""

    code = "award_already_given"


class AwardOfAnother(Forbidden):
    """Who proposed an award withdraws it, nobody else."""

    code = "award_of_another"


class AwardSubmitted(Conflict):
    """The village has submitted the month that the award is in."""

    code = "award_submitted"


class AwardNotStruckNow(Conflict):
    """An award is struck while the township certifies its month, or while it is on the wall."""

    code = "award_not_struck_now"


class OwnAward(Forbidden):
    """Who proposed or certified an award may not strike it."""

    code = "own_award"


class CertifierProposed(Forbidden):
    """Who proposed an award may not certify its month."""

    code = "certifier_proposed"


on_violation("ck_one_off_awards_four_eyes", CertifierProposed)
on_violation("ck_one_off_awards_struck_by_another", OwnAward)
on_violation(
    "uq_one_off_awards_once",
    AwardAlreadyGiven,
    columns="one_off_awards.household_id, one_off_awards.code, one_off_awards.once_in",
)


def can_withdraw(actor: Actor, award: OneOffAward, round_: Round | None) -> bool:
    """Whether the person may take it back now: for what a page offers."""
    in_time = round_ is None or round_.state is RoundState.OPEN
    mine = award.proposed_by == actor.user_id
    return mine and in_time and (award.state, "withdraw") in AWARD_MOVES


def can_strike(actor: Actor, award: OneOffAward, round_: Round | None) -> bool:
    """Whether the person may strike it now: for what a page offers."""
    if round_ is None or round_.state not in STRIKES:
        return False
    had_part = actor.user_id in (award.proposed_by, award.certified_by)
    verb = STRIKES[round_.state]
    may = actor.may(verb) and actor.may_at(verb, award.village_code)
    return may and not had_part and (award.state, "strike") in AWARD_MOVES


def check_happened_on(day: date, today: date) -> None:
    """It happened today or within the year before.

    :raises AwardDayBad: later, or longer ago.
    """
    if not today - timedelta(days=MOST_DAYS_AGO) <= day <= today:
        raise AwardDayBad(field="happened_on")
