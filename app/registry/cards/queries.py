"""From what was scanned or typed to a card, and the cards of a village for printing."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, bindparam, exists, func, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.cards.models import Card, CardState
from app.registry.cards.rules import CardKey, CardNotFound, check_usable, parse_card
from app.registry.households.models import Household
from app.registry.households.queries import within_reach


@dataclass(frozen=True)
class ActiveCard:
    """A card in use, as the till needs it."""

    card_id: int
    household_id: int
    number: str
    head_name: str
    household_number: str
    village_code: str
    group_name: str


@dataclass(frozen=True)
class PrintedCard:
    """What is printed on a card, and for whom."""

    household_id: int
    head_name: str
    household_number: str
    number: str
    code: str


_TILL = select(
    Card.id, Card.state, Card.household_id, Card.number, Household.head_name,
    Household.number.label("household_number"), Household.village_code, Household.group_name,
).join(Household, Household.id == Card.household_id)  # fmt: skip
_TILL_BY_CODE = _TILL.where(Card.code == bindparam("card_code"))
_TILL_BY_NUMBER = _TILL.where(Card.number == bindparam("card_number"))


def card_for(
    session: Session, actor: Actor, permission: Permission, text: str, *, lock: bool = False
) -> Card:
    """The card with this QR text or number, in whatever state, if the person may do this with it.

    :raises CardUnreadable: neither a QR text nor eight digits.
    :raises CardNumberWrong: the check digit does not fit.
    :raises CardNotFound: missing, or out of reach: both look alike.
    """
    reachable = within_reach(actor, permission)
    statement = (
        select(Card)
        .join(Household, Household.id == Card.household_id)
        .where(is_card(parse_card(text)), reachable)
    )
    if lock:
        statement = statement.with_for_update(of=Card)
    found = session.scalar(statement.execution_options(populate_existing=lock))
    if found is None:
        raise CardNotFound
    return found


def active_card(session: Session, text: str) -> ActiveCard:
    """The card in use with this QR text or number; the till's hot path, one statement.

    A household shops at any store of the district, so the caller checks the right at the store.

    :raises CardUnreadable: neither a QR text nor eight digits.
    :raises CardNumberWrong: the check digit does not fit.
    :raises CardNotFound: there is no such card.
    :raises CardLost: it was reported lost.
    :raises CardReplaced: the household has a newer one.
    """
    key = parse_card(text)
    statement = _TILL_BY_CODE if key.code else _TILL_BY_NUMBER
    row = (
        session.connection()
        .execute(statement, {"card_code" if key.code else "card_number": key.code or key.number})
        .one_or_none()
    )
    if row is None:
        raise CardNotFound
    check_usable(row.state)
    return ActiveCard(
        row.id, row.household_id, row.number, row.head_name, row.household_number,
        row.village_code, row.group_name,
    )  # fmt: skip


def active_cards_of_village(session: Session, village_code: str) -> list[PrintedCard]:
    """The cards in use in a village, by the number of the household; the caller has checked."""
    return _printed(session, Household.village_code == village_code)


def active_card_of_household(session: Session, household_id: int) -> PrintedCard | None:
    """The card a household has in use; None when it has none. The caller has checked."""
    return next(iter(_printed(session, Household.id == household_id)), None)


def cards_of_household(session: Session, household_id: int) -> Sequence[Card]:
    """All cards a household ever had, newest first; the caller has checked the household."""
    return session.scalars(
        select(Card).where(Card.household_id == household_id).order_by(Card.version.desc())
    ).all()


def next_versions(session: Session, which: ColumnElement[bool]) -> dict[int, int]:
    """Of those households, the ones with no card in use: which version their next card has."""
    in_use = exists().where(Card.household_id == Household.id, Card.state == CardState.ACTIVE)
    latest = (
        select(func.coalesce(func.max(Card.version), 0))
        .where(Card.household_id == Household.id)
        .scalar_subquery()
    )
    rows = session.execute(
        select(Household.id, latest.label("latest")).where(which, ~in_use).order_by(Household.id)
    ).all()
    return {row.id: row.latest + 1 for row in rows}


def _printed(session: Session, which: ColumnElement[bool]) -> list[PrintedCard]:
    rows = session.execute(
        select(
            Household.id, Household.head_name, Household.number.label("household_number"),
            Card.number, Card.code,
        )
        .join(Card, Card.household_id == Household.id)
        .where(which, Card.state == CardState.ACTIVE)
        .order_by(Household.number)
    ).all()  # fmt: skip
    return [
        PrintedCard(row.id, row.head_name, row.household_number, row.number, row.code)
        for row in rows
    ]


def is_card(key: CardKey) -> ColumnElement[bool]:
    """Which card was scanned or typed."""
    return Card.code == key.code if key.code else Card.number == key.number
