"""What is known before a market day: points, past baskets, needs, and what there is to load."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import case, func, or_, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.ledger.models import Account
from app.registry.households.models import Household
from app.registry.households.queries import registered
from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.goods.pricing import start_of
from app.shop.goods.queries import price_list
from app.shop.marketdays.demand_rules import (
    ASKED_DAYS,
    LOOK_BACK_DAYS,
    RECENT_DAYS,
    Demand,
    LoadList,
    load_list,
)
from app.shop.marketdays.models import MarketDay, MarketStop
from app.shop.redemptions.kept import kept_moves
from app.shop.redemptions.models import NeedSignal, Redemption
from app.shop.stock.models import Lot, Shelf
from app.shop.stock.reservation_models import Reservation
from app.shop.stock.rules import Standing, may_go_to


@dataclass(frozen=True)
class Route:
    """A market day as its load is worked out: from which store to which villages."""

    market_day_id: int
    base_store_id: int
    store_id: int
    day: date
    villages: tuple[str, ...]


@dataclass(frozen=True)
class _There:
    """So many of some goods that may go, and when the first of them end."""

    quantity: int
    ends_on: date | None


def route_of(session: Session, market_day: MarketDay) -> Route:
    """From where to where a day goes; one statement."""
    villages = session.scalars(
        select(MarketStop.village_code)
        .where(MarketStop.market_day_id == market_day.id)
        .order_by(MarketStop.position)
    )
    return Route(
        market_day.id, market_day.base_store_id, market_day.store_id, market_day.day,
        tuple(villages),
    )  # fmt: skip


def proposed_load(session: Session, route: Route, now: datetime) -> LoadList:
    """What to load for a day; seven statements, however many goods and households there are.

    What is set aside for this very day counts as available.
    """
    took = _taken(session, route.villages, now)
    asked = _asked_for(session, route, now)
    there = _available(session, route)
    grams = {row[0]: row[1] for row in session.execute(select(Goods.id, Goods.weight_grams))}
    nothing = _There(0, None)
    demands = [
        Demand(
            goods.goods_id, goods.code, goods.name, goods.unit, goods.picture,
            goods.price_points, grams[goods.goods_id],
            there.get(goods.goods_id, nothing).quantity,
            there.get(goods.goods_id, nothing).ends_on,
            *took.get(goods.goods_id, (0, 0)), asked.get(goods.goods_id, 0),
        )
        for goods in price_list(session, max(now, start_of(route.day)))
    ]  # fmt: skip
    payload = session.scalar(select(Store.payload_kg).where(Store.id == route.store_id))
    return load_list(demands, spendable(session, route.villages), route.day, payload)


def spendable(session: Session, villages: Sequence[str]) -> list[int]:
    """The points of the registered households of these villages that have any."""
    return list(
        session.scalars(
            select(Account.balance)
            .join(Household, Household.id == Account.household_id)
            .where(Household.village_code.in_(villages), registered(), Account.balance > 0)
        )
    )


def reserved_for(session: Session, market_day_id: int) -> dict[int, int]:
    """How many of each goods are set aside for a day now."""
    rows = session.execute(
        select(Lot.goods_id, func.sum(Reservation.quantity))
        .join(Lot, Lot.id == Reservation.lot_id)
        .where(Reservation.market_day_id == market_day_id, Reservation.ended.is_(None))
        .group_by(Lot.goods_id)
    )
    return {row[0]: int(row[1]) for row in rows}


def pieces_for(session: Session, route: Route) -> dict[int, int]:
    """How many of each goods there will be on the truck: those on it, and those set aside."""
    rows = session.execute(
        select(Shelf.goods_id, func.sum(Shelf.quantity))
        .join(Lot, Lot.id == Shelf.lot_id)
        .where(
            Shelf.store_id == route.store_id,
            or_(Lot.use_by.is_(None), Lot.use_by >= route.day),
            Shelf.quantity > 0,
        )
        .group_by(Shelf.goods_id)
    )
    pieces = reserved_for(session, route.market_day_id)
    for goods_id, quantity in rows:
        pieces[goods_id] = pieces.get(goods_id, 0) + int(quantity)
    return pieces


def _taken(session: Session, villages: Sequence[str], now: datetime) -> dict[int, tuple[int, int]]:
    """Pieces that these villages took and kept, at any store: recently, and before."""
    kept = kept_moves().subquery()
    is_recent = Redemption.at > now - timedelta(days=RECENT_DAYS)
    rows = session.execute(
        select(
            kept.c.goods_id,
            func.sum(case((is_recent, kept.c.quantity), else_=0)),
            func.sum(case((is_recent, 0), else_=kept.c.quantity)),
        )
        .join(Redemption, Redemption.id == kept.c.redemption_id)
        .join(Household, Household.id == Redemption.household_id)
        .where(
            Household.village_code.in_(villages),
            Redemption.at > now - timedelta(days=LOOK_BACK_DAYS),
        )
        .group_by(kept.c.goods_id)
    )
    return {row[0]: (int(row[1]), int(row[2])) for row in rows}


def _asked_for(session: Session, route: Route, now: datetime) -> dict[int, int]:
    """How often goods were asked for in vain on the truck or in its store."""
    rows = session.execute(
        select(NeedSignal.goods_id, func.count())
        .where(
            NeedSignal.store_id.in_([route.store_id, route.base_store_id]),
            NeedSignal.goods_id.is_not(None),
            NeedSignal.day > local(now).date() - timedelta(days=ASKED_DAYS),
        )
        .group_by(NeedSignal.goods_id)
    )
    return {row[0]: row[1] for row in rows if row[0] is not None}


def _available(session: Session, route: Route) -> dict[int, _There]:
    """What stands in the fixed store, may go to these villages and is in date on that day."""
    own = (
        select(Reservation.lot_id, func.sum(Reservation.quantity).label("quantity"))
        .where(
            Reservation.market_day_id == route.market_day_id,
            Reservation.store_id == route.base_store_id,
            Reservation.ended.is_(None),
        )
        .group_by(Reservation.lot_id)
        .subquery()
    )
    rows = session.execute(
        select(
            Shelf.goods_id, Shelf.lot_id, Shelf.quantity, Lot.use_by, Lot.kept_for,
            Lot.kept_group, Shelf.reserved - func.coalesce(own.c.quantity, 0),
        )
        .join(Lot, Lot.id == Shelf.lot_id)
        .outerjoin(own, own.c.lot_id == Shelf.lot_id)
        .where(Shelf.store_id == route.base_store_id, Shelf.quantity > 0)
    )  # fmt: skip
    lots: dict[int, list[Standing]] = defaultdict(list)
    for goods_id, lot_id, quantity, use_by, kept_for, kept_group, reserved in rows:
        lot = Standing(lot_id, quantity, use_by, kept_for, kept_group, int(reserved))
        if lot.free and may_go_to(lot, route.day, route.villages):
            lots[goods_id].append(lot)
    return {
        goods_id: _There(
            sum(lot.free for lot in ones),
            min((lot.use_by for lot in ones if lot.use_by), default=None),
        )
        for goods_id, ones in lots.items()
    }
