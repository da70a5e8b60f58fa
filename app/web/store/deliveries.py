"""入库记录: the deliveries to a store."""

from collections.abc import Callable, Sequence

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.door.clean import id_of
from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.clock import local
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.stock.queries import PAGE, Delivery, receipt_for, receipts_of
from app.web.excel import MOST_ROWS, excel
from app.web.filters import full_day
from app.web.store.here import Here, here
from app.web.store.pages import pages
from app.web.store.sources import Kept, kept_words, source_words
from app.words.states import name_of


@pages.get("/<store_code>/deliveries")
@needs(Permission.VIEW_STOCK)
def deliveries(store_code: str) -> str:
    """The deliveries, newest first."""
    before = request.args.get("before", "")
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        found = receipts_of(
            session, store.id, before_id=id_of(before) if before else None, limit=PAGE + 1
        )
    return render_template(
        "store/deliveries.html",
        store=store,
        nav=store.nav,
        deliveries=[(one, source_words(one)) for one in found[:PAGE]],
        older=found[PAGE - 1].id if len(found) > PAGE else None,
    )


@pages.get("/<store_code>/deliveries.xlsx")
@needs(Permission.VIEW_STOCK)
def deliveries_excel(store_code: str) -> Response:
    """All deliveries as a workbook, one row a lot of goods."""
    with db().read() as session:
        store = here(session, Permission.VIEW_STOCK, store_code)
        found = receipts_of(session, store.id, limit=MOST_ROWS)
        kept_for = kept_words(session)
    name = f"{store.name}{_('入库记录')}{local(now()):%Y-%m-%d}"
    return excel(name, _sheet(store, found, kept_for))


@pages.get("/deliveries/<int:receipt_id>")
@needs(Permission.VIEW_STOCK)
def delivery(receipt_id: int) -> str:
    """One delivery with its goods."""
    with db().read() as session:
        found = receipt_for(session, actor(), receipt_id)
        store = here(session, Permission.VIEW_STOCK, found.store_code)
        kept_for = kept_words(session)
    return render_template(
        "store/delivery.html",
        store=store,
        nav=store.nav,
        delivery=found,
        source=source_words(found),
        kept_for=kept_for,
    )


def _sheet(store: Here, found: Sequence[Delivery], kept_for: Callable[[Kept], str]) -> Sheet:
    return Sheet(
        title=_("入库记录"),
        heading=f"{store.name} {_('入库明细')}",
        notes=[full_day(now())],
        columns=[
            Column(_("单号"), 8),
            Column(_("时间"), 18, Kind.INSTANT),
            Column(_("经手人"), 14),
            Column(_("商品代码"), 14),
            Column(_("商品"), 22),
            Column(_("数量"), 10, Kind.NUMBER),
            Column(_("单位"), 8),
            Column(_("到期日"), 12, Kind.DATE),
            Column(_("给谁"), 20),
            Column(_("来源"), 10),
            Column(_("来源单位"), 22),
            Column(_("单据号"), 16),
            Column(_("说明"), 30),
        ],
        rows=[
            (
                str(one.id), one.received_at, one.who, line.code, line.name, line.quantity,
                line.unit, line.use_by, kept_for(line),
                name_of(one.origin, language()), one.source_name, one.bill, one.note,
            )
            for one in found
            for line in one.lines
        ],
    )  # fmt: skip
