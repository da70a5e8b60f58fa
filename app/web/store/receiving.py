"""入库: a delivery, all its goods on one form; a file fills the form, a person sends it."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import chain, count, islice, takewhile
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, language, now
from app.door.routes import needs, takes_upload
from app.door.tables import table
from app.kernel.errors import Invalid, Refusal, TooLarge, Unsupported
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import Origin
from app.shop.stock.queries import stock_of
from app.shop.stock.receiving_rules import (
    LONGEST_BILL,
    LONGEST_GROUP,
    LONGEST_SOURCE,
    MORE_STOCK_COLUMNS,
    STOCK_COLUMNS,
    KeptForDiffers,
    Source,
    read_stock_line,
)
from app.shop.stock.rules import LEAST, LONGEST_NOTE, MOST, StockLine
from app.web.reading import (
    FieldMissing,
    choice_field,
    date_field,
    file_field,
    int_field,
    request_of,
    text_field,
    uuid_field,
)
from app.web.said import said, shown_again, tell
from app.web.store.here import here
from app.web.store.pages import pages
from app.web.store.sources import place_choices
from app.words.states import name_of

# The first lot of some goods has no number, the second is `quantity2.rice`, due `use_by2.rice`.
QUANTITY_FIELD: Final = re.compile(r"quantity(?P<lot>[0-9]{0,4})\.(?P<goods>.+)", re.ASCII)
FILE_MIB: Final = 1
KEPT_FIELDS: Final = ("kept_for", "kept_group")


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
        wanted, lines, source = request_of("receive_stock"), _lines(), _source()
        note = text_field("note", LONGEST_NOTE, optional=True)
        with db().write() as session:
            done = run_once(
                session, wanted,
                lambda: receive_stock(
                    session, actor(), uuid=uuid_field(), store_code=store_code, lines=lines,
                    note=note, source=source, now=now(),
                ).id,
            )  # fmt: skip
    except Invalid as refusal:
        return shown_again(_form(store_code, request.form, refusal), refusal)
    pieces = sum(line.quantity for line in lines)
    kinds = len({line.goods for line in lines})
    tell(_("已入库 %(kinds)s 种，共 %(pieces)s 件", kinds=kinds, pieces=f"{pieces:,}"))
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


def _source() -> Source:
    return Source(
        choice_field("origin", Origin),
        text_field("source_name", LONGEST_SOURCE, optional=True),
        text_field("bill", LONGEST_BILL, optional=True),
    )


def _lines() -> list[StockLine]:
    """What was filled in; goods whose field stayed empty did not come."""
    kept_for = request.form.get("kept_for") or None
    kept_group = text_field("kept_group", LONGEST_GROUP, optional=True)
    if kept_group and kept_for is None:
        raise FieldMissing(field="kept_for")
    return [
        StockLine(
            found["goods"],
            int_field(name, least=LEAST, most=MOST),
            _use_by(f"use_by{found['lot']}.{found['goods']}"),
            kept_for,
            kept_group,
        )
        for name, text in request.form.items()
        if text.strip() and (found := QUANTITY_FIELD.fullmatch(name))
    ]


def _use_by(name: str) -> date | None:
    return date_field(name) if request.form.get(name, "").strip() else None


def _filled(content: bytes) -> Mapping[str, str]:
    """The fields of the form from a file of goods (code or barcode), quantity and use-by date.

    :raises KeptForDiffers: the form has room for one place and group only.
    """
    rows = table(content, STOCK_COLUMNS, optional=MORE_STOCK_COLUMNS)
    lines = [read_stock_line(row.number, **row.cells) for row in rows]
    with db().read() as session:
        known = goods_by_any_code(session, {line.goods for line in lines}, now())
    check_known((line.goods for line in lines), known)
    sums: dict[tuple[str, date | None], int] = defaultdict(int)
    for line in lines:
        goods = known[line.goods]
        sums[goods.code, line.use_by] += line.quantity * goods.pieces(line.goods)
    kept = {(line.kept_for or "", line.kept_group) for line in lines}
    if len(kept) > 1:
        raise KeptForDiffers
    filled = {name: text for one in kept for name, text in zip(KEPT_FIELDS, one, strict=True)}
    for (code, use_by), quantity in sums.items():
        lot = next(lot for lot in _lots() if f"quantity{lot}.{code}" not in filled)
        filled[f"quantity{lot}.{code}"] = str(quantity)
        filled[f"use_by{lot}.{code}"] = str(use_by or "")
    return filled


def _lots() -> Iterator[str]:
    """What follows `quantity` in the names of fields: nothing, 2, 3 and so on."""
    return chain([""], map(str, count(2)))


def _form(
    store_code: str,
    typed: Mapping[str, str],
    refusal: Refusal | None = None,
    *,
    from_file: bool = False,
) -> str:
    with db().read() as session:
        store = here(session, Permission.RECEIVE_STOCK, store_code)
        items = stock_of(session, store.id, now())
        places = place_choices(session)
    return render_template(
        "store/receive.html",
        store=store,
        nav=store.nav,
        rows=[(item, _more_lots(item.code, typed)) for item in items],
        typed=typed,
        places=places,
        origins=[(origin.value, name_of(origin, language())) for origin in Origin],
        refused=said(refusal) if refusal else None,
        from_file=from_file,
    )


def _more_lots(code: str, typed: Mapping[str, str]) -> list[str]:
    """The second lot, and those beyond it that are filled in."""
    filled = takewhile(lambda lot: typed.get(f"quantity{lot}.{code}"), islice(_lots(), 2, None))
    return ["2", *filled]
