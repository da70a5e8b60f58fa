"""The load list of a day: set goods aside, load them, and share out what is short."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.errors import Invalid
from app.kernel.states import move
from app.registry.accounts import audit
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.goods.pricing import start_of
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.marketdays.demand import pieces_for, reserved_for, route_of
from app.shop.marketdays.loading import carry
from app.shop.marketdays.models import MarketDay, MarketLoad, Way
from app.shop.marketdays.queries import market_day_for
from app.shop.marketdays.rules import DAY_MINUTES, DAY_MOVES
from app.shop.redemptions.allotment_models import Allotment, Fairness
from app.shop.redemptions.allotting import Short, allot, end_allotment
from app.shop.stock.models import Lot
from app.shop.stock.paper_rules import NothingChosen
from app.shop.stock.reservation_models import Reservation, ReservationEnd
from app.shop.stock.reserve import Purpose, hold_shelves, release, reserve
from app.shop.stock.rules import StockLine, check_quantity

MOST_KG, MOST_GRAMS = 30_000, 100_000


class WeightBad(Invalid):
    """A truck that carries nothing, or goods that weigh nothing. Facts: `most`, `most_grams`."""

    code = "weight_bad"


@dataclass(frozen=True)
class Sharing:
    """How goods that are short shall be given; until a minute of the day, then to everybody."""

    goods: str
    per_household: int
    fairness: Fairness
    free_from_minute: int


def set_aside(
    session: Session,
    actor: Actor,
    *,
    market_day_id: int,
    lines: Sequence[tuple[str, int]],
    now: datetime,
) -> MarketDay:
    """Set goods (by code) aside for a day, in place of what was set aside before; none: nothing.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WrongState: closed or cancelled.
    :raises UnknownGoods: a code that stands for nothing.
    :raises StockQuantityBad: more than 100,000 of something.
    :raises TooFewToReserve: fewer may go there on that day.
    """
    day = market_day_for(session, actor, Permission.RELOCATE_STOCK, market_day_id, lock=True)
    day.state = move(DAY_MOVES, day.state, "load")
    wanted = [(code, quantity) for code, quantity in lines if quantity]
    known = goods_by_any_code(session, [code for code, _ in wanted], now)
    check_known((code for code, _ in wanted), known)
    for code, quantity in wanted:
        check_quantity(known[code].name, quantity)
    goods_ids = {known[code].goods_id for code, _ in wanted} | reserved_for(session, day.id).keys()
    hold_shelves(session, [day.base_store_id], goods_ids)
    release(session, day.id, actor_id=actor.user_id, now=now)
    purpose = Purpose(day.id, day.day, route_of(session, day).villages)
    reserve(
        session, day.base_store_id, purpose,
        [(known[code].goods_id, quantity) for code, quantity in wanted],
        actor_id=actor.user_id, now=now,
    )  # fmt: skip
    _noted(session, actor, "set_aside_for_market_day", day, now=now, kinds=len(wanted))
    return day


def load_what_is_set_aside(
    session: Session, actor: Actor, *, uuid: UUID, market_day_id: int, now: datetime
) -> MarketLoad:
    """Bring all that is set aside for a day onto its truck, in one step.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises NothingChosen: nothing is set aside.
    :raises WrongState, EarlierDayOpen, UnknownPlace, PaperUuidTaken: as carry says.
    """
    day = market_day_for(session, actor, Permission.RELOCATE_STOCK, market_day_id, lock=True)
    rows = session.execute(
        select(
            Goods.id, Goods.code, Lot.use_by, Lot.kept_for, Lot.kept_group,
            func.sum(Reservation.quantity),
        )
        .join(Lot, Lot.id == Reservation.lot_id)
        .join(Goods, Goods.id == Lot.goods_id)
        .where(Reservation.market_day_id == day.id, Reservation.ended.is_(None))
        .group_by(Goods.id, Lot.use_by, Lot.kept_for, Lot.kept_group)
        .order_by(Goods.position, Goods.id, Lot.use_by)
    ).all()  # fmt: skip
    if not rows:
        raise NothingChosen
    # Both stores before either changes: so that who exchanges goods does not wait in a ring.
    hold_shelves(session, [day.base_store_id, day.store_id], {row[0] for row in rows})
    release(session, day.id, actor_id=actor.user_id, now=now, ended=ReservationEnd.LOADED)
    lines = [StockLine(row[1], int(row[5]), *row[2:5]) for row in rows]
    return carry(
        session, actor, uuid=uuid, market_day_id=day.id, way=Way.LOAD, lines=lines, now=now
    )


def share_out(
    session: Session, actor: Actor, *, market_day_id: int, sharing: Sharing, now: datetime
) -> Allotment:
    """Let a draw, or who has waited longest, decide about goods that are short on a day.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WrongState: closed or cancelled.
    :raises UnknownGoods: a code that stands for nothing.
    :raises AllotmentBad, AllotmentTooLate, NobodyToAllot, EnoughForAll: as allot says.
    """
    day = market_day_for(session, actor, Permission.PLAN_MARKET_DAY, market_day_id, lock=True)
    day.state = move(DAY_MOVES, day.state, "change")
    known = goods_by_any_code(session, [sharing.goods], max(now, start_of(day.day)))
    check_known([sharing.goods], known)
    goods = known[sharing.goods]
    minute = min(max(sharing.free_from_minute, 0), DAY_MINUTES)
    route = route_of(session, day)
    short = Short(
        day.id, day.store_id, day.day, route.villages, goods,
        pieces=pieces_for(session, route).get(goods.goods_id, 0),
        per_household=sharing.per_household, fairness=sharing.fairness,
        free_from=start_of(day.day) + timedelta(minutes=minute),
    )  # fmt: skip
    allotment = allot(session, short, actor_id=actor.user_id, now=now)
    _noted(session, actor, "share_out_goods", day, now=now, goods=goods.code,
           fairness=sharing.fairness.value, pieces=short.pieces)  # fmt: skip
    return allotment


def stop_sharing(
    session: Session, actor: Actor, *, market_day_id: int, goods_code: str, now: datetime
) -> MarketDay:
    """Let everybody have the goods again.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WrongState: closed or cancelled.
    :raises UnknownGoods: a code that stands for nothing.
    """
    day = market_day_for(session, actor, Permission.PLAN_MARKET_DAY, market_day_id, lock=True)
    day.state = move(DAY_MOVES, day.state, "change")
    known = goods_by_any_code(session, [goods_code], now)
    check_known([goods_code], known)
    if end_allotment(session, day.id, known[goods_code].goods_id, actor_id=actor.user_id, now=now):
        _noted(session, actor, "stop_sharing_goods", day, now=now, goods=goods_code)
    return day


def set_weights(
    session: Session,
    actor: Actor,
    *,
    market_day_id: int,
    payload_kg: int | None,
    grams: Mapping[str, int | None],
    now: datetime,
) -> MarketDay:
    """Say what the truck carries and what goods (by code) weigh; both hold for other days too.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WeightBad: a payload outside 1 to 30,000 kg, or goods outside 1 to 100,000 g.
    """
    day = market_day_for(session, actor, Permission.PLAN_MARKET_DAY, market_day_id, lock=True)
    bounds = [(payload_kg, MOST_KG), *((each, MOST_GRAMS) for each in grams.values())]
    if any(value is not None and not 1 <= value <= most for value, most in bounds):
        raise WeightBad(most=MOST_KG, most_grams=MOST_GRAMS)
    session.get_one(Store, day.store_id).payload_kg = payload_kg
    for goods in session.scalars(select(Goods).where(Goods.code.in_(grams))):
        goods.weight_grams = grams[goods.code]
    session.flush()
    _noted(session, actor, "set_weights", day, now=now, payload_kg=payload_kg, goods=len(grams))
    return day


def _noted(
    session: Session, actor: Actor, verb: str, day: MarketDay, *, now: datetime, **facts: object
) -> None:
    store = session.get_one(Store, day.store_id)
    audit.note(
        session, actor, verb, ("market_day", day.id), now=now, place_code=store.place_code,
        store=store.code, day=str(day.day), **facts,
    )  # fmt: skip
