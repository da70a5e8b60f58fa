"""导出名单的申请: who asked for a long list of people, what for, and who lets it go."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs, needs_sign_in
from app.kernel.once import run_once
from app.privacy.exporting import (
    LASTS,
    LONGEST_PURPOSE,
    PurposeMissing,
    ask_export,
    decide_export,
    exports_shown,
)
from app.registry.accounts.permissions import Permission
from app.web.account.pages import pages
from app.web.navigation import shell_of
from app.web.person_exports import ask_page, wanted_in_form
from app.web.reading import FieldMissing, FieldTooLong, request_of, text_field
from app.web.said import tell


@pages.get("/me/exports")
@needs_sign_in
def exports() -> str:
    """One's own requests, and those that one may decide."""
    with db().read() as session:
        return render_template(
            "account/exports.html",
            shell=shell_of(actor()),
            found=exports_shown(session, actor()),
            user_id=actor().user_id,
            may_decide=actor().may(Permission.APPROVE_EXPORT),
            now=now(),
            lasts=LASTS,
        )


@pages.post("/me/exports")
@needs_sign_in
def ask_for_export() -> Response:
    """Ask for a list."""
    wanted = wanted_in_form()
    try:
        purpose = text_field("purpose", LONGEST_PURPOSE)
        with db().write() as session:
            run_once(
                session,
                request_of("ask_export", frozenset({"wanted"})),
                lambda: ask_export(session, actor(), wanted, purpose, now=now()).id,
            )
    except (FieldMissing, FieldTooLong, PurposeMissing) as refusal:
        return ask_page(wanted, refusal)
    tell(_("申请记下了"), _("另一个人批准以后，二十四小时内可以下载。"))
    return make_response(redirect(url_for(".exports"), 303))


@pages.post("/me/exports/<int:export_id>/approve")
@needs(Permission.APPROVE_EXPORT)
def approve_export(export_id: int) -> Response:
    """Let the list go, for a day."""
    return _decide(export_id, approved=True)


@pages.post("/me/exports/<int:export_id>/refuse")
@needs(Permission.APPROVE_EXPORT)
def refuse_export(export_id: int) -> Response:
    """Keep it here."""
    return _decide(export_id, approved=False)


def _decide(export_id: int, *, approved: bool) -> Response:
    with db().write() as session:
        decide_export(session, actor(), export_id=export_id, approved=approved, now=now())
    tell(_("批准了，对方今天可以下载。") if approved else _("没有批准，名单没有导出。"))
    return make_response(redirect(url_for(".exports"), 303))
