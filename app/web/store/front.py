"""The first pages: which store, and what it did today."""

from typing import Final

from flask import Response, make_response, redirect, render_template

from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import stores_in_reach
from app.shop.redemptions.day import sales_of_day, totals_of_day
from app.shop.redemptions.returned import voids_waiting
from app.shop.stock.paper_queries import count_waiting_papers
from app.shop.stock.queries import running_low
from app.web.store.here import here, here_at
from app.web.store.pages import pages

LATEST: Final = 5


@pages.get("/")
@needs(Permission.VIEW_STOCK)
def home() -> Response:
    """The person's store; somebody who works in several chooses one."""
    with db().read() as session:
        stores = [
            here_at(store) for store in stores_in_reach(session, actor(), Permission.VIEW_STOCK)
        ]
    if len(stores) == 1:
        return make_response(redirect(stores[0].first_page))
    return make_response(render_template("store/home.html", stores=stores))


@pages.get("/<store_code>/")
@needs(Permission.VIEW_STOCK)
def overview(store_code: str) -> str:
    """A store's first page: today's redemptions, and what runs low."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        return render_template(
            "store/overview.html",
            store=store,
            nav=store.nav,
            day=totals_of_day(session, store.id, now()),
            latest=sales_of_day(session, store.id, now(), limit=LATEST),
            low=running_low(session, store.id, now()),
            waiting=count_waiting_papers(session, actor()),
            voids=voids_waiting(session, store.id),
        )
