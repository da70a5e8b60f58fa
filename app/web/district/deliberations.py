"""评议记录: whether a month needs the committee's meeting on record to be submitted."""

from flask import Response, make_response, redirect, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.deliberate import require_deliberations
from app.web.district.pages import pages
from app.web.reading import request_of
from app.web.said import tell


@pages.post("/settings/deliberations")
@needs(Permission.MANAGE_SCHEMES)
def set_deliberations() -> Response:
    """Decide it, from the next submission on."""
    required = request.form.get("required") == "1"
    with db().write() as session:
        run_once(
            session,
            request_of("require_deliberations"),
            lambda: require_deliberations(session, actor(), required=required, now=now()).id,
        )
    if required:
        tell(_("以后提交前要有评议记录"), _("没有记录的村，提交不了。"))
    else:
        tell(_("评议记录可以不写"), _("写了的，镇里照样看得到。"))
    return make_response(redirect(url_for(".settings")))
