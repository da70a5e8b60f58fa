"""商品与库存: all goods in all stores; where to take a delivery in; the whole as a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Response, get_template_attribute, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.papers.workbook_cells import Row
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import stores_in_reach
from app.shop.goods.models import Ration
from app.shop.goods.queries import rations
from app.shop.goods.rules import clean_code
from app.shop.stock.matrix import StockRow, stock_matrix
from app.web.district.pages import pages
from app.web.excel import excel
from app.web.filters import full_day

OUT, LOW = "out", "low"


@dataclass(frozen=True)
class Shown:
    """The stores that were asked for, and the goods that fit."""

    stores: Sequence[Store]
    all_stores: Sequence[Store]
    rows: Sequence[StockRow]


@pages.get("/goods")
@needs(Permission.VIEW_STOCK)
def goods() -> str:
    """Goods with their prices, and what stands where."""
    with db().read() as session:
        shown = _shown(session)
        return render_template(
            "district/goods.html",
            shown=shown,
            store_choices=[(store.code, store.name) for store in shown.all_stores],
            worth=sum(row.worth_points for row in shown.rows),
            asked=request.args,
            may_change=actor().may(Permission.MANAGE_GOODS),
            may_receive=actor().may(Permission.RECEIVE_STOCK),
        )


@pages.get("/goods.xlsx")
@needs(Permission.VIEW_STOCK)
def export_goods() -> Response:
    """The same as a workbook."""
    with db().read() as session:
        shown = _shown(session)
        stores = [(store.id, store.name) for store in shown.stores]
        limits = {goods_id: _words(limit) for goods_id, limit in rations(session).items()}
    columns = [
        Column(_("商品代码"), 16), Column(_("商品"), 24), Column(_("单位"), 8),
        Column(_("条码"), 18), Column(_("兑换分"), 10, Kind.NUMBER),
        Column(_("限量"), 26),
        *(Column(name, 14, Kind.NUMBER) for _id, name in stores),
        Column(_("合计"), 10, Kind.NUMBER), Column(_("货值（分）"), 12, Kind.NUMBER),
    ]  # fmt: skip
    rows: list[Row] = [
        (
            row.goods.code, row.goods.name, row.goods.unit, row.goods.barcode,
            row.goods.price_points, limits.get(row.goods.goods_id),
            *(row.quantities[store_id] for store_id, _name in stores),
            row.total, row.worth_points,
        )
        for row in shown.rows
    ]  # fmt: skip
    heading = _("商品与库存")
    return excel(heading, Sheet(heading, columns, rows, heading=heading, notes=[full_day(now())]))


def _words(limit: Ration) -> str:
    return str(get_template_attribute("parts/goods.html", "ration_words")(limit))


@pages.get("/goods/receive")
@needs(Permission.RECEIVE_STOCK)
def choose_store() -> str:
    """入库: which store the goods came to."""
    with db().read() as session:
        stores = stores_in_reach(session, actor(), Permission.RECEIVE_STOCK)
        return render_template("district/receive.html", stores=stores)


def _shown(session: Session) -> Shown:
    stores = stores_in_reach(session, actor(), Permission.VIEW_STOCK)
    asked = request.args.get("store")
    chosen = [store for store in stores if store.code == asked] or stores
    rows = stock_matrix(session, chosen, now())
    return Shown(chosen, stores, [row for row in rows if _fits(row)])


def _fits(row: StockRow) -> bool:
    words = clean_code(request.args.get("q", ""))
    named = words in row.goods.name or words == row.goods.code or row.goods.has_barcode(words)
    state = request.args.get("state")
    wanted = (state != OUT or row.is_out) and (state != LOW or row.runs_low)
    return (not words or named) and wanted
