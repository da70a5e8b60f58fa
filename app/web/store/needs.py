"""They asked for it and we had none: noted at the till in one tap, counted for who orders."""

from typing import Any, Final
from uuid import uuid5

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.once import Request, run_once
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.needed import needs_counted
from app.shop.redemptions.signal import Need, signal_need
from app.web.excel import excel
from app.web.needing import first_day, needs_sheet
from app.web.reading import uuid_field
from app.web.said import tell
from app.web.store.here import here
from app.web.store.pages import pages

# What the till's form carries, and gets back.
CARRIED: Final = (
    "card", "found", "basket", "request_id", "collector", "proxy_reason", "attested",
)  # fmt: skip


@pages.post("/<store_code>/needs")
@needs(Permission.REDEEM)
def need(store_code: str) -> Response:
    """Note what was asked for, once for each basket, and go on with the basket."""
    wanted = Need(store_code, request.args.get("goods", ""), request.args.get("words", ""))
    body = {"store": store_code, "goods": wanted.goods, "words": wanted.words}
    key = uuid5(uuid_field(), wanted.goods or wanted.words)
    with db().write() as session:
        run_once(
            session, Request.of(actor().user_id, "signal_need", key, body),
            lambda: signal_need(session, actor(), wanted, now=now()),
        )  # fmt: skip
    tell(_("记下了：有人要，店里没有"), _("只记东西，不记是谁。店长和区里进货时看得到。"))
    carried: dict[str, Any] = {
        name: request.form.getlist(name) for name in CARRIED if request.form.get(name)
    }
    return make_response(redirect(url_for(".till", store_code=store_code, **carried), 303))


@pages.get("/<store_code>/needs")
@needs(Permission.VIEW_STOCK)
def needed(store_code: str) -> str:
    """What was asked for in this store and was not there."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        found = needs_counted(session, [store.id], first_day())
    return render_template(
        "store/needs.html", store=store, nav=store.nav, found=found, since=first_day()
    )


@pages.get("/<store_code>/needs.xlsx")
@needs(Permission.VIEW_STOCK)
def needed_excel(store_code: str) -> Response:
    """The same as a workbook."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        found = needs_counted(session, [store.id], first_day())
    return excel(f"{store.name}{_('要了没有的')}{local(now()):%Y-%m-%d}", needs_sheet(found))
