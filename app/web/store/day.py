"""日结: a store's day on one sheet, to print and to sign, and closing it."""

from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.once import run_once
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.closing import close_day, closing_of, day_sheet
from app.web.excel import excel
from app.web.filters import full_day
from app.web.reading import date_field, request_of
from app.web.said import tell
from app.web.store.here import here
from app.web.store.pages import pages


@pages.get("/<store_code>/day")
@needs(Permission.VIEW_REDEMPTIONS)
def day(store_code: str) -> str:
    """The sheet of today, or of the day in the address."""
    asked = _asked()
    with db().read() as session:
        store = here(session, Permission.VIEW_REDEMPTIONS, store_code)
        return render_template(
            "store/day.html",
            store=store,
            asked=asked,
            day=day_sheet(session, store.id, asked),
            closing=closing_of(session, store.id, asked),
            printed_at=now(),
        )


@pages.get("/<store_code>/day/close")
@needs(Permission.REDEEM)
def ask_close(store_code: str) -> str:
    """What the day adds up to, before it is closed for good."""
    asked = _asked()
    with db().read() as session:
        store = here(session, Permission.REDEEM, store_code)
        found = day_sheet(session, store.id, asked)
    return render_template(
        "store/day_close.html", store=store, nav=store.nav, asked=asked, day=found
    )


@pages.post("/<store_code>/day")
@needs(Permission.REDEEM)
def close(store_code: str) -> Response:
    """Close the day: nothing is added to it afterwards."""
    chosen = date_field("day")
    with db().write() as session:
        run_once(
            session, request_of("close_day"),
            lambda: close_day(session, actor(), store_code=store_code, day=chosen, now=now()),
        )  # fmt: skip
    tell(_("日结好了"), _("请打印日结单，店员、店长签字。"))
    return make_response(redirect(url_for(".day", store_code=store_code, day=chosen), 303))


@pages.get("/<store_code>/day.xlsx")
@needs(Permission.VIEW_REDEMPTIONS)
def day_excel(store_code: str) -> Response:
    """The day's goods as a workbook, its figures above them."""
    asked = _asked()
    with db().read() as session:
        store = here(session, Permission.VIEW_REDEMPTIONS, store_code)
        found = day_sheet(session, store.id, asked)
    points = _("用分 %(out)s，退回 %(back)s", out=found.points_out, back=found.points_back)
    sheet = Sheet(
        title=_("日结单"),
        heading=f"{store.name} {_('日结单')}",
        notes=[full_day(asked), points],
        columns=[Column(_("商品"), 24), Column(_("单位"), 8), Column(_("件数"), 10, Kind.NUMBER)],
        rows=[(one.name, one.unit, one.pieces) for one in found.goods],
        totals=(_("合计"), None, found.pieces),
    )
    return excel(f"{store.name}{_('日结单')}{asked:%Y-%m-%d}", sheet)


def _asked() -> date:
    """The day in the address; today for everything else."""
    try:
        return date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return local(now()).date()
