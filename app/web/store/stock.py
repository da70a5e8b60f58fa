"""库存: what stands in a store, what it is worth, what came and what went."""

from collections.abc import Sequence

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.door.clean import id_of
from app.door.context import db, language, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.period import Period
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.goods.rules import clean_code
from app.shop.stock.models import MoveKind
from app.shop.stock.moves import MoveLine, moves_of
from app.shop.stock.queries import PAGE, StockItem, stock_of
from app.web.excel import MOST_ROWS, excel
from app.web.filters import full_day
from app.web.filters import month as month_words
from app.web.store.here import Here, here
from app.web.store.pages import pages
from app.words.states import name_of


@pages.get("/<store_code>/stock")
@needs(Permission.VIEW_STOCK)
def stock(store_code: str) -> str:
    """All goods of the price list with what stands in this store."""
    words = clean_code(request.args.get("q", ""))
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        items = stock_of(session, store.id, now())
    return render_template(
        "store/stock.html",
        store=store,
        nav=store.nav,
        items=[item for item in items if _fits(item, words)],
        kinds=len(items),
        worth=sum(item.worth_points for item in items),
        q=words,
    )


@pages.get("/<store_code>/stock.xlsx")
@needs(Permission.VIEW_STOCK)
def stock_excel(store_code: str) -> Response:
    """The same as a workbook."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        items = stock_of(session, store.id, now())
    return excel(f"{store.name}{_('库存')}{local(now()):%Y-%m-%d}", stock_sheet(store, items))


@pages.get("/<store_code>/moves")
@needs(Permission.VIEW_STOCK)
def moves(store_code: str) -> str:
    """What came and went, newest first, of all goods or of one."""
    goods, before = request.args.get("goods", ""), request.args.get("before", "")
    month = asked_month()
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        lines = moves_of(
            session, store.id, goods_code=goods, period=month,
            before_id=id_of(before) if before else None, limit=PAGE + 1,
        )  # fmt: skip
        items = stock_of(session, store.id, now())
    return render_template(
        "store/moves.html",
        store=store,
        nav=store.nav,
        lines=[(line, _kind(line.kind)) for line in lines[:PAGE]],
        items=items,
        goods=goods,
        month=month,
        older=lines[PAGE - 1].id if len(lines) > PAGE else None,
    )


@pages.get("/<store_code>/moves.xlsx")
@needs(Permission.VIEW_STOCK)
def moves_excel(store_code: str) -> Response:
    """The same as a workbook, without pages."""
    month = asked_month()
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        lines = moves_of(
            session, store.id, goods_code=request.args.get("goods", ""), period=month,
            limit=MOST_ROWS,
        )  # fmt: skip
    return excel(
        f"{store.name}{_('出入库')}{local(now()):%Y-%m-%d}", moves_sheet(store, lines, month)
    )


def asked_month() -> Period | None:
    """The month that the address asks for; None: all."""
    text = request.args.get("month", "")
    return Period.parse(text) if text else None


def _fits(item: StockItem, words: str) -> bool:
    return not words or words in item.name or words in (item.code, item.barcode)


def _kind(kind: MoveKind) -> str:
    return name_of(kind, language())


def stock_sheet(store: Here, items: Sequence[StockItem]) -> Sheet:
    """What stands in a store, as a sheet of a workbook or of paper."""
    return Sheet(
        title=_("库存"),
        heading=f"{store.name} {_('库存')}",
        notes=[full_day(now())],
        columns=[
            Column(_("商品代码"), 14),
            Column(_("商品"), 22),
            Column(_("条码"), 18),
            Column(_("单位"), 8),
            Column(_("兑换分"), 10, Kind.NUMBER),
            Column(_("库存"), 10, Kind.NUMBER),
            Column(_("留给进村日"), 12, Kind.NUMBER),
            Column(_("能换的"), 10, Kind.NUMBER),
            Column(_("货值（分）"), 12, Kind.NUMBER),
        ],
        rows=[
            (
                item.code, item.name, item.barcode, item.unit, item.price_points, item.quantity,
                item.reserved, item.available, item.worth_points,
            )
            for item in items
        ],
        totals=(_("合计"), *[None] * 7, sum(item.worth_points for item in items)),
    )  # fmt: skip


def moves_sheet(store: Here, lines: Sequence[MoveLine], month: Period | None) -> Sheet:
    """What came and went, as a sheet of a workbook or of paper."""
    return Sheet(
        title=_("出入库"),
        heading=f"{store.name} {_('出入库明细')}",
        notes=[*([month_words(month)] if month else []), full_day(now())],
        columns=[
            Column(_("时间"), 18, Kind.INSTANT),
            Column(_("商品代码"), 14),
            Column(_("商品"), 22),
            Column(_("情况"), 12),
            Column(_("数量"), 10, Kind.NUMBER),
            Column(_("单位"), 8),
            Column(_("经手人"), 14),
        ],
        rows=[
            (
                line.at, line.goods_code, line.goods_name, _kind(line.kind), line.quantity,
                line.unit, line.who,
            )
            for line in lines
        ],
    )  # fmt: skip
