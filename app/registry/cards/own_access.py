"""A household looks at its own account: by its card and its PIN, for ten minutes, and only looks.

A try takes two units of work, as at the till: it is reserved as a wrong one, then compared with
nothing locked, then forgiven. Whether the card or the digits were wrong, or there is no PIN at
all, is not said: it is noted and compared as slowly. That a card was lost is said to who knows
its PIN.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.errors import Invalid
from app.registry.accounts.audit import note
from app.registry.accounts.passwords import matches
from app.registry.accounts.queries import console
from app.registry.cards.models import Card, CardPin, CardState
from app.registry.cards.pins import PinNotSet, begin_try, forgive
from app.registry.cards.queries import is_card
from app.registry.cards.rules import check_usable, parse_card
from app.registry.households.models import Household

LASTS: Final = timedelta(minutes=10)


class CardOrPinWrong(Invalid):
    """No such card, other digits, or no PIN: which of them is not said."""

    code = "card_or_pin_wrong"


@dataclass(frozen=True)
class Knock:
    """A try that was reserved: at whose door, and what the digits are compared with."""

    card_id: int
    household_id: int
    pin_hash: str


@dataclass(frozen=True)
class Opened:
    """What was opened, and by which card and PIN: when one of them changes it is shut."""

    household_id: int
    card_id: int
    pin_set_at: str


def knock(session: Session, card_text: str, *, now: datetime) -> Knock | None:
    """Reserve a try with a card, in whatever state; None where there is nothing to compare with.

    :raises CardUnreadable: neither a QR text nor eight digits.
    :raises CardNumberWrong: the check digit does not fit.
    :raises PinLocked: five were wrong within a quarter of an hour, here or at the till.
    """
    card = session.scalar(select(Card).where(is_card(parse_card(card_text))))
    # For no card too: who guesses is found, and waits for the disk alike.
    note(
        session, console(session), "try_own_account", ("card", card.id if card else None), now=now
    )  # fmt: skip
    if card is None:
        return None
    try:
        tried = begin_try(session, card.household_id, now=now)
    except PinNotSet:
        return None
    return Knock(card.id, card.household_id, tried.pin_hash)


def check_knock(asked: Knock | None, pin: str) -> Knock:
    """Compare the digits; as slow where there is nothing to compare with.

    :raises CardOrPinWrong: other digits, or nothing.
    """
    if not matches(pin.strip(), asked.pin_hash if asked else None) or asked is None:
        raise CardOrPinWrong
    return asked


def open_own_account(session: Session, asked: Knock, *, now: datetime) -> Opened:
    """The digits were right: forget the wrong tries, and remember that somebody looked.

    :raises CardLost: the card was reported lost.
    :raises CardReplaced: the household has a newer card.
    """
    card = session.get_one(Card, asked.card_id)
    check_usable(card.state)
    forgive(session, asked.household_id)
    home = session.get_one(Household, asked.household_id)
    note(
        session, console(session), "open_own_account", ("household", home.id), now=now,
        place_code=home.village_code,
    )  # fmt: skip
    set_at = session.get_one(CardPin, home.id).set_at
    return Opened(home.id, card.id, set_at.isoformat())


def opened_household(session: Session, opened: Opened) -> Household | None:
    """The household that was opened; None once its card or its PIN is another."""
    card, pin = session.get(Card, opened.card_id), session.get(CardPin, opened.household_id)
    if card is None or card.state is not CardState.ACTIVE:
        return None
    if pin is None or pin.set_at.isoformat() != opened.pin_set_at:
        return None
    return session.get(Household, opened.household_id)
