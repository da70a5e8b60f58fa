"""Erasing a household that left: who it was goes, what happened stays under its number.

No sealed row is touched: transfers, sheets and audit lines hold ids and points, never a name.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.queries import waits
from app.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from app.ledger.queries import balance_of
from app.privacy.emptying import empty_household
from app.privacy.models import Erasure
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdNotFound, within_reach
from app.scoring.rounds.models import Round, RoundState, Sheet

SHORTEST_REASON, LONGEST_REASON = 2, 200
_IN_USE: Final = (
    RoundState.OPEN,
    RoundState.SUBMITTED,
    RoundState.CERTIFIED,
    RoundState.PUBLICISED,
)


class ErasureReasonMissing(Invalid):
    """Why it is erased must be said, in words. Fact: `most`."""

    code = "erasure_reason_missing"


class HouseholdInUse(Conflict):
    """It takes part, has points, or a month or change of it is not over. Fact: `number`."""

    code = "household_in_use"


class ErasureNotAsked(NotFound):
    """Nobody asked for it. Fact: `number`."""

    code = "erasure_not_asked"


class OwnErasure(Forbidden):
    """Who asked for it does not approve it."""

    code = "own_erasure"


@dataclass(frozen=True)
class Erased:
    """What came of it: the files to delete now; whether it had been done before."""

    household_id: int
    pictures: frozenset[str] = frozenset()
    repeated: bool = False


def ask_erasure(
    session: Session, actor: Actor, *, number: str, reason: str, now: datetime
) -> Erasure:
    """Ask that a household's data be erased; asking again changes nothing.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises ErasureReasonMissing: no reason.
    :raises HouseholdInUse: it takes part still, or something of it is not over.
    """
    home = _held(session, actor, number)
    if (asked := session.get(Erasure, home.id)) is not None:
        return asked
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ErasureReasonMissing(most=LONGEST_REASON)
    _check_over(session, home)
    asked = Erasure(household_id=home.id, reason=said, asked_by=actor.user_id, asked_at=now)
    session.add(asked)
    session.flush()
    note(
        session, actor, "ask_erasure", ("household", home.id), now=now,
        place_code=home.village_code, reason=said,
    )  # fmt: skip
    return asked


def approve_erasure(session: Session, actor: Actor, *, number: str, now: datetime) -> Erased:
    """Erase what somebody else asked for; once more does nothing.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises ErasureNotAsked: nobody asked.
    :raises OwnErasure: the person asked himself.
    :raises HouseholdInUse: it takes part still, or something of it is not over.
    """
    home = _held(session, actor, number)
    asked = session.get(Erasure, home.id)
    if asked is None:
        raise ErasureNotAsked(number=number)
    if asked.erased_at is not None:
        return Erased(home.id, repeated=True)
    if asked.asked_by == actor.user_id:
        raise OwnErasure
    _check_over(session, home)
    pictures = empty_household(session, home, actor_id=actor.user_id, now=now)
    asked.approved_by, asked.erased_at = actor.user_id, now
    note(
        session, actor, "erase_household", ("household", home.id), now=now,
        place_code=home.village_code, asked_by=asked.asked_by, pictures=len(pictures),
    )  # fmt: skip
    return Erased(home.id, frozenset(pictures))


def _held(session: Session, actor: Actor, number: str) -> Household:
    """The household FOR UPDATE: a change of it must not pass its erasure."""
    found = session.scalar(
        select(Household)
        .where(Household.number == number, within_reach(actor, Permission.ERASE_HOUSEHOLD))
        .with_for_update()
    )
    if found is None:
        raise HouseholdNotFound
    return found


def _check_over(session: Session, home: Household) -> None:
    counted = (
        select(Sheet.id)
        .join(Round, Round.id == Sheet.round_id)
        .where(Sheet.household_id == home.id, Round.state.in_(_IN_USE))
    )
    if (
        home.status is not HouseholdStatus.LEFT
        or balance_of(session, home.id)
        or waits(session, [home.id])
        or session.scalar(counted.limit(1)) is not None
    ):
        raise HouseholdInUse(number=home.number)
