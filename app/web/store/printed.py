"""The lists of a store on paper: the same rows as in their workbooks, to be signed."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from flask import render_template, request, url_for

from app.door.context import db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.papers.workbooks import Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.stock.moves import moves_of
from app.shop.stock.near_expiry import near_expiry
from app.shop.stock.ordering import suggested_order
from app.shop.stock.queries import stock_of
from app.web.filters import stamp
from app.web.store.here import here
from app.web.store.pages import pages
from app.web.store.stock import asked_month, moves_sheet, stock_sheet
from app.web.store.upkeep import near_sheet, order_sheet

# Rows that a sheet of paper holds, upright and across.
UPRIGHT_ROWS, ACROSS_ROWS = 30, 18
MOST_UPRIGHT: Final = 7  # columns
MOST_ROWS: Final = 900  # more than that is for Excel


@pages.get("/<store_code>/stock/paper")
@needs(Permission.VIEW_STOCK)
def stock_paper(store_code: str) -> str:
    """What stands in a store, on paper."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        items = stock_of(session, store.id, now())
    return _printed(stock_sheet(store, items), url_for(".stock", store_code=store_code))


@pages.get("/<store_code>/moves/paper")
@needs(Permission.VIEW_STOCK)
def moves_paper(store_code: str) -> str:
    """What came and went in a month, of all goods or of one, on paper."""
    goods, month = request.args.get("goods", ""), asked_month()
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        lines = moves_of(session, store.id, goods_code=goods, period=month, limit=MOST_ROWS)
    back = url_for(".moves", store_code=store_code, goods=goods or None, month=month)
    return _printed(moves_sheet(store, lines, month), back)


@pages.get("/<store_code>/near-expiry/paper")
@needs(Permission.VIEW_STOCK)
def ending_soon_paper(store_code: str) -> str:
    """What is near its day, on paper."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        lots = near_expiry(session, [store.id], local(now()).date())
    return _printed(near_sheet(store.name, lots), url_for(".ending_soon", store_code=store_code))


@pages.get("/<store_code>/order/paper")
@needs(Permission.VIEW_STOCK)
def order_paper(store_code: str) -> str:
    """What to ask for, on paper."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        orders = suggested_order(session, store.id, now())
    return _printed(order_sheet(store, orders), url_for(".order", store_code=store_code))


def _printed(sheet: Sheet, back: str) -> str:
    is_wide = len(sheet.columns) > MOST_UPRIGHT
    size = ACROSS_ROWS if is_wide else UPRIGHT_ROWS
    rows = [_cells(sheet, row) for row in sheet.rows]
    return render_template(
        "store/printed.html",
        sheet=sheet,
        is_wide=is_wide,
        heads=[(column.header, column.kind is Kind.NUMBER) for column in sheet.columns],
        papers=[rows[at : at + size] for at in range(0, len(rows), size)] or [[]],
        totals=_cells(sheet, sheet.totals),
        back=back,
    )


def _cells(sheet: Sheet, row: Sequence[object]) -> list[tuple[str, bool]]:
    """Each cell in words, and whether it is a number."""
    return [
        (_words(value), column.kind is Kind.NUMBER)
        for value, column in zip(row, sheet.columns, strict=False)
    ]


def _words(value: object) -> str:
    if isinstance(value, datetime):
        return stamp(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int):
        return f"{value:,}".replace("-", "−")
    return "" if value is None else str(value)
