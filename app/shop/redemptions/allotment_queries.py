"""How goods that are short were shared out, for those who look it up and who print it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import exists, func, select
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.registry.households.models import Household
from app.registry.households.names import masked
from app.registry.places.models import Place
from app.shop.goods.models import Goods
from app.shop.redemptions.allotment_models import Allotment, AllotmentPlace, DrawSeed, Fairness
from app.shop.redemptions.allotment_rules import commitment


class AllotmentNotFound(NotFound):
    """These goods are not shared out on this market day."""

    code = "allotment_not_found"


@dataclass(frozen=True)
class Seed:
    """What anybody needs to work a draw out; the seed itself once something was drawn."""

    commitment: str
    seed: str | None


@dataclass(frozen=True)
class AllotmentShown:
    """Goods that are shared out on a market day."""

    id: int
    code: str
    name: str
    unit: str
    picture: str
    pieces: int
    per_household: int
    fairness: Fairness
    free_from: datetime
    asked: int  # households that could pay
    drawn: int  # and those that may take some


@dataclass(frozen=True)
class Turn:
    """A household in the order, as it may hang on a wall."""

    position: int
    number: str
    name: str  # masked
    village: str
    quantity: int


@dataclass(frozen=True)
class Promised:
    """Goods that a household may take on a market day, as long as its turn lasts."""

    day: date
    name: str
    unit: str
    picture: str
    quantity: int


def seed_of(session: Session, market_day_id: int) -> Seed:
    """The promise of a day, and the seed once it may be known."""
    seed = session.get_one(DrawSeed, market_day_id).seed
    was_drawn = session.scalar(select(exists().where(Allotment.market_day_id == market_day_id)))
    return Seed(commitment(seed), seed if was_drawn else None)


def allotments_of(session: Session, market_day_id: int) -> Sequence[AllotmentShown]:
    """What is shared out on a day, in the order of the price list; one statement."""
    rows = session.execute(
        select(
            Allotment.id, Goods.code, Goods.name, Goods.unit, Goods.picture, Allotment.pieces,
            Allotment.per_household, Allotment.fairness, Allotment.free_from, func.count(),
            func.count().filter(AllotmentPlace.quantity > 0),
        )
        .join(Goods, Goods.id == Allotment.goods_id)
        .join(AllotmentPlace, AllotmentPlace.allotment_id == Allotment.id)
        .where(Allotment.market_day_id == market_day_id, Allotment.ended_at.is_(None))
        .group_by(Allotment.id, Goods.id)
        .order_by(Goods.position, Goods.id)
    )  # fmt: skip
    return [AllotmentShown(*row) for row in rows]


def allotment_called(session: Session, market_day_id: int, goods_code: str) -> AllotmentShown:
    """How some goods are shared out on a day.

    :raises AllotmentNotFound: they are not.
    """
    for one in allotments_of(session, market_day_id):
        if one.code == goods_code:
            return one
    raise AllotmentNotFound


def turns_of(session: Session, allotment_id: int) -> Sequence[Turn]:
    """The households that may take some, by village and number: so they are found on a wall."""
    rows = session.execute(
        select(
            AllotmentPlace.position, Household.number, Household.head_name, Place.name,
            AllotmentPlace.quantity,
        )
        .join(Household, Household.id == AllotmentPlace.household_id)
        .join(Place, Place.code == Household.village_code)
        .where(AllotmentPlace.allotment_id == allotment_id, AllotmentPlace.quantity > 0)
        .order_by(Place.code, Household.number)
    )  # fmt: skip
    return [Turn(row[0], row[1], masked(row[2]), row[3], row[4]) for row in rows]


def promised_to(session: Session, household_id: int, today: date) -> Sequence[Promised]:
    """What is kept for a household on market days to come, soonest first."""
    rows = session.execute(
        select(Allotment.day, Goods.name, Goods.unit, Goods.picture, AllotmentPlace.quantity)
        .join(AllotmentPlace, AllotmentPlace.allotment_id == Allotment.id)
        .join(Goods, Goods.id == Allotment.goods_id)
        .where(
            AllotmentPlace.household_id == household_id,
            AllotmentPlace.quantity > 0,
            Allotment.day >= today,
            Allotment.ended_at.is_(None),
        )
        .order_by(Allotment.day, Goods.position, Goods.id)
    )
    return [Promised(*row) for row in rows]
