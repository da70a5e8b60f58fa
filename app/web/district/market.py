"""进村安排: the days of all trucks in a month."""

from datetime import date

from flask import render_template

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.registry.places.models import StoreKind
from app.registry.places.queries import stores_in_reach
from app.shop.marketdays.queries import days_between
from app.web.district.pages import pages
from app.web.reading import month_asked


@pages.get("/market")
@needs(Permission.VIEW_STOCK)
def market() -> str:
    """Every day of the month on which a truck goes out, with what became of it."""
    period = month_asked(Period.of(now()))
    with db().read() as session:
        days = days_between(session, date(period.year, period.month, 1), period.last_day)
        reached = stores_in_reach(session, actor(), Permission.VIEW_STOCK)
        trucks = [store for store in reached if store.kind is StoreKind.MOBILE]
        return render_template(
            "district/market.html",
            period=period,
            days=days,
            trucks=trucks,
            today=local(now()).date(),
            may_plan=actor().may(Permission.PLAN_MARKET_DAY),
        )
