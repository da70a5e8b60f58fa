"""今天的兑换: the day's receipts of a store, with what they add up to."""

from collections.abc import Sequence

from flask import Response, render_template, request
from flask_babel import gettext as _

from app.door.clean import id_of
from app.door.context import db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.day import PAGE, DayTotals, Sale, sales_of_day, totals_of_day
from app.shop.redemptions.returned import voids_waiting
from app.web.excel import MOST_ROWS
from app.web.filters import full_day
from app.web.person_exports import persons_excel
from app.web.store.here import Here, here
from app.web.store.pages import pages


@pages.get("/<store_code>/today")
@needs(Permission.VIEW_REDEMPTIONS)
def today(store_code: str) -> str:
    """The day's receipts, newest first."""
    before = request.args.get("before", "")
    with db().read() as session:
        store = here(session, Permission.VIEW_REDEMPTIONS, store_code)
        sales = sales_of_day(
            session, store.id, now(), before_id=id_of(before) if before else None, limit=PAGE + 1
        )
        day = totals_of_day(session, store.id, now())
        waiting = voids_waiting(session, store.id)
    return render_template(
        "store/today.html",
        waiting=waiting,
        store=store,
        nav=store.nav,
        day=day,
        sales=sales[:PAGE],
        at=now(),
        older=sales[PAGE - 1].id if len(sales) > PAGE else None,
    )


@pages.get("/<store_code>/today.xlsx")
@needs(Permission.VIEW_REDEMPTIONS)
def today_excel(store_code: str) -> Response:
    """The day's receipts as a workbook, all of them."""
    with db().read() as session:
        store = here(session, Permission.VIEW_REDEMPTIONS, store_code)
        sales = sales_of_day(session, store.id, now(), limit=MOST_ROWS)
        day = totals_of_day(session, store.id, now())
    name = f"{store.name}{_('兑换明细')}{local(now()):%Y-%m-%d}"
    return persons_excel(name, len(sales), _sheet(store, sales, day))


def _sheet(store: Here, sales: Sequence[Sale], day: DayTotals) -> Sheet:
    return Sheet(
        title=_("兑换明细"),
        heading=f"{store.name} {_('兑换明细')}",
        notes=[full_day(now()), _("作废的小票也列在里面，不算进合计；合计已减去退回的。")],
        columns=[
            Column(_("单号"), 18),
            Column(_("时间"), 18, Kind.INSTANT),
            Column(_("户编号"), 18),
            Column(_("户主"), 22),
            Column(_("件数"), 8, Kind.NUMBER),
            Column(_("用分"), 10, Kind.NUMBER),
            Column(_("退回"), 10, Kind.NUMBER),
            Column(_("店员"), 14),
            Column(_("情况"), 10),
        ],
        rows=[
            (
                sale.number, sale.at, sale.household_number, sale.head_name, sale.pieces,
                sale.points, sale.points_returned or None, sale.clerk,
                _("已作废") if sale.voided else "",
            )
            for sale in sales
        ],
        totals=(_("合计"), None, None, None, day.pieces, day.points, None, None, None),
    )  # fmt: skip
