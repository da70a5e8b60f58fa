"""登录规定: the district chooses between the usual rules of signing in and the strict ones."""

from flask import Response, make_response, redirect, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.accounts.profiles import choose_profile
from app.registry.accounts.sign_in_rules import Profile
from app.web.district.pages import pages
from app.web.reading import choice_field, request_of
from app.web.said import tell


@pages.post("/settings/sign-in-rules")
@needs(Permission.MANAGE_USERS)
def choose_sign_in_rules() -> Response:
    """Choose; everybody feels it from his next page on."""
    profile = choice_field("profile", Profile)

    def act() -> int:
        choose_profile(session, actor(), profile, now=now())
        return 0

    with db().write() as session:
        run_once(session, request_of("choose_sign_in_rules"), act)
    tell(_("登录规定改好了"), _("从现在起，每个人打开下一页就按它办。"))
    return make_response(redirect(url_for(".settings"), 303))
