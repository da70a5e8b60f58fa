"""临期与进货: what ends soon, and what to ask for."""

from collections.abc import Sequence

from flask import Response, render_template
from flask_babel import gettext as _

from app.door.context import db, language, now
from app.door.routes import needs
from app.kernel.clock import local
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.stock.near_expiry import NearLot, mark_downs, near_days, near_expiry
from app.shop.stock.ordering import Order, suggested_order
from app.web.excel import excel
from app.web.filters import full_day
from app.web.store.here import Here, here
from app.web.store.pages import pages
from app.web.store.sources import kept_words
from app.words.states import name_of


@pages.get("/<store_code>/near-expiry")
@needs(Permission.VIEW_STOCK)
def ending_soon(store_code: str) -> str:
    """What is near its day or past it, what ends first on top."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        lots = near_expiry(session, [store.id], local(now()).date())
        table, kept_for = near_days(session), kept_words(session)
        downs = mark_downs(session).steps
    return render_template(
        "store/near_expiry.html",
        store=store,
        nav=store.nav,
        lots=[(lot, name_of(lot.origin, language()) if lot.origin else "") for lot in lots],
        steps=sorted(table.items(), reverse=True),
        kept_for=kept_for,
        downs=sorted(downs.items(), reverse=True),
    )


@pages.get("/<store_code>/near-expiry.xlsx")
@needs(Permission.VIEW_STOCK)
def ending_soon_excel(store_code: str) -> Response:
    """The same as a workbook."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        lots = near_expiry(session, [store.id], local(now()).date())
    return excel(
        f"{store.name}{_('临期商品')}{local(now()):%Y-%m-%d}", near_sheet(store.name, lots)
    )


@pages.get("/<store_code>/order")
@needs(Permission.VIEW_STOCK)
def order(store_code: str) -> str:
    """What to ask for, and by which sum."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        orders = suggested_order(session, store.id, now())
    return render_template("store/order.html", store=store, nav=store.nav, orders=orders)


@pages.get("/<store_code>/order.xlsx")
@needs(Permission.VIEW_STOCK)
def order_excel(store_code: str) -> Response:
    """The same as a workbook."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        orders = suggested_order(session, store.id, now())
    return excel(f"{store.name}{_('建议进货')}{local(now()):%Y-%m-%d}", order_sheet(store, orders))


def near_sheet(who: str, lots: Sequence[NearLot]) -> Sheet:
    """What is near its day, as a workbook's sheet."""
    return Sheet(
        title=_("临期商品"),
        heading=f"{who} {_('临期商品')}",
        notes=[full_day(now())],
        columns=[
            Column(_("店"), 20),
            Column(_("商品代码"), 14),
            Column(_("商品"), 22),
            Column(_("数量"), 10, Kind.NUMBER),
            Column(_("单位"), 8),
            Column(_("到期日"), 12, Kind.DATE),
            Column(_("还有几天"), 10, Kind.NUMBER),
            Column(_("便宜百分之几"), 12, Kind.NUMBER),
            Column(_("来源"), 10),
            Column(_("来源单位"), 22),
        ],
        rows=[
            (
                lot.store_name, lot.code, lot.name, lot.quantity, lot.unit, lot.use_by,
                lot.days_left, lot.percent_off,
                name_of(lot.origin, language()) if lot.origin else "", lot.source_name,
            )
            for lot in lots
        ],
    )  # fmt: skip


def order_sheet(store: Here, orders: Sequence[Order]) -> Sheet:
    """What to ask for, as a sheet of a workbook or of paper."""
    return Sheet(
        title=_("建议进货"),
        heading=f"{store.name} {_('建议进货')}",
        notes=[full_day(now()), _("建议进货 = 近 60 天换出 ÷ 2（够用 30 天）− 现在能换的")],
        columns=[
            Column(_("商品代码"), 14),
            Column(_("商品"), 22),
            Column(_("单位"), 8),
            Column(_("近 60 天换出"), 14, Kind.NUMBER),
            Column(_("现在能换的"), 14, Kind.NUMBER),
            Column(_("建议进货"), 12, Kind.NUMBER),
        ],
        rows=[(one.code, one.name, one.unit, one.gone, one.left, one.wanted) for one in orders],
    )
