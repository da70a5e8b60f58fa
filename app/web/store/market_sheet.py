"""收摊单: a market day on one sheet, to print, to sign, and as a workbook."""

from flask import Response, render_template
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.marketdays.queries import day_shown, market_closing_of, market_day_for
from app.shop.marketdays.sheet import sheet_of, span_of, takings
from app.web.excel import excel
from app.web.filters import full_day
from app.web.store.pages import pages


@pages.get("/market-days/<int:market_day_id>/sheet")
@needs(Permission.VIEW_STOCK)
def market_sheet(market_day_id: int) -> str:
    """The sheet as it stands; before the day is closed it says so."""
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.VIEW_STOCK, market_day_id)
        span = span_of(session, day)
        return render_template(
            "store/market_sheet.html",
            day=day_shown(session, day.id),
            ended_at=day.ended_at,
            lines=sheet_of(session, day, span),
            taken=takings(session, day, span),
            closing=market_closing_of(session, day.id),
            printed_at=now(),
        )


@pages.get("/market-days/<int:market_day_id>/sheet.xlsx")
@needs(Permission.VIEW_STOCK)
def market_sheet_excel(market_day_id: int) -> Response:
    """The same as a workbook: goods on one sheet, villages on the other."""
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.VIEW_STOCK, market_day_id)
        span, shown = span_of(session, day), day_shown(session, day.id)
        lines, taken = sheet_of(session, day, span), takings(session, day, span)
    notes = [full_day(shown.day), _("从%(base)s装车", base=shown.base)]
    number = Kind.NUMBER
    goods = Sheet(
        title=_("收摊单"),
        heading=f"{shown.store} {_('收摊单')}",
        notes=notes,
        columns=[
            Column(_("商品"), 24), Column(_("单位"), 8), Column(_("原有"), 8, number),
            Column(_("装车"), 8, number), Column(_("其他进出"), 10, number),
            Column(_("换出"), 8, number), Column(_("收回"), 8, number),
            Column(_("退回店里"), 10, number), Column(_("报损"), 8, number),
            Column(_("盘点差"), 8, number), Column(_("车上还有"), 10, number),
        ],
        rows=[(one.name, one.unit, *one.amounts.values(), one.left) for one in lines],
    )  # fmt: skip
    villages = Sheet(
        title=_("各村"),
        heading=f"{shown.store} {_('各村换走的')}",
        notes=notes,
        columns=[
            Column(_("村"), 20), Column(_("户数"), 8, number), Column(_("小票"), 8, number),
            Column(_("用分"), 10, number), Column(_("件数"), 8, number),
        ],
        rows=[
            (each.village, each.households, each.redemptions, each.points, each.pieces)
            for each in taken
        ],
        totals=(
            _("合计"), sum(each.households for each in taken),
            sum(each.redemptions for each in taken), sum(each.points for each in taken),
            sum(each.pieces for each in taken),
        ),
    )  # fmt: skip
    return excel(f"{shown.store}{_('收摊单')}{shown.day:%Y-%m-%d}", goods, villages)
