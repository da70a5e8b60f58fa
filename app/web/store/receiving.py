"""入库: a delivery, all its goods on one form; a file fills the form, a person sends it."""

from collections.abc import Mapping, Sequence
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.door.tables import table
from app.kernel.errors import Invalid, Refusal, TooLarge, Unsupported
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.stock.actions import receive_stock
from app.shop.stock.queries import stock_of
from app.shop.stock.rules import (
    LEAST,
    LONGEST_NOTE,
    MOST,
    StockLine,
    add_up,
    read_stock_line,
)
from app.web.reading import file_field, int_field, request_of, text_field, uuid_field
from app.web.said import said, shown_again, tell
from app.web.store.here import here
from app.web.store.pages import pages

QUANTITY: Final = "quantity."  # followed by the goods' code
FILE_COLUMNS: Final = ("goods", "quantity")
FILE_MIB: Final = 1


@pages.get("/<store_code>/receive")
@needs(Permission.RECEIVE_STOCK)
def receive(store_code: str) -> str:
    """The form of a delivery, empty."""
    return _form(store_code, {})


@pages.post("/<store_code>/receive")
@needs(Permission.RECEIVE_STOCK)
def take_in(store_code: str) -> Response:
    """Take a delivery in, once."""
    try:
        wanted, note, lines = request_of("receive_stock"), _note(), _lines()
        with db().write() as session:
            done = run_once(
                session, wanted,
                lambda: receive_stock(
                    session, actor(), uuid=uuid_field(), store_code=store_code, lines=lines,
                    note=note, now=now(),
                ).id,
            )  # fmt: skip
    except Invalid as refusal:
        return shown_again(_form(store_code, request.form, refusal), refusal)
    pieces = sum(line.quantity for line in lines)
    tell(_("已入库 %(kinds)s 种，共 %(pieces)s 件", kinds=len(lines), pieces=f"{pieces:,}"))
    return make_response(redirect(url_for(".delivery", receipt_id=done.id), 303))


@pages.post("/<store_code>/receive/file")
@needs(Permission.RECEIVE_STOCK)
@takes_upload(FILE_MIB)
def from_file(store_code: str) -> Response:
    """Fill the form from a file: nothing is taken in until somebody has looked and sent it."""
    try:
        filled = _filled(file_field("file").read())
    except (Invalid, Unsupported, TooLarge) as refusal:
        return shown_again(_form(store_code, {}, refusal), refusal)
    return make_response(_form(store_code, filled, from_file=True))


def _note() -> str:
    return text_field("note", LONGEST_NOTE, optional=True)


def _lines() -> list[StockLine]:
    """What was filled in; goods whose field stayed empty did not come."""
    names = [name for name, text in request.form.items() if name.startswith(QUANTITY) and text]
    return [
        StockLine(name.removeprefix(QUANTITY), int_field(name, least=LEAST, most=MOST))
        for name in names
        if request.form[name].strip()
    ]


def _filled(content: bytes) -> Mapping[str, str]:
    """The fields of the form from a file of goods (code or barcode) and quantity."""
    rows = table(content, FILE_COLUMNS)
    lines = [read_stock_line(row.number, row.cells["goods"], row.cells["quantity"]) for row in rows]
    with db().read() as session:
        known = goods_by_any_code(session, {line.goods for line in lines}, now())
    check_known((line.goods for line in lines), known)
    pieces = ((known[line.goods], line) for line in lines)
    sums = dict(
        add_up((goods.goods_id, line.quantity * goods.pieces(line.goods)) for goods, line in pieces)
    )
    codes = {goods.goods_id: goods.code for goods in known.values()}
    return {f"{QUANTITY}{codes[goods_id]}": str(count) for goods_id, count in sums.items()}


def _form(
    store_code: str,
    typed: Mapping[str, str],
    refusal: Refusal | None = None,
    *,
    from_file: bool = False,
) -> str:
    with db().read() as session:
        store = here(session, Permission.RECEIVE_STOCK, store_code)
        items: Sequence[object] = stock_of(session, store.id, now())
    return render_template(
        "store/receive.html",
        store=store,
        nav=store.nav,
        items=items,
        typed=typed,
        refused=said(refusal) if refusal else None,
        from_file=from_file,
    )
