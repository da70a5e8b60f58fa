"""The price poster: sixteen goods a sheet, for the wall of every store and village."""

from typing import Final

from flask import render_template

from app.door.context import db, now
from app.door.routes import public
from app.shop.goods.queries import announced, price_list
from app.shop.stock.near_expiry import mark_downs
from app.web.safe_urls import referring_page
from app.web.store.pages import pages

GOODS_A_SHEET: Final = 16


@pages.get("/poster")
@public
def poster() -> str:
    """What everything costs: in points, the same in every store, for everybody to know."""
    with db().read() as session:
        goods, coming = list(price_list(session, now())), announced(session, now())
        downs = sorted(mark_downs(session).steps.items(), reverse=True)
    sheets = [goods[at : at + GOODS_A_SHEET] for at in range(0, len(goods), GOODS_A_SHEET)]
    return render_template(
        "store/poster.html",
        sheets=sheets,
        coming=coming.values(),
        downs=downs,
        at=now(),
        back=referring_page(),
    )
