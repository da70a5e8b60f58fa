"""A household's PIN: 4 to 6 digits that it types at the till, if it wants one.

A try takes two units of work, so that a wrong one is counted although the sale is refused:
`begin_try` reserves it under the lock of the PIN's row, `forgive` takes the reservation back when
the digits were right. Between them nothing is locked while the slow hash is computed.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, Invalid, NotFound, TooMany
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.passwords import hashed, matches
from app.registry.accounts.permissions import Permission
from app.registry.cards.models import Card, CardPin, PinTry
from app.registry.households.models import Household
from app.registry.households.queries import household_for

LEAST_DIGITS, MOST_DIGITS = 4, 6
MOST_WRONG: Final = 5
WINDOW: Final = timedelta(minutes=15)


class PinBad(Invalid):
    """Not 4 to 6 digits."""

    code = "pin_bad"


class PinWeak(Invalid):
    """Digits that anybody would guess first, or that stand on the card."""

    code = "pin_weak"


class PinWrong(Invalid):
    """Not this household's PIN."""

    code = "pin_wrong"


class PinLocked(TooMany):
    """Five wrong tries within a quarter of an hour."""

    code = "pin_locked"


class PinNotSet(NotFound):
    """The household has no PIN."""

    code = "pin_not_set"


class PinNotRepeated(Conflict):
    """What was typed the second time is not what was typed first."""

    code = "pin_not_repeated"


@dataclass(frozen=True)
class Try:
    """A try that was reserved: what it is compared with, and how many are left if it is wrong."""

    household_id: int
    pin_hash: str
    left: int

    def check(self, pin: str) -> None:
        """Compare; slow on purpose.

        :raises PinWrong: other digits.
        """
        if not matches(pin.strip(), self.pin_hash):
            raise PinWrong(left=self.left)


def check_pin(pin: str, printed: str = "") -> str:
    """The digits of a PIN that may be set.

    :param printed: numbers that stand on the card, separated by spaces.
    :raises PinBad: not 4 to 6 digits.
    :raises PinWeak: one digit repeated, digits in a row, a pair repeated, or on the card.
    """
    said = pin.strip()
    if not (said.isascii() and said.isdigit() and LEAST_DIGITS <= len(said) <= MOST_DIGITS):
        raise PinBad(least=LEAST_DIGITS, most=MOST_DIGITS)
    steps = {int(after) - int(before) for before, after in pairwise(said)}
    in_a_row = len(steps) == 1 and steps <= {-1, 0, 1}
    paired = len(said) % 2 == 0 and said == said[:2] * (len(said) // 2)
    if in_a_row or paired or said in printed:
        raise PinWeak
    return said


def check_repeated(pin: str, again: str) -> str:
    """The digits that were typed the same twice.

    :raises PinNotRepeated: they differ.
    """
    if pin != again:
        raise PinNotRepeated
    return pin


def set_pin(session: Session, actor: Actor, *, household_id: int, pin: str, now: datetime) -> int:
    """Set or change a household's PIN; answers the household's id.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises PinBad: not 4 to 6 digits.
    :raises PinWeak: too easy to guess.
    """
    home = household_for(session, actor, Permission.SET_PIN, household_id)
    session.scalar(select(Household.id).where(Household.id == home.id).with_for_update())
    numbers = session.scalars(select(Card.number).where(Card.household_id == home.id))
    pin_hash = hashed(check_pin(pin, " ".join([home.number, *numbers])))
    session.merge(
        CardPin(household_id=home.id, pin_hash=pin_hash, set_by=actor.user_id, set_at=now)
    )
    session.execute(delete(PinTry).where(PinTry.household_id == home.id))
    note(
        session, actor, "set_pin", ("household", home.id), now=now, place_code=home.village_code
    )  # fmt: skip
    session.flush()
    return home.id


def end_pin(session: Session, actor: Actor, *, household_id: int, now: datetime) -> int:
    """Let a household have no PIN any more; ending twice is ending once.

    :raises HouseholdNotFound: missing, or out of reach.
    """
    home = household_for(session, actor, Permission.SET_PIN, household_id)
    ended = session.scalar(
        delete(CardPin).where(CardPin.household_id == home.id).returning(CardPin.household_id)
    )
    if ended is not None:
        session.execute(delete(PinTry).where(PinTry.household_id == home.id))
        note(
            session, actor, "end_pin", ("household", home.id), now=now,
            place_code=home.village_code,
        )  # fmt: skip
    return home.id


def has_pin(session: Session, household_id: int) -> bool:
    """Whether a household types digits at the till; the caller has its card."""
    return session.get(CardPin, household_id) is not None


def begin_try(session: Session, household_id: int, *, now: datetime) -> Try:
    """Reserve a try as a wrong one; the unit is committed before the digits are compared.

    :raises PinNotSet: there is nothing to compare with.
    :raises PinLocked: five were wrong within a quarter of an hour; this one does not count.
    """
    pin = session.scalar(
        select(CardPin).where(CardPin.household_id == household_id).with_for_update()
    )
    if pin is None:
        raise PinNotSet
    of_household = PinTry.household_id == household_id
    session.execute(delete(PinTry).where(of_household, PinTry.at <= now - WINDOW))
    wrong, first = session.execute(
        select(func.count(PinTry.id), func.min(PinTry.at)).where(of_household)
    ).one()
    if wrong >= MOST_WRONG:
        raise PinLocked(minutes=max(1, -int((now - WINDOW - first).total_seconds() // 60)))
    session.add(PinTry(household_id=household_id, at=now))
    session.flush()
    return Try(household_id, pin.pin_hash, MOST_WRONG - wrong - 1)


def forgive(session: Session, household_id: int) -> None:
    """Forget a household's wrong tries: its digits were right."""
    session.execute(delete(PinTry).where(PinTry.household_id == household_id))
