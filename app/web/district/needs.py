"""要了没有的: what was asked for at all tills and was not there."""

from flask import Response, render_template
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import stores_in_reach
from app.shop.redemptions.needed import needs_counted
from app.web.district.pages import pages
from app.web.excel import excel
from app.web.needing import first_day, needs_sheet


@pages.get("/needs")
@needs(Permission.VIEW_STOCK)
def needed() -> str:
    """The counts of all stores, most often first."""
    with db().read() as session:
        stores = [store.id for store in stores_in_reach(session, actor(), Permission.VIEW_STOCK)]
        found = needs_counted(session, stores, first_day())
    return render_template("district/needs.html", found=found, since=first_day())


@pages.get("/needs.xlsx")
@needs(Permission.VIEW_STOCK)
def needed_excel() -> Response:
    """The same as a workbook."""
    with db().read() as session:
        stores = [store.id for store in stores_in_reach(session, actor(), Permission.VIEW_STOCK)]
        found = needs_counted(session, stores, first_day())
    return excel(f"{_('要了没有的')}{local(now()):%Y-%m-%d}", needs_sheet(found))
