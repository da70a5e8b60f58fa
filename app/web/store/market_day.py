"""A market day's page: its route, loading, bringing home, calling it off, closing it."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid, Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import may_at_store
from app.shop.marketdays.closing import close_market_day
from app.shop.marketdays.demand import reserved_for
from app.shop.marketdays.loading import carry
from app.shop.marketdays.models import DayState, MarketDay, Way
from app.shop.marketdays.plan import cancel_market_day
from app.shop.marketdays.queries import day_shown, market_day_for, trips_of
from app.shop.marketdays.rules import LONGEST_WORDS
from app.shop.marketdays.sheet import sheet_of, span_of, takings
from app.shop.stock.queries import piles_of
from app.web.reading import request_of, text_field, uuid_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here_at
from app.web.store.market import may_plan_at
from app.web.store.pages import pages
from app.web.store.piles import pile_fields, pile_lines
from app.web.store.sources import kept_words


@pages.get("/market-days/<int:market_day_id>")
@needs(Permission.VIEW_STOCK)
def market_day(market_day_id: int) -> str:
    """Everything about one day."""
    return _page(market_day_id)


@pages.get("/market-days/<int:market_day_id>/<any(load, return):way>")
@needs(Permission.RELOCATE_STOCK)
def ask_carry(market_day_id: int, way: str) -> str:
    """What stands in the store that goods leave; what comes home is filled in already."""
    return _carry_page(market_day_id, Way(way), None)


@pages.post("/market-days/<int:market_day_id>/<any(load, return):way>")
@needs(Permission.RELOCATE_STOCK)
def carry_goods(market_day_id: int, way: str) -> Response:
    """Load the goods, or bring them home, once."""
    try:
        lines = pile_lines()
        with db().write() as session:
            run_once(
                session,
                request_of(f"carry_{way}"),
                lambda: (
                    carry(
                        session, actor(), uuid=uuid_field(), market_day_id=market_day_id,
                        way=Way(way), lines=lines, now=now(),
                    ).relocation_id
                ),
            )  # fmt: skip
    except (Invalid, Conflict) as refusal:
        return shown_again(_carry_page(market_day_id, Way(way), request.form, refusal), refusal)
    pieces = f"{sum(line.quantity for line in lines):,}"
    loaded = Way(way) is Way.LOAD
    tell(
        _("已装车 %(pieces)s 件", pieces=pieces) if loaded
        else _("已退回 %(pieces)s 件", pieces=pieces),
        _("车上和店里的库存都改好了。"),
    )  # fmt: skip
    return _to(market_day_id)


@pages.get("/market-days/<int:market_day_id>/cancel")
@needs(Permission.PLAN_MARKET_DAY)
def ask_cancel_day(market_day_id: int) -> str:
    """Why it is called off; everybody reads it."""
    return _cancel_page(market_day_id)


@pages.post("/market-days/<int:market_day_id>/cancel")
@needs(Permission.PLAN_MARKET_DAY)
def cancel_day(market_day_id: int) -> Response:
    """Call the day off, once."""
    try:
        reason = text_field("reason", LONGEST_WORDS)
        with db().write() as session:
            run_once(
                session,
                request_of("cancel_market_day"),
                lambda: (
                    cancel_market_day(
                        session, actor(), market_day_id=market_day_id, reason=reason, now=now()
                    ).id
                ),
            )
    except (Invalid, Conflict) as refusal:
        return shown_again(_cancel_page(market_day_id, refusal), refusal)
    tell(_("进村日取消了"), _("公开网页上已经写明原因。请把取消公告贴到村里。"))
    return _to(market_day_id)


@pages.post("/market-days/<int:market_day_id>/close")
@needs(Permission.PLAN_MARKET_DAY)
def close_market(market_day_id: int) -> Response:
    """Close the day, once; a sheet that does not add up stays open and says why."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("close_market_day"),
                lambda: (
                    close_market_day(session, actor(), market_day_id=market_day_id, now=now()).id
                ),
            )
    except Conflict as refusal:
        return shown_again(_page(market_day_id, refusal), refusal)
    tell(_("收摊了"), _("这一天的账结好了，不能再加。请打印收摊单，大家签字。"))
    return _to(market_day_id)


def _to(market_day_id: int) -> Response:
    return make_response(redirect(url_for(".market_day", market_day_id=market_day_id), 303))


def _page(market_day_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.VIEW_STOCK, market_day_id)
        truck, base, span = *_stores(session, day), span_of(session, day)
        open_ = day.state is DayState.PLANNED
        return render_template(
            "store/market_day.html",
            store=here_at(truck),
            nav=here_at(truck if _sees(truck) else base).nav,
            home=truck if _sees(truck) else base,
            day=day_shown(session, day.id),
            trips=trips_of(session, day.id),
            reserved=sum(reserved_for(session, day.id).values()) if open_ else 0,
            lines=sheet_of(session, day, span) if day.state is not DayState.CANCELLED else [],
            taken=takings(session, day, span) if day.state is not DayState.CANCELLED else [],
            may_change=open_ and may_plan_at(truck),
            may_load=open_ and may_at_store(actor(), Permission.RELOCATE_STOCK, base),
            may_return=open_ and may_at_store(actor(), Permission.RELOCATE_STOCK, truck),
            has_come=day.day <= local(now()).date(),
            refused=said(refusal) if refusal else None,
        )


def _carry_page(
    market_day_id: int,
    way: Way,
    typed: Mapping[str, str] | None,
    refusal: Refusal | None = None,
) -> str:
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.RELOCATE_STOCK, market_day_id)
        truck, base = _stores(session, day)
        leaves = base if way is Way.LOAD else truck
        fields = pile_fields(piles_of(session, leaves.id))
        everything = {field.name: str(field.pile.quantity) for field in fields}
        return render_template(
            "store/market_carry.html",
            store=here_at(leaves),
            nav=here_at(leaves).nav,
            day=day_shown(session, day.id),
            way=way,
            fields=fields,
            kept_for=kept_words(session),
            typed=typed if typed is not None else everything if way is Way.RETURN else {},
            refused=said(refusal) if refusal else None,
        )


def _cancel_page(market_day_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.PLAN_MARKET_DAY, market_day_id)
        store = here_at(session.get_one(Store, day.store_id))
        return render_template(
            "store/market_cancel.html",
            store=store,
            nav=store.nav,
            day=day_shown(session, day.id),
            reason=request.form.get("reason", ""),
            refused=said(refusal) if refusal else None,
        )


def _stores(session: Session, day: MarketDay) -> tuple[Store, Store]:
    return session.get_one(Store, day.store_id), session.get_one(Store, day.base_store_id)


def _sees(store: Store) -> bool:
    return may_at_store(actor(), Permission.VIEW_STOCK, store)
