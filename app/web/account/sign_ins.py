"""我的登录: the browsers in which I am signed in, and the way out of each of them."""

from typing import Final

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.door.context import actor, db, language, now
from app.door.routes import needs_sign_in
from app.registry.accounts.sign_in_queries import open_sign_ins
from app.registry.accounts.sign_in_rules import LONGEST, Ended
from app.registry.accounts.sign_ins import end_other_sign_ins, end_sign_in
from app.web.account.pages import pages
from app.web.navigation import shell_of
from app.web.said import tell
from app.web.session import here
from app.words.browsers import browser_name, time_words

LONGEST_MINUTES: Final = int(LONGEST.total_seconds()) // 60


@pages.get("/me/sign-ins")
@needs_sign_in
def sign_ins() -> str:
    """Where I am signed in at this moment."""
    present = here()
    idle_minutes = present.rules.idle_minutes(actor().roles)
    with db().read() as session:
        found = open_sign_ins(session, actor().user_id, idle_minutes, now())
    return render_template(
        "account/sign_ins.html",
        shell=shell_of(actor()),
        sign_ins=found,
        this_one=present.sign_in_id,
        idle=time_words(idle_minutes, language()) if idle_minutes < LONGEST_MINUTES else "",
        longest=time_words(LONGEST_MINUTES, language()),
        browser_name=lambda browser: browser_name(browser, language()),
    )


@pages.post("/me/sign-ins/<int:sign_in_id>/end")
@needs_sign_in
def end_one(sign_in_id: int) -> Response:
    """Sign out in another browser; ending it twice is ending it once."""
    with db().write() as session:
        end_sign_in(session, actor(), sign_in_id, why=Ended.ELSEWHERE, now=now())
    tell(_("那一处退出了"), _("再用要重新登录。"))
    return _back()


@pages.post("/me/sign-ins/end-others")
@needs_sign_in
def end_others() -> Response:
    """Sign out everywhere but here."""
    with db().write() as session:
        ended = end_other_sign_ins(session, actor(), here().sign_in_id, now=now())
    tell(
        ngettext("退出了别的 %(num)s 处", "退出了别的 %(num)s 处", ended)
        if ended
        else _("别处没有登录"),
        _("这里还登录着。"),
    )
    return _back()


def _back() -> Response:
    return make_response(redirect(url_for(".sign_ins"), 303))
