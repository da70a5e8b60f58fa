"""涨价公布: how many days before it begins a rise is announced."""

from flask import Response, make_response, redirect, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.shop.goods.announcing import set_notice_days
from app.shop.goods.pricing import MOST_NOTICE_DAYS
from app.web.district.pages import pages
from app.web.reading import int_field, request_of
from app.web.said import tell


@pages.post("/settings/prices")
@needs(Permission.MANAGE_GOODS)
def set_price_notice() -> Response:
    """Decide it, for the prices that are set from now on."""
    days, wanted = int_field("days", most=MOST_NOTICE_DAYS), request_of("set_price_notice")
    with db().write() as session:
        run_once(session, wanted, lambda: set_notice_days(session, actor(), days, now=now()).id)
    tell(_("以后涨价先公布 %(days)s 天", days=days), _("已经公布的，还是原来那天开始。"))
    return make_response(redirect(url_for(".settings"), 303))
