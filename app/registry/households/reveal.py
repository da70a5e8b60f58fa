"""An ID number in the clear: one at a time, with a reason, kept for ever, and not too many."""

from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.errors import Invalid, NotFound, TooMany
from app.kernel.secrets import Secrets
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.models import AuditEntry, User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Member
from app.registry.households.queries import household_for
from app.registry.households.sealing import open_id

VERB: Final = "reveal_id"
SHORTEST_REASON, LONGEST_REASON = 2, 200
MOST_AN_HOUR, MOST_A_DAY = 20, 60
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class RevealReasonMissing(Invalid):
    """Why the number is needed must be said, in words."""

    code = "reveal_reason_missing"


class MemberNotFound(NotFound):
    """There is no such person in the household."""

    code = "member_not_found"


class TooManyReveals(TooMany):
    """Twenty numbers an hour are enough for any desk; more is copying a register."""

    code = "too_many_reveals"


class TooManyRevealsToday(TooManyReveals):
    """Sixty within a day: nobody checks a whole village by hand."""

    code = "too_many_reveals_today"


def reveal_id(
    session: Session,
    actor: Actor,
    secrets: Secrets,
    *,
    household_id: int,
    member_id: int,
    reason: str,
    now: datetime,
) -> str:
    """The ID number of one member. Who saw it, when and why is written down first.

    :raises Forbidden: the person may reveal none.
    :raises HouseholdNotFound: missing, or out of reach.
    :raises MemberNotFound: nobody of this household.
    :raises RevealReasonMissing: no reason.
    :raises TooManyReveals: twenty within the last hour.
    :raises TooManyRevealsToday: sixty within the last 24 hours.
    """
    household = household_for(session, actor, Permission.REVEAL_ID, household_id)
    member = session.scalar(
        select(Member).where(Member.id == member_id, Member.household_id == household.id)
    )
    if member is None:
        raise MemberNotFound
    said = _check_reason(reason)
    _check_pace(session, actor, now)
    note(
        session, actor, VERB, ("household", household.id), now=now,
        place_code=household.village_code, member=member.id, reason=said,
    )  # fmt: skip
    return open_id(session, member, secrets)


def _check_reason(reason: str) -> str:
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise RevealReasonMissing(most=LONGEST_REASON)
    return said


def _check_pace(session: Session, actor: Actor, now: datetime) -> None:
    # One look at a time: two at the same moment must not both be the last that is allowed.
    session.scalar(select(User.id).where(User.id == actor.user_id).with_for_update())
    if _seen(session, actor, now - HOUR) >= MOST_AN_HOUR:
        raise TooManyReveals(most=MOST_AN_HOUR)
    if _seen(session, actor, now - DAY) >= MOST_A_DAY:
        raise TooManyRevealsToday(most=MOST_A_DAY)


def _seen(session: Session, actor: Actor, since: datetime) -> int:
    looks = (
        select(func.count())
        .select_from(AuditEntry)
        .where(AuditEntry.actor_id == actor.user_id, AuditEntry.verb == VERB, AuditEntry.at > since)
    )
    return session.scalar(looks) or 0
