"""进村日: when the truck comes to the person's villages."""

from flask import render_template

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import villages_in_reach
from app.shop.marketdays.queries import coming_days
from app.web.village.pages import pages


@pages.get("/market")
@needs(Permission.VIEW_ROUND)
def market() -> str:
    """The coming days, with hours, spot, and the announcement to print and to send."""
    with db().read() as session:
        mine = {place.code for place in villages_in_reach(session, actor(), Permission.VIEW_ROUND)}
        days = coming_days(session, local(now()).date(), village_codes=mine)
    return render_template("village/market.html", days=days, mine=mine)
