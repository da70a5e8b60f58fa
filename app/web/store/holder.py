"""Whose points are spent at the till: the household of a card, or one looked up without a card."""

from dataclasses import dataclass
from typing import Final

from flask import current_app
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session

from app.door.context import actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.sign_in_rules import LONGEST
from app.registry.cards.queries import active_card
from app.registry.cards.rules import (
    CardLost,
    CardNotFound,
    CardNumberWrong,
    CardReplaced,
    CardUnreadable,
)
from app.registry.households.queries import HouseholdNotFound, household_for
from app.shop.redemptions.queries import FoundHousehold, found_household
from app.web.store.basket import Entered

CARD_REFUSALS: Final = (CardLost, CardNotFound, CardNumberWrong, CardReplaced, CardUnreadable)


@dataclass(frozen=True)
class Holder:
    """A household at the till, with what the form carries for it."""

    home: FoundHousehold
    card: str = ""  # the number of its card
    found: str = ""  # else the token of a look-up
    no_card_reason: str = ""


def holder_of(session: Session, entered: Entered) -> Holder:
    """The household whose card or look-up the form carries.

    :raises CardUnreadable: and the other refusals of a card.
    :raises HouseholdNotFound: no such look-up of this person in this session.
    """
    token = entered.get("found", "")
    if token:
        household_id, reason = _looked_up(token)
        household = household_for(session, actor(), Permission.LOOK_UP_CARD, household_id)
        return Holder(found_household(session, household.id), found=token, no_card_reason=reason)
    card = active_card(session, entered.get("card", ""))
    return Holder(found_household(session, card.household_id), card=card.number)


def look_up_token(household_id: int, reason: str) -> str:
    """What lets this person open the till for a household that he looked up, with his reason.

    Signed, so that nobody leafs through households by changing a number in the address.
    """
    return _serializer().dumps([actor().user_id, household_id, reason])


def _looked_up(token: str) -> tuple[int, str]:
    try:
        said = _serializer().loads(token, max_age=int(LONGEST.total_seconds()))
    except BadSignature:
        raise HouseholdNotFound from None
    user_id, household_id, reason = said
    if user_id != actor().user_id:
        raise HouseholdNotFound
    return int(household_id), str(reason)


def _serializer() -> URLSafeTimedSerializer:
    assert current_app.secret_key, "create_app sets it"
    return URLSafeTimedSerializer(current_app.secret_key, salt="without-card")
