"""盘点: what stands on the shelves is counted without seeing what the book says."""

from collections.abc import Mapping

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Invalid, Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.goods.queries import price_list
from app.shop.stock.paper_queries import count_waits
from app.shop.stock.paper_rules import CountWaits
from app.shop.stock.queries import piles_of
from app.shop.stock.stock_take import Counted, count_stock
from app.web.reading import request_of, uuid_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here
from app.web.store.pages import pages
from app.web.store.piles import FOUND, found_lines, pile_fields, pile_lines
from app.web.store.sources import kept_words


@pages.get("/<store_code>/count")
@needs(Permission.COUNT_STOCK)
def ask_count(store_code: str) -> str:
    """The goods and their days, without their numbers."""
    return _page("store/count.html", store_code, {})


@pages.get("/<store_code>/count-sheet")
@needs(Permission.COUNT_STOCK)
def count_sheet(store_code: str) -> str:
    """The same on paper, to be filled in beside the shelves."""
    return _page("store/count_sheet.html", store_code, {})


@pages.post("/<store_code>/count")
@needs(Permission.COUNT_STOCK)
def hand_in_count(store_code: str) -> Response:
    """Hand in what was found, once."""
    try:
        found = Counted(uuid_field(), store_code, [*pile_lines(least=0), *found_lines()])
        with db().write() as session:
            done = run_once(
                session,
                request_of("hand_in_count"),
                lambda: count_stock(session, actor(), found, now=now()).id,
            )
    except (Invalid, CountWaits) as refusal:
        return shown_again(_page("store/count.html", store_code, request.form, refusal), refusal)
    tell(_("盘点单交上去了"), _("另一个人确认以后，库存才改。"))
    return make_response(redirect(url_for(".paper", kind="count", paper_id=done.id), 303))


def _page(
    template: str, store_code: str, typed: Mapping[str, str], refusal: Refusal | None = None
) -> str:
    at = now()
    with db().read() as session:
        store = here(session, Permission.COUNT_STOCK, store_code)
        fields = pile_fields(piles_of(session, store.id))
        goods = [(each.code, each.name) for each in price_list(session, at)]
        kept_for = kept_words(session)
        waits = count_waits(session, store.id)
    return render_template(
        template,
        store=store,
        nav=store.nav,
        fields=fields,
        goods=goods,
        kept_for=kept_for,
        waits=waits,
        rooms=range(1, FOUND + 1),
        typed=typed,
        at=at,
        refused=said(refusal) if refusal else None,
    )
