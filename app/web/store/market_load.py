"""装什么: what to load for a market day, proposed line by line; set aside, then loaded at once."""

import re
from collections.abc import Mapping
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Conflict, Invalid, Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.shop.marketdays.demand import proposed_load, reserved_for, route_of, spendable
from app.shop.marketdays.models import DayState
from app.shop.marketdays.queries import day_shown, market_day_for
from app.shop.marketdays.setting_aside import load_what_is_set_aside, set_aside, set_weights
from app.shop.stock.rules import MOST
from app.web.reading import int_field, request_of, uuid_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here_at
from app.web.store.market import may_plan_at
from app.web.store.pages import pages

FIELD: Final = re.compile(r"(?P<kind>count|grams)\.(?P<goods>[A-Za-z0-9._-]{1,32})", re.ASCII)


@pages.get("/market-days/<int:market_day_id>/load-list")
@needs(Permission.RELOCATE_STOCK)
def load_list(market_day_id: int) -> str:
    """What is proposed, or what is set aside already; every number may be changed."""
    return _page(market_day_id, {})


@pages.post("/market-days/<int:market_day_id>/load-list")
@needs(Permission.RELOCATE_STOCK)
def set_goods_aside(market_day_id: int) -> Response:
    """Set these goods aside in place of what was set aside before, once."""
    try:
        lines = [(code, count or 0) for code, count in _typed("count").items()]
        with db().write() as session:
            run_once(
                session,
                request_of("set_aside_for_market_day"),
                lambda: (
                    set_aside(
                        session, actor(), market_day_id=market_day_id, lines=lines, now=now()
                    ).id
                ),
            )
    except (Invalid, Conflict) as refusal:
        return shown_again(_page(market_day_id, request.form, refusal), refusal)
    pieces = f"{sum(count for _code, count in lines):,}"
    tell(_("给进村日留了 %(pieces)s 件", pieces=pieces), _("店里换不走这些货。装车时一次装完。"))
    return make_response(redirect(url_for(".load_list", market_day_id=market_day_id), 303))


@pages.post("/market-days/<int:market_day_id>/load-list/load")
@needs(Permission.RELOCATE_STOCK)
def load_set_aside(market_day_id: int) -> Response:
    """Bring all of it onto the truck, once."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("load_what_is_set_aside"),
                lambda: (
                    load_what_is_set_aside(
                        session, actor(), uuid=uuid_field(), market_day_id=market_day_id, now=now()
                    ).relocation_id
                ),
            )
    except (Invalid, Conflict) as refusal:
        return shown_again(_page(market_day_id, {}, refusal), refusal)
    tell(_("留的货都装车了"), _("车上和店里的库存都改好了。"))
    return make_response(redirect(url_for(".market_day", market_day_id=market_day_id), 303))


@pages.get("/market-days/<int:market_day_id>/weights")
@needs(Permission.PLAN_MARKET_DAY)
def ask_weights(market_day_id: int) -> str:
    """What the truck carries, and what goods weigh."""
    return _weights_page(market_day_id, {})


@pages.post("/market-days/<int:market_day_id>/weights")
@needs(Permission.PLAN_MARKET_DAY)
def save_weights(market_day_id: int) -> Response:
    """Keep them, once."""
    try:
        payload = int_field("payload_kg") if request.form.get("payload_kg", "").strip() else None
        grams = _typed("grams")
        with db().write() as session:
            run_once(
                session,
                request_of("set_weights"),
                lambda: (
                    set_weights(
                        session, actor(), market_day_id=market_day_id, payload_kg=payload,
                        grams=grams, now=now(),
                    ).id
                ),
            )  # fmt: skip
    except Invalid as refusal:
        return shown_again(_weights_page(market_day_id, request.form, refusal), refusal)
    tell(_("重量记下了"), _("建议装的件数按新的重量算。"))
    return make_response(redirect(url_for(".load_list", market_day_id=market_day_id), 303))


def _typed(kind: str) -> dict[str, int | None]:
    """What was filled in, by the goods' code; None where a field is empty."""
    return {
        found["goods"]: int_field(name, most=MOST) if text.strip() else None
        for name, text in request.form.items()
        if (found := FIELD.fullmatch(name)) and found["kind"] == kind
    }


def _page(market_day_id: int, typed: Mapping[str, str], refusal: Refusal | None = None) -> str:
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.RELOCATE_STOCK, market_day_id)
        truck = session.get_one(Store, day.store_id)
        base = here_at(session.get_one(Store, day.base_store_id))
        route = route_of(session, day)
        return render_template(
            "store/market_load.html",
            store=base,
            nav=base.nav,
            day=day_shown(session, day.id),
            open=day.state is DayState.PLANNED,
            may_plan=may_plan_at(truck),
            load=proposed_load(session, route, now()),
            reserved=reserved_for(session, day.id),
            points=sum(spendable(session, route.villages)),
            typed=typed,
            refused=said(refusal) if refusal else None,
        )


def _weights_page(
    market_day_id: int, typed: Mapping[str, str], refusal: Refusal | None = None
) -> str:
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.PLAN_MARKET_DAY, market_day_id)
        store = here_at(session.get_one(Store, day.store_id))
        return render_template(
            "store/market_weights.html",
            store=store,
            nav=store.nav,
            day=day_shown(session, day.id),
            load=proposed_load(session, route_of(session, day), now()),
            typed=typed,
            refused=said(refusal) if refusal else None,
        )
