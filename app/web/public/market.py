"""流动超市进村: when the truck comes where, for everybody; announcements to print and to send."""

from dataclasses import replace
from datetime import datetime, time

from flask import Response, render_template
from sqlalchemy.orm import Session

from app.door.context import db, language, now, practice
from app.door.routes import public
from app.kernel.clock import SHANGHAI, local
from app.papers.announcement_picture import announcement_picture
from app.shop.goods.queries import PricedGoods, price_list
from app.shop.marketdays.queries import DayShown, coming_days, day_shown
from app.shop.redemptions.allotment_queries import allotments_of, seed_of
from app.web.public.market_paper import price_sheets
from app.web.public.pages import pages
from app.web.safe_urls import referring_page
from app.words.places import village_short
from app.words.states import name_of


@pages.get("/market")
@public
def market() -> str:
    """All days ahead, of all trucks."""
    with db().read() as session:
        days = coming_days(session, local(now()).date())
    return render_template("public/market.html", days=days)


@pages.get("/market/<int:market_day_id>")
@public
def announcement(market_day_id: int) -> str:
    """公告: one day on a sheet for the wall."""
    with db().read() as session:
        day, prices = _announced(session, market_day_id)
        shared, seed = allotments_of(session, day.id), seed_of(session, day.id)
    return render_template(
        "papers/announcement.html",
        day=day,
        sheets=price_sheets(day, prices, len(shared)),
        shared=[(each, name_of(each.fairness, language())) for each in shared],
        seed=seed,
        back=referring_page(),
    )


@pages.get("/market/<int:market_day_id>.png")
@public
def announcement_as_picture(market_day_id: int) -> Response:
    """The same for the village group."""
    with db().read() as session:
        day, prices = _announced(session, market_day_id)
    return Response(announcement_picture(day, prices, practice=practice()), mimetype="image/png")


def _announced(session: Session, market_day_id: int) -> tuple[DayShown, list[PricedGoods]]:
    """The day, and what everything costs on it."""
    day = day_shown(session, market_day_id)
    return _as_said(day), list(price_list(session, datetime.combine(day.day, time(12), SHANGHAI)))


def _as_said(day: DayShown) -> DayShown:
    """With the names of its villages as people say them."""
    stops = [replace(stop, village=village_short(stop.village)) for stop in day.stops]
    return replace(day, stops=stops)
