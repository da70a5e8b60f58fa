"""日结: a store's day on one sheet, to print and to sign, and closing it."""

from datetime import date

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.once import run_once
from app.kernel.period import FIRST_YEAR
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.closing import DayGoods, DaySheet, close_day, closing_of, day_sheet
from app.web.excel import excel
from app.web.filters import full_day
from app.web.reading import date_field, request_of
from app.web.said import tell
from app.web.sheets import lines_of_words, on_sheets
from app.web.store.here import here
from app.web.store.pages import pages

# Lines of goods beside all else on the first sheet and on those after it, and the characters that
# fit on a line of goods and of what was asked for.
FIRST, FURTHER, FEWEST = 20, 26, 6
NAME, NEEDS = 32, 40


@pages.get("/<store_code>/day")
@needs(Permission.VIEW_REDEMPTIONS)
def day(store_code: str) -> str:
    """The sheet of today, or of the day in the address."""
    asked = _asked()
    with db().read() as session:
        store = here(session, Permission.VIEW_REDEMPTIONS, store_code)
        found = day_sheet(session, store.id, asked)
        return render_template(
            "store/day.html",
            store=store,
            asked=asked,
            day=found,
            sheets=_sheets(found),
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
        closing = closing_of(session, store.id, asked)
    state = _("已日结") if closing else _("还没有日结。")
    goods = Sheet(
        title=_("日结单"),
        heading=f"{store.name} {_('日结单')}",
        notes=[full_day(asked), *_figures(found), state],
        columns=[Column(_("商品"), 24), Column(_("单位"), 8), Column(_("件数"), 10, Kind.NUMBER)],
        rows=[(one.name, one.unit, one.pieces) for one in found.goods],
        totals=(_("合计"), None, found.pieces),
    )
    needs = Sheet(
        title=_("要了没有的"),
        heading=f"{store.name} {_('要了没有的')}",
        notes=[full_day(asked)],
        columns=[Column(_("商品"), 24), Column(_("次数"), 10, Kind.NUMBER)],
        rows=found.needs,
    )
    return excel(f"{store.name}{_('日结单')}{asked:%Y-%m-%d}", goods, needs)


def _figures(day: DaySheet) -> list[str]:
    return [
        _("兑换 %(count)s 张", count=day.redemptions),
        _("用分 %(out)s，退回 %(back)s", out=day.points_out, back=day.points_back),
        _("退一部分 %(returns)s 次，作废 %(voids)s 次", returns=day.returns, voids=day.voids),
    ]


def _sheets(day: DaySheet) -> list[list[DayGoods]]:
    """The goods on each sheet of paper; what was asked for and the signatures stand on the last."""
    needs = lines_of_words("，".join(f"{name} {times} 次" for name, times in day.needs), NEEDS)
    return on_sheets(
        day.goods,
        lambda goods: lines_of_words(goods.name, NAME),
        first=max(FEWEST, FIRST - needs),
        further=max(FEWEST, FURTHER - needs),
    )


def _asked() -> date:
    """The day in the address, since there is a programme; today for everything else."""
    today = local(now()).date()
    try:
        asked = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return today
    return asked if asked.year >= FIRST_YEAR and asked <= today else today
