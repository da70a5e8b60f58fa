"""Market days that are planned, changed and called off; and the fairs that propose them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden, Refusal
from app.kernel.states import WrongState
from app.registry.accounts.permissions import Permission
from app.registry.places.models import StoreKind
from app.registry.places.queries import UnknownPlace
from app.shop.marketdays.models import DayState, HabitKind, Way
from app.shop.marketdays.plan import (
    Plan,
    cancel_market_day,
    change_route,
    plan_market_day,
    set_fairs,
)
from app.shop.marketdays.queries import coming_days, day_shown, fairs, market_day_for, next_day
from app.shop.marketdays.rules import (
    Fair,
    HabitBad,
    MarketDateBad,
    MarketDayNotFound,
    MarketWordsBad,
    RouteBad,
    Stop,
    StopHoursBad,
    TruckIsOut,
    TruckLoaded,
    VillageTwice,
    WrongStoreKind,
    check_route,
)
from tests import make
from tests.make import NOW
from tests.shop import stocked
from tests.shop.marketdays.tours import TODAY, Tour, stops
from tests.shop.stock.papers import rice


def test_a_planned_day_is_known_in_its_villages_with_hours_and_spot(session: Session) -> None:
    village = make.village(session, "马庄村")
    tour = Tour.planned(session, make.store(session), village=village)

    shown = next_day(session, village.code, TODAY)

    assert shown is not None
    assert shown.id == tour.id
    assert [(stop.village, stop.hours, stop.spot) for stop in shown.stops] == [
        ("马庄村", "09:00–10:00", "村委会门前")
    ]
    assert shown.lunar == "十月十二"
    assert next_day(session, make.village(session).code, TODAY) is None


@pytest.mark.parametrize(
    ("change", "refusal"),
    [
        (lambda plan: replace(plan, day=TODAY - timedelta(days=1)), MarketDateBad),
        (lambda plan: replace(plan, day=TODAY + timedelta(days=367)), MarketDateBad),
        (lambda plan: replace(plan, stops=[]), RouteBad),
        (lambda plan: replace(plan, stops=[Stop("371599115999", 0, 1)]), UnknownPlace),
        (lambda plan: replace(plan, note="长" * 201), MarketWordsBad),
    ],
)
def test_a_plan_that_cannot_be_is_refused(
    session: Session, change: Callable[[Plan], Plan], refusal: type[Refusal]
) -> None:
    truck, base = make.store(session, kind=StoreKind.MOBILE), make.store(session)
    plan = change(Plan(truck.code, base.code, TODAY, stops(make.village(session))))

    with pytest.raises(refusal):
        plan_market_day(session, make.admin(session), plan, now=NOW)


@pytest.mark.parametrize("kinds", [(StoreKind.FIXED,) * 2, (StoreKind.MOBILE,) * 2])
def test_only_a_truck_goes_out_and_only_from_a_shop(
    session: Session, kinds: tuple[StoreKind, StoreKind]
) -> None:
    truck, base = (make.store(session, kind=kind) for kind in kinds)
    plan = Plan(truck.code, base.code, TODAY, stops(make.village(session)))

    with pytest.raises(WrongStoreKind):
        plan_market_day(session, make.admin(session), plan, now=NOW)


@pytest.mark.parametrize(
    ("route", "refusal"),
    [
        ([Stop("a", 540, 600), Stop("a", 600, 660)], VillageTwice),
        ([Stop("a", 540, 540)], StopHoursBad),
        ([Stop("a", 540, 1441)], StopHoursBad),
        ([Stop("a", 540, 601), Stop("b", 600, 660)], StopHoursBad),
        ([Stop("a", 540, 600, "长" * 41)], MarketWordsBad),
        ([Stop(str(number), number, number + 1) for number in range(13)], RouteBad),
    ],
)
def test_a_truck_is_in_one_village_at_a_time(route: list[Stop], refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        check_route(route)


def test_the_route_follows_the_hours() -> None:
    late, early = Stop("a", 600, 660), Stop("b", 540, 600)

    assert check_route([late, early]) == [early, late]


def test_a_truck_goes_out_once_a_day_unless_the_first_plan_was_called_off(
    session: Session,
) -> None:
    base = make.store(session)
    tour = Tour.planned(session, base)
    with pytest.raises(TruckIsOut):
        Tour.again(session, base, tour.truck, tour.village, TODAY)

    cancel_market_day(session, tour.keeper, market_day_id=tour.id, reason="下大雪", now=NOW)
    again = Tour.again(session, base, tour.truck, tour.village, TODAY)

    told = [(day.id, day.state, day.reason) for day in coming_days(session, TODAY)]
    assert told == [(tour.id, DayState.CANCELLED, "下大雪"), (again.id, DayState.PLANNED, "")]


def test_a_day_is_called_off_with_a_reason_and_once(session: Session) -> None:
    tour = Tour.planned(session, make.store(session))
    with pytest.raises(MarketWordsBad):
        cancel_market_day(session, tour.keeper, market_day_id=tour.id, reason=" ", now=NOW)
    cancel_market_day(session, tour.keeper, market_day_id=tour.id, reason="下雪", now=NOW)

    with pytest.raises(WrongState):
        cancel_market_day(session, tour.keeper, market_day_id=tour.id, reason="下雪", now=NOW)
    with pytest.raises(WrongState):
        change_route(
            session, tour.keeper, market_day_id=tour.id, stops=stops(tour.village), words="",
            now=NOW,
        )  # fmt: skip


def test_a_day_whose_goods_are_on_the_truck_is_not_called_off(session: Session) -> None:
    tour = Tour.planned(session, stocked.store_with(session, rice=3))
    tour.carry(session, Way.LOAD, rice(2))
    with pytest.raises(TruckLoaded):
        cancel_market_day(session, tour.keeper, market_day_id=tour.id, reason="下雪", now=NOW)

    tour.carry(session, Way.RETURN, rice(2))
    cancel_market_day(session, tour.keeper, market_day_id=tour.id, reason="下雪", now=NOW)

    assert day_shown(session, tour.id).state is DayState.CANCELLED


def test_a_route_is_changed_as_a_whole(session: Session) -> None:
    tour = Tour.planned(session, make.store(session))
    other = make.village(session, "新村")

    change_route(
        session, tour.keeper, market_day_id=tour.id, stops=stops(other, tour.village),
        words="带卡", now=NOW,
    )  # fmt: skip

    shown = day_shown(session, tour.id)
    assert (shown.note, shown.villages) == ("带卡", ["新村", tour.village.name])


def test_a_manager_plans_for_his_own_truck_only_and_a_clerk_for_none(session: Session) -> None:
    base = make.store(session)
    tour = Tour.planned(session, base)
    plan = Plan(tour.truck.code, base.code, TODAY + timedelta(days=1), stops(tour.village))
    plan_market_day(session, make.manager(session, tour.truck), plan, now=NOW)

    for stranger in (make.manager(session, base), make.clerk(session, tour.truck)):
        with pytest.raises((UnknownPlace, Forbidden)):
            plan_market_day(session, stranger, plan, now=NOW)
        with pytest.raises((MarketDayNotFound, Forbidden)):
            market_day_for(session, stranger, Permission.PLAN_MARKET_DAY, tour.id)
    seen = market_day_for(session, make.manager(session, base), Permission.VIEW_STOCK, tour.id)
    assert seen.id == tour.id


@pytest.mark.parametrize(
    ("fair", "held", "not_held"),
    [
        (Fair(HabitKind.LUNAR, 0, 12), date(2026, 11, 20), date(2026, 11, 21)),
        (Fair(HabitKind.LUNAR, 0, 1), date(2025, 7, 25), date(2025, 7, 26)),
        (Fair(HabitKind.SOLAR, 0, 31), date(2026, 12, 31), date(2026, 11, 30)),
        (Fair(HabitKind.YEARLY, 6, 1), date(2025, 6, 25), date(2025, 7, 25)),
    ],
)
def test_a_fair_comes_by_its_own_calendar(fair: Fair, held: date, not_held: date) -> None:
    assert fair.falls_on(held)
    assert not fair.falls_on(not_held)


@pytest.mark.parametrize(
    "fair",
    [Fair(HabitKind.LUNAR, 0, 31), Fair(HabitKind.SOLAR, 0, 32), Fair(HabitKind.YEARLY, 0, 3),
     Fair(HabitKind.YEARLY, 13, 3), Fair(HabitKind.SOLAR, 2, 3)],
)  # fmt: skip
def test_a_fair_on_a_day_that_its_calendar_does_not_have_is_refused(
    session: Session, fair: Fair
) -> None:
    with pytest.raises(HabitBad):
        set_fairs(
            session, make.admin(session), village_code=make.village(session).code, fairs=[fair],
            now=NOW,
        )  # fmt: skip


def test_what_is_said_of_a_villages_fairs_replaces_what_was_said(session: Session) -> None:
    admin, village = make.admin(session), make.village(session)
    three, eight = (Fair(HabitKind.LUNAR, 0, day) for day in (3, 8))
    set_fairs(session, admin, village_code=village.code, fairs=[three], now=NOW)

    set_fairs(session, admin, village_code=village.code, fairs=[eight, eight], now=NOW)

    assert fairs(session)[village.code] == [eight]
