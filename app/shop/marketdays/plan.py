"""Plan a market day, change its route, cancel it; and say when villages have their fairs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.constraints import on_violation
from app.kernel.states import move
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Place, PlaceKind, Store, StoreKind
from app.registry.places.queries import UnknownPlace, place_called, store_called, store_for
from app.shop.marketdays.models import DayState, MarketDay, MarketHabit, MarketLoad, MarketStop
from app.shop.marketdays.queries import market_day_for
from app.shop.marketdays.rules import (
    DAY_MOVES,
    SHORTEST_REASON,
    Fair,
    Stop,
    TruckIsOut,
    TruckLoaded,
    WrongStoreKind,
    check_date,
    check_fair,
    check_route,
    check_words,
)
from app.shop.redemptions.allotting import commit_seed
from app.shop.stock.models import Move
from app.shop.stock.reserve import release

on_violation(
    "uq_market_days_store_day", TruckIsOut, columns="market_days.store_id, market_days.day"
)


@dataclass(frozen=True)
class Plan:
    """Which truck goes where on a day, and from which store it is loaded; stores by code."""

    store: str
    base: str
    day: date
    stops: Sequence[Stop]
    note: str = ""


def plan_market_day(session: Session, actor: Actor, plan: Plan, *, now: datetime) -> MarketDay:
    """Plan a day; from now on everybody may read of it.

    :raises UnknownPlace: a store out of reach, or a village that is none.
    :raises WrongStoreKind: not a mobile store, or not loaded from a fixed one.
    :raises MarketDateBad: a day that has passed, or more than a year ahead.
    :raises RouteBad, VillageTwice, StopHoursBad, MarketWordsBad: as check_route says.
    :raises TruckIsOut: it goes out on that day already.
    """
    store = store_for(session, actor, Permission.PLAN_MARKET_DAY, plan.store)
    base = store_called(session, plan.base)
    _check_kind(store, StoreKind.MOBILE, "store")
    _check_kind(base, StoreKind.FIXED, "base")
    check_date(plan.day, local(now).date())
    route = check_route(plan.stops)
    _check_villages(session, route)
    if _is_out(session, store.id, plan.day):
        raise TruckIsOut(field="day")
    day = MarketDay(
        store_id=store.id, base_store_id=base.id, day=plan.day, state=DayState.PLANNED,
        note=check_words(plan.note), planned_by=actor.user_id, planned_at=now,
    )  # fmt: skip
    session.add(day)
    session.flush()
    _set_stops(session, day, route)
    commit_seed(session, day.id, now=now)
    _noted(session, actor, "plan_market_day", day, store, now=now, stops=len(route))
    return day


def change_route(
    session: Session,
    actor: Actor,
    *,
    market_day_id: int,
    stops: Sequence[Stop],
    words: str,
    now: datetime,
) -> MarketDay:
    """Other villages, hours or spots for a planned day, and another note.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WrongState: closed or cancelled.
    :raises RouteBad, VillageTwice, StopHoursBad, MarketWordsBad: as check_route says.
    """
    day = market_day_for(session, actor, Permission.PLAN_MARKET_DAY, market_day_id, lock=True)
    day.state = move(DAY_MOVES, day.state, "change")
    route = check_route(stops)
    _check_villages(session, route)
    day.note = check_words(words)
    session.execute(delete(MarketStop).where(MarketStop.market_day_id == day.id))
    _set_stops(session, day, route)
    store = session.get_one(Store, day.store_id)
    _noted(session, actor, "change_market_route", day, store, now=now, stops=len(route))
    return day


def cancel_market_day(
    session: Session, actor: Actor, *, market_day_id: int, reason: str, now: datetime
) -> MarketDay:
    """Call a day off, with a reason that everybody reads.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WrongState: closed or cancelled before.
    :raises MarketWordsBad: a reason of fewer than 2 or more than 200 characters.
    :raises TruckLoaded: what was loaded has not come home.
    """
    day = market_day_for(session, actor, Permission.PLAN_MARKET_DAY, market_day_id, lock=True)
    state = move(DAY_MOVES, day.state, "cancel")
    said = check_words(reason, least=SHORTEST_REASON)
    if _on_truck(session, day):
        raise TruckLoaded
    day.state, day.reason, day.ended_by, day.ended_at = state, said, actor.user_id, now
    session.flush()
    release(session, day.id, actor_id=actor.user_id, now=now)
    _noted(session, actor, "cancel_market_day", day, session.get_one(Store, day.store_id), now=now)
    return day


def set_fairs(
    session: Session, actor: Actor, *, village_code: str, fairs: Sequence[Fair], now: datetime
) -> Place:
    """Say when a village has its fair; what was said before is replaced.

    :raises Forbidden: not among those who plan market days.
    :raises UnknownPlace: no such village.
    :raises HabitBad: a day that the calendar does not have.
    """
    check_may(actor, Permission.PLAN_MARKET_DAY)
    village = place_called(session, village_code, PlaceKind.VILLAGE)
    wanted = sorted({check_fair(fair) for fair in fairs})
    session.execute(delete(MarketHabit).where(MarketHabit.village_code == village.code))
    session.add_all(
        MarketHabit(village_code=village.code, kind=fair.kind, month=fair.month, day=fair.day)
        for fair in wanted
    )
    session.flush()
    note(
        session, actor, "set_market_fairs", ("village", None), now=now,
        place_code=village.code, days=len(wanted),
    )  # fmt: skip
    return village


def _check_kind(store: Store, kind: StoreKind, field: str) -> None:
    if store.kind is not kind:
        raise WrongStoreKind(store=store.name, field=field)


def _check_villages(session: Session, route: Sequence[Stop]) -> None:
    codes = {stop.village_code for stop in route}
    known = set(
        session.scalars(
            select(Place.code).where(Place.code.in_(codes), Place.kind == PlaceKind.VILLAGE)
        )
    )
    if codes - known:
        raise UnknownPlace(code=min(codes - known)[:32])


def _is_out(session: Session, store_id: int, day: date) -> bool:
    out = select(MarketDay.id).where(
        MarketDay.store_id == store_id,
        MarketDay.day == day,
        MarketDay.state != DayState.CANCELLED,
    )
    return session.scalar(out) is not None


def _set_stops(session: Session, day: MarketDay, route: Sequence[Stop]) -> None:
    session.add_all(
        MarketStop(
            market_day_id=day.id, village_code=stop.village_code, position=position,
            from_minute=stop.from_minute, until_minute=stop.until_minute, spot=stop.spot.strip(),
        )
        for position, stop in enumerate(route, start=1)
    )  # fmt: skip
    session.flush()


def _on_truck(session: Session, day: MarketDay) -> bool:
    """Whether more was loaded for the day than came home, of any goods."""
    net = (
        select(Move.goods_id)
        .join(MarketLoad, MarketLoad.relocation_id == Move.relocation_id)
        .where(MarketLoad.market_day_id == day.id, Move.store_id == day.store_id)
        .group_by(Move.goods_id)
        .having(func.sum(Move.quantity) != 0)
    )
    return session.scalars(net).first() is not None


def _noted(
    session: Session,
    actor: Actor,
    verb: str,
    day: MarketDay,
    store: Store,
    *,
    now: datetime,
    **facts: object,
) -> None:
    note(
        session, actor, verb, ("market_day", day.id), now=now, place_code=store.place_code,
        store=store.code, day=str(day.day), **facts,
    )  # fmt: skip
