"""条码标签: a barcode of our own for goods without one, and labels to print and cut."""

from collections.abc import Iterable
from typing import Final

from flask import Response, make_response, redirect, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now, practice
from app.door.routes import needs
from app.kernel.errors import NotFound
from app.kernel.once import run_once
from app.papers.labels import LABELS_A_SHEET, Label, label_sheet
from app.registry.accounts.permissions import Permission
from app.shop.goods.barcodes import printable
from app.shop.goods.desk import give_own_barcode, goods_called
from app.shop.goods.queries import PricedGoods, price_list
from app.web.district.pages import pages
from app.web.downloads import PDF, download
from app.web.reading import request_of
from app.web.said import tell

ROUTE: Final = "give_barcode"


@pages.post("/goods/item/<code>/barcode")
@needs(Permission.MANAGE_GOODS)
def make_barcode(code: str) -> Response:
    """Give goods a barcode of our own, once."""
    with db().write() as session:
        wanted = request_of(f"{ROUTE}:{code}")
        run_once(session, wanted, lambda: give_own_barcode(session, actor(), code, now=now()).id)
    tell(_("做好了店内条码"), _("打印标签，贴在货上，店里就能扫。"))
    return make_response(redirect(url_for(".one_goods", code=code), 303))


@pages.get("/goods/item/<code>/labels.pdf")
@needs(Permission.VIEW_GOODS)
def goods_labels(code: str) -> Response:
    """A whole sheet for one kind of goods."""
    with db().read() as session:
        labels = _labels([goods_called(session, code, now())])
    return _sheet(labels * LABELS_A_SHEET)


@pages.get("/goods/labels.pdf")
@needs(Permission.VIEW_GOODS)
def all_labels() -> Response:
    """One label for the shelf of each kind of goods whose barcode can be printed."""
    with db().read() as session:
        return _sheet(_labels(price_list(session, now())))


def _labels(goods: Iterable[PricedGoods]) -> list[Label]:
    printed = ((one, printable(one.barcodes)) for one in goods)
    return [Label(one.name, one.unit, one.price_points, code) for one, code in printed if code]


def _sheet(labels: list[Label]) -> Response:
    """The sheet; a page that is not there when no goods have bars to print."""
    if not labels:
        raise NotFound
    return download(label_sheet(labels, practice=practice()), PDF, _("商品标签"))
