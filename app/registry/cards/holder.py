"""What a card and the household's number together open, without signing in: the balance's owner.

Both stand on the card, so whoever holds it can read them: they open the balance and nothing else.
"""

import hmac
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.registry.cards.queries import active_card
from app.registry.cards.rules import CardNotFound, NumbersDiffer
from app.registry.households.names import masked


@dataclass(frozen=True)
class Holder:
    """The household of a card as the open web may name it."""

    household_id: int
    masked_name: str
    household_number: str


def holder_of(session: Session, card_text: str, household_number: str) -> Holder:
    """The household of a card in use, when its number was typed rightly too.

    :raises CardUnreadable: neither a QR text nor eight digits.
    :raises CardNumberWrong: the check digit does not fit.
    :raises NumbersDiffer: no such card, or of another household: both look alike.
    :raises CardLost: it was reported lost.
    :raises CardReplaced: the household has a newer one.
    """
    try:
        card = active_card(session, card_text)
    except CardNotFound:
        raise NumbersDiffer from None
    typed = household_number.strip()
    if not hmac.compare_digest(card.household_number.encode(), typed.encode()):
        raise NumbersDiffer
    return Holder(card.household_id, masked(card.head_name), card.household_number)
