"""Cards for the printer: how far the villages are, and what stands on each card."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Household
from app.registry.households.queries import registered, within_reach
from app.registry.places.models import Place, PlaceKind


@dataclass(frozen=True)
class VillageCards:
    """A village with its registered households, and how many of them have a card in use."""

    code: str
    name: str
    township_code: str
    households: int
    with_card: int

    @property
    def without_card(self) -> int:
        """Households that need one."""
        return self.households - self.with_card


@dataclass(frozen=True)
class CardToPrint:
    """What is printed on a card."""

    head_name: str
    household_number: str
    village_name: str
    township_name: str
    number: str
    code: str


def cards_by_village(session: Session, actor: Actor) -> Sequence[VillageCards]:
    """The villages in reach, by code; one statement."""
    reach = actor.reach(Permission.VIEW_HOUSEHOLD)
    return _villages(session, below_any(Place.code, reach.places))


def cards_of_village(session: Session, village_code: str) -> VillageCards:
    """One village; the caller has checked that it is in reach."""
    return _villages(session, Place.code == village_code)[0]


def village_cards_to_print(
    session: Session, actor: Actor, village_code: str
) -> Sequence[CardToPrint]:
    """The cards in use in a village, by the number of the household."""
    return _to_print(session, actor, Household.village_code == village_code)


def household_cards_to_print(
    session: Session, actor: Actor, household_ids: Collection[int]
) -> Sequence[CardToPrint]:
    """The cards in use of those of the households that are in reach, by number."""
    return _to_print(session, actor, Household.id.in_(household_ids))


def _villages(session: Session, which: ColumnElement[bool]) -> Sequence[VillageCards]:
    in_use = exists().where(Card.household_id == Household.id, Card.state == CardState.ACTIVE)
    rows = session.execute(
        select(
            Place.code,
            Place.name,
            Place.parent_code,
            func.count(Household.id),
            func.coalesce(func.sum(case((in_use, 1), else_=0)), 0),
        )
        .outerjoin(Household, and_(Household.village_code == Place.code, registered()))
        .where(Place.kind == PlaceKind.VILLAGE, which)
        .group_by(Place.code, Place.name, Place.parent_code)
        .order_by(Place.code)
    ).all()
    return [VillageCards(*row) for row in rows]


def _to_print(session: Session, actor: Actor, which: ColumnElement[bool]) -> Sequence[CardToPrint]:
    village, township = aliased(Place), aliased(Place)
    rows = session.execute(
        select(
            Household.head_name,
            Household.number.label("household_number"),
            village.name.label("village_name"),
            township.name.label("township_name"),
            Card.number,
            Card.code,
        )
        .join(Card, Card.household_id == Household.id)
        .join(village, village.code == Household.village_code)
        .join(township, township.code == village.parent_code)
        .where(which, Card.state == CardState.ACTIVE, within_reach(actor, Permission.ISSUE_CARD))
        .order_by(Household.number)
    ).all()
    return [CardToPrint(*row) for row in rows]
