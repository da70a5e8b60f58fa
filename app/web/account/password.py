"""Choosing one's own password."""

from collections.abc import Mapping

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door.context import actor, db, now
from app.door.routes import needs_sign_in
from app.kernel.errors import Invalid
from app.registry.accounts.actions import WrongPassword, change_password
from app.registry.accounts.passwords import MIN_LENGTH, PasswordTooShort
from app.web.account.pages import pages
from app.web.limits import FAILURES_PER_NAME, limiter, was_refused
from app.web.navigation import shell_of
from app.web.said import Said, said, shown_again, tell
from app.web.session import must_change_password, renew_session


class OldPasswordWrong(Invalid):
    """The present password, which guards the new one, is not right. Fact: `field`."""

    code = "old_password_wrong"


class PasswordsDiffer(Invalid):
    """The new password was typed twice, differently. Fact: `field`."""

    code = "passwords_differ"


def whose_password() -> str:
    """The person whose tries are counted."""
    return str(actor().user_id)


@pages.get("/password")
@needs_sign_in
def choose_password() -> str:
    """The form for a new password."""
    return _page(None)


@pages.post("/password")
@needs_sign_in
@limiter.limit(FAILURES_PER_NAME, key_func=whose_password, deduct_when=was_refused)
def save_password() -> Response:
    """Change the password; this browser stays signed in, all others are signed out."""
    try:
        epoch = _changed(request.form)
    except (PasswordTooShort, OldPasswordWrong, PasswordsDiffer) as refusal:
        return shown_again(_page(said(refusal)), refusal)
    renew_session(actor(), epoch)
    tell(_("密码已改好"), _("别的手机和电脑上，请用新密码重新登录。"))
    return redirect(url_for("start.start"))


def _changed(form: Mapping[str, str]) -> int:
    if form.get("new") != form.get("again"):
        raise PasswordsDiffer(field="again")
    old, new = form.get("old", ""), form.get("new", "")
    try:
        with db().write() as session:
            return change_password(session, actor(), old=old, new=new, now=now())
    except WrongPassword:
        raise OldPasswordWrong(field="old") from None
    except PasswordTooShort as refusal:
        raise PasswordTooShort(field="new", **refusal.facts) from None


def _page(refusal: Said | None) -> str:
    return render_template(
        "account/password.html",
        shell=shell_of(actor()),
        said=refusal,
        must_change=must_change_password(),
        least=MIN_LENGTH,
    )
