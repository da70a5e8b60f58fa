"""Points cards: issue, look up by what was scanned or typed, report lost, reissue."""

from datetime import date

from flask import Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.requests import answers, made, once, said, takes, takes_nothing, wing
from app.api.schemas import Answer, Id, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.ledger.expiring import expiring_points
from app.ledger.queries import balance_of
from app.registry.accounts.permissions import Permission
from app.registry.cards.actions import issue_card, reissue_card, report_card_lost
from app.registry.cards.models import Card, CardState
from app.registry.cards.queries import card_for
from app.registry.households.queries import household_for

cards = wing("cards")


class CardIn(Strict):
    """Whose card."""

    household_id: Id


class CardOut(Answer):
    """A card to be printed: the text of its QR code, and the number for typing."""

    id: Id
    code: str
    number: str
    household_id: Id
    version: int
    state: CardState


class PointsEnding(Answer):
    """So many of a household's points can be spent until the end of a day."""

    points: int
    on: date


class FoundCard(Answer):
    """A card that was scanned or typed, whose it is and what that household can spend.

    Only an active card buys something; the points are the household's, whatever its card.
    """

    id: Id
    number: str
    state: CardState
    household_id: Id
    household_number: str
    head: str
    village: str
    balance_points: int
    ending: PointsEnding | None = Field(description="The points that end first, if any ever do")


@cards.post("/cards")
@needs(Permission.ISSUE_CARD)
@takes(CardIn)
@answers(CardOut, 201, 200)
def post_card(body: CardIn) -> Response:
    """Issue a household's card: its first, or one after a lost one."""
    person, at = actor(), now()
    household_id = id_of(body.household_id)
    with db().write() as session:
        done = once(session, lambda: issue_card(session, person, household_id, now=at).id)
        return made(_card(session.get_one(Card, done.id)), done)


@cards.get("/cards/<code>")
@needs(Permission.LOOK_UP_CARD)
@answers(FoundCard)
def get_card(code: str) -> Response:
    """A card by the text of its QR code or by its printed number, in whatever state."""
    with db().read() as session:
        card = card_for(session, actor(), Permission.LOOK_UP_CARD, code)
        return said(_found(session, Permission.LOOK_UP_CARD, card))


@cards.post("/cards/<code>/lost")
@needs(Permission.REPORT_CARD_LOST)
@takes_nothing
@answers(FoundCard)
def post_card_lost(code: str) -> Response:
    """Report a card lost: it buys nothing from now on, the points stay where they are."""
    person, at = actor(), now()
    with db().write() as session:
        done = once(session, lambda: report_card_lost(session, person, code, now=at).id)
        card = session.get_one(Card, done.id)
        return said(_found(session, Permission.REPORT_CARD_LOST, card))


@cards.post("/cards/<code>/reissue")
@needs(Permission.ISSUE_CARD)
@takes_nothing
@answers(CardOut, 201, 200)
def post_card_reissue(code: str) -> Response:
    """Issue a new card in place of a lost or worn one."""
    person, at = actor(), now()
    with db().write() as session:
        done = once(session, lambda: reissue_card(session, person, code, now=at).id)
        return made(_card(session.get_one(Card, done.id)), done)


def _card(row: Card) -> CardOut:
    return CardOut(
        id=str(row.id),
        code=row.code,
        number=row.number,
        household_id=str(row.household_id),
        version=row.version,
        state=row.state,
    )


def _found(session: Session, permission: Permission, card: Card) -> FoundCard:
    household = household_for(session, actor(), permission, card.household_id)
    ending = expiring_points(session, household.id, local(now()).date())
    return FoundCard(
        id=str(card.id),
        number=card.number,
        state=card.state,
        household_id=str(household.id),
        household_number=household.number,
        head=household.head_name,
        village=household.village_code,
        balance_points=balance_of(session, household.id),
        ending=PointsEnding(points=ending.points, on=ending.on) if ending else None,
    )
