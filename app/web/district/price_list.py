"""导入价目: look at what a CSV file would change, then take it in; and hand out the list as one."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.door.tables import table
from app.kernel.errors import Refusal
from app.registry.accounts.permissions import Permission
from app.shop.goods.actions import import_goods
from app.shop.goods.desk import plan_goods
from app.shop.goods.lines import GoodsLine, NoGoodsInFile, TooManyGoods
from app.shop.goods.queries import catalogue, categories, price_notice_days
from app.shop.goods.rules import GoodsRowBad
from app.web.district.pages import pages
from app.web.downloads import csv_file
from app.web.filters import points
from app.web.kept_files import KeptFile, forget, kept
from app.web.said import said, shown_again, tell
from app.web.two_steps import CSV_MIB, TABLE_REFUSALS, taken_in, uploaded

COLUMNS = ("code", "name", "unit", "barcode", "price_points")
MORE = ("picture", "pack", "category", "adult", "reason")
FILE_REFUSALS = (*TABLE_REFUSALS, GoodsRowBad, NoGoodsInFile, TooManyGoods)


@pages.get("/goods/import")
@needs(Permission.MANAGE_GOODS)
def price_list_file() -> str:
    """Choose a file."""
    return _upload_page()


@pages.post("/goods/import")
@needs(Permission.MANAGE_GOODS)
@takes_upload(mib=CSV_MIB)
def upload_price_list() -> Response:
    """Keep the file, to look at it."""
    return uploaded(_upload_page, ".preview_price_list")


@pages.get("/goods/import/<file>")
@needs(Permission.MANAGE_GOODS)
def preview_price_list(file: str) -> Response:
    """What the file would add and change, price by price."""
    try:
        lines = _lines(kept(file))
        with db().read() as session:
            plan, days = plan_goods(session, lines, now()), price_notice_days(session)
    except FILE_REFUSALS as refusal:
        forget(file)
        return shown_again(_upload_page(refusal), refusal)
    return make_response(
        render_template("district/price_list.html", file=file, plan=plan, days=days)
    )


@pages.post("/goods/import/<file>")
@needs(Permission.MANAGE_GOODS)
def import_price_list(file: str) -> Response:
    """Take the file in, once."""
    done = taken_in("import_goods", file, _import)
    tell(_("价目导入好了：新增和改动 %(count)s 种", count=points(done.id)))
    return make_response(redirect(url_for(".goods"), 303))


@pages.get("/goods/prices.csv")
@needs(Permission.VIEW_GOODS)
def price_list_as_file() -> Response:
    """The price list as it is: to change in Excel and import again, or empty, to fill in."""
    with db().read() as session:
        goods = catalogue(session, now())
        headings = {heading.id: heading.name for heading in categories(session)}
    rows = (
        (
            one.code, one.name, one.unit, one.barcode, one.price_points, one.picture, one.pack,
            headings.get(one.category_id or 0, ""), int(one.adult_only), "",
        )
        for one in goods
    )  # fmt: skip
    return csv_file([*COLUMNS, *MORE], rows, _("价目"))


def _lines(file: KeptFile) -> Sequence[GoodsLine]:
    return [
        GoodsLine(row=row.number, **row.cells)
        for row in table(file.content, COLUMNS, optional=MORE)
    ]


def _import(session: Session, file: KeptFile) -> int:
    done = import_goods(session, actor(), _lines(file), now=now())
    return done.new + done.changed


def _upload_page(refusal: Refusal | None = None) -> str:
    return render_template("district/price_list_file.html", said=said(refusal) if refusal else None)
