"""A second tablet for the household: paired from here, written on by every step of the till."""

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.households.names import masked
from app.shop.redemptions.screens import close_screen, is_watched, open_screen, screen_of, show
from app.shop.redemptions.till import Till
from app.web.reading import request_of
from app.web.store.here import Here, here
from app.web.store.pages import pages


@pages.get("/<store_code>/screen")
@needs(Permission.REDEEM)
def screen(store_code: str) -> str:
    """The code to type on the second tablet, or that one is paired."""
    with db().read() as session:
        store = here(session, Permission.REDEEM, store_code)
        return render_template(
            "store/screen.html",
            store=store,
            nav=store.nav,
            screen=screen_of(session, actor().user_id, store.id, now()),
            address=url_for("public.screen", _external=True),
        )


@pages.post("/<store_code>/screen")
@needs(Permission.REDEEM)
def make_screen(store_code: str) -> Response:
    """A fresh code; whatever screen there was ends."""
    with db().write() as session:
        run_once(
            session, request_of("open_screen"),
            lambda: open_screen(session, actor(), store_code=store_code, now=now()),
        )  # fmt: skip
    return make_response(redirect(url_for(".screen", store_code=store_code), 303))


@pages.post("/<store_code>/screen/end")
@needs(Permission.REDEEM)
def end_screen(store_code: str) -> Response:
    """No second screen any more."""
    with db().write() as session:
        store = here(session, Permission.REDEEM, store_code)
        close_screen(session, actor().user_id, store.id)
    return make_response(redirect(url_for(".screen", store_code=store_code), 303))


def show_beside(store: Here, head_name: str = "", till: Till | None = None) -> None:
    """Write the basket on the second screen, if there is one; without a till, wipe it."""
    with db().read() as session:
        if not is_watched(session, actor().user_id, store.id):
            return
    with db().write() as session:
        what = _facing(head_name, till) if till else {}
        show(session, actor().user_id, store.id, what, now=now())


def _facing(head_name: str, till: Till) -> dict[str, Any]:
    return {
        "name": masked(head_name),
        "balance": till.balance_points,
        "points": till.points,
        "lines": lines_shown(till),
    }


def lines_shown(till: Till) -> list[dict[str, Any]]:
    """The lines of a basket as a household sees them."""
    return [
        {
            "name": line.goods.name,
            "picture": line.goods.picture or line.goods.code,
            "points": line.points,
            "quantity": line.quantity,
        }
        for line in till.lines
    ]
