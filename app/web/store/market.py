"""进村安排: a month of a truck, or of the store that loads it; a day is planned from here."""

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, Refusal
from app.kernel.lunar import lunar
from app.kernel.once import run_once
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store, StoreKind
from app.registry.places.queries import (
    UnknownPlace,
    may_at_store,
    place_names,
    store_called,
    store_for,
    stores,
    stores_in_reach,
    villages,
)
from app.shop.marketdays.plan import Plan, change_route, plan_market_day
from app.shop.marketdays.queries import (
    DayShown,
    day_shown,
    days_between,
    fairs,
    market_day_for,
)
from app.shop.marketdays.rules import LONGEST_WORDS, MarketDateBad, check_date
from app.web.reading import date_field, month_asked, request_of, text_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here, here_at
from app.web.store.market_route import ROWS, planned_stops, typed_stops
from app.web.store.pages import pages
from app.words.places import village_short

LONGEST_CODE = 32


@dataclass(frozen=True)
class CalendarDay:
    """A day with its lunar date, the villages that have their fair, and what is planned."""

    day: date
    lunar: str
    fairs: Sequence[str]
    planned: Sequence[DayShown]


@pages.get("/<store_code>/market")
@needs(Permission.VIEW_STOCK)
def market(store_code: str) -> str:
    """The month from today on, and what was planned; a fixed store sees the days that it loads."""
    period, today = month_asked(Period.of(now())), local(now()).date()
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        found = days_between(session, date(period.year, period.month, 1), period.last_day)
        mine = [day for day in found if store.id in {day.store_id, day.base_store_id}]
        mobile = store_called(session, store_code).kind is StoreKind.MOBILE
        return render_template(
            "store/market.html",
            store=store,
            nav=store.nav,
            mobile=mobile,
            may_plan=mobile and may_plan_at(store_called(session, store_code)),
            period=period,
            today=today,
            trucks=[] if mobile else _trucks_planned_by_me(session),
            days=[
                day for day in calendar(session, period, mine) if day.planned or day.day >= today
            ],
        )


@pages.get("/<store_code>/market/plan")
@needs(Permission.PLAN_MARKET_DAY)
def ask_market_day(store_code: str) -> str:
    """The form; villages that have their fair on the chosen day stand in it already."""
    return _plan_page(store_code, {})


@pages.post("/<store_code>/market/plan")
@needs(Permission.PLAN_MARKET_DAY)
def plan_day(store_code: str) -> Response:
    """Plan the day, once."""
    try:
        with db().write() as session:
            done = run_once(
                session,
                request_of("plan_market_day"),
                lambda: plan_market_day(session, actor(), _plan(store_code), now=now()).id,
            )
    except (Invalid, Conflict, UnknownPlace) as refusal:
        return shown_again(_plan_page(store_code, request.form, refusal), refusal)
    tell(_("进村日安排好了"), _("村里和公开网页上都能看到了。请打印公告，贴到村里。"))
    return make_response(redirect(url_for(".market_day", market_day_id=done.id), 303))


@pages.get("/market-days/<int:market_day_id>/route")
@needs(Permission.PLAN_MARKET_DAY)
def ask_route(market_day_id: int) -> str:
    """The route as it is, to be changed."""
    return _route_page(market_day_id, {})


@pages.post("/market-days/<int:market_day_id>/route")
@needs(Permission.PLAN_MARKET_DAY)
def save_route(market_day_id: int) -> Response:
    """Put another route in its place, once."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("change_market_route"),
                lambda: (
                    change_route(
                        session, actor(), market_day_id=market_day_id, stops=planned_stops(),
                        words=text_field("note", LONGEST_WORDS, optional=True), now=now(),
                    ).id
                ),
            )  # fmt: skip
    except (Invalid, Conflict, UnknownPlace) as refusal:
        return shown_again(_route_page(market_day_id, request.form, refusal), refusal)
    tell(_("路线改好了"), _("贴出去的公告要换成新的。"))
    return make_response(redirect(url_for(".market_day", market_day_id=market_day_id), 303))


def _trucks_planned_by_me(session: Session) -> list[Store]:
    if not actor().may(Permission.PLAN_MARKET_DAY):
        return []
    reach = stores_in_reach(session, actor(), Permission.PLAN_MARKET_DAY)
    return [store for store in reach if store.kind is StoreKind.MOBILE]


def may_plan_at(store: Store) -> bool:
    """Whether the person plans this truck's days."""
    return may_at_store(actor(), Permission.PLAN_MARKET_DAY, store)


def calendar(session: Session, period: Period, planned: Sequence[DayShown]) -> list[CalendarDay]:
    """Every day of a month."""
    names, habits = place_names(session), fairs(session)
    days = [
        date(period.year, period.month, number)
        for number in range(1, monthrange(period.year, period.month)[1] + 1)
    ]
    return [
        CalendarDay(
            day,
            lunar(day).name,
            [names[code] for code, held in habits.items() if any(f.falls_on(day) for f in held)],
            [each for each in planned if each.day == day],
        )
        for day in days
    ]


def _plan(store_code: str) -> Plan:
    return Plan(
        store_code,
        text_field("base", LONGEST_CODE),
        date_field("day"),
        planned_stops(),
        text_field("note", LONGEST_WORDS, optional=True),
    )


def _plan_page(store_code: str, typed: Mapping[str, str], refusal: Refusal | None = None) -> str:
    chosen = typed.get("day") or request.args.get("day", "")
    with db().read() as session:
        store = store_for(session, actor(), Permission.PLAN_MARKET_DAY, store_code)
        return render_template(
            "store/market_plan.html",
            store=here_at(store),
            nav=here_at(store).nav,
            action=url_for(".plan_day", store_code=store_code),
            back=url_for(".market", store_code=store_code),
            shown=None,
            chosen=chosen,
            bases=[(s.code, s.name) for s in stores(session) if s.kind is StoreKind.FIXED],
            villages=_village_choices(session),
            rows=ROWS,
            typed=typed or typed_stops(_fair_villages(session, chosen)),
            refused=said(refusal) if refusal else None,
        )


def _village_choices(session: Session) -> list[tuple[str, str]]:
    names = place_names(session)
    return [
        (place.code, f"{names[place.parent_code or place.code]}　{village_short(place.name)}")
        for place in villages(session)
    ]


def _fair_villages(session: Session, chosen: str) -> list[str]:
    """Who has its fair on the chosen day; nobody while none is chosen that can be."""
    try:
        day = date.fromisoformat(chosen)
        check_date(day, local(now()).date())
    except (ValueError, MarketDateBad):
        return []
    held = fairs(session).items()
    return [code for code, each in held if any(fair.falls_on(day) for fair in each)]


def _route_page(
    market_day_id: int, typed: Mapping[str, str], refusal: Refusal | None = None
) -> str:
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.PLAN_MARKET_DAY, market_day_id)
        store = here_at(session.get_one(Store, day.store_id))
        shown = day_shown(session, day.id)
        return render_template(
            "store/market_plan.html",
            store=store,
            nav=store.nav,
            action=url_for(".save_route", market_day_id=day.id),
            back=url_for(".market_day", market_day_id=day.id),
            shown=shown,
            villages=_village_choices(session),
            rows=ROWS,
            typed=typed or {"note": day.note, **typed_stops(shown.stops)},
            refused=said(refusal) if refusal else None,
        )
