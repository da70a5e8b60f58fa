"""Choosing one's own password."""

from collections.abc import Mapping
from typing import Final

from flask import redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from app.door.context import actor, db, now
from app.door.limits import limiter
from app.door.routes import needs_sign_in
from app.kernel.errors import Invalid
from app.registry.accounts.actions import PasswordUnchanged, WrongPassword, change_password
from app.registry.accounts.password_rules import (
    MIN_LENGTH,
    PasswordCommon,
    PasswordTooPlain,
    PasswordTooShort,
)
from app.web.account.pages import pages
from app.web.limits import failures_per_name, was_refused
from app.web.navigation import shell_of
from app.web.said import Said, said, shown_again, tell
from app.web.session import begin_session, here, signed_in_here

NOT_TAKEN: Final = (PasswordTooShort, PasswordCommon, PasswordTooPlain, PasswordUnchanged)


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
@limiter.limit(failures_per_name, key_func=whose_password, deduct_when=was_refused)
def save_password() -> Response:
    """Change the password; this browser stays signed in, all others are signed out."""
    try:
        _change(request.form)
    except (*NOT_TAKEN, OldPasswordWrong, PasswordsDiffer) as refusal:
        return shown_again(_page(said(refusal)), refusal)
    tell(_("密码已改好"), _("别的手机和电脑上，请用新密码重新登录。"))
    return redirect(url_for("start.start"))


def _change(form: Mapping[str, str]) -> None:
    if form.get("new") != form.get("again"):
        raise PasswordsDiffer(field="again")
    old, new = form.get("old", ""), form.get("new", "")
    try:
        with db().write() as session:
            epoch = change_password(session, actor(), old=old, new=new, now=now())
            begin_session(session, actor().user_id, epoch)
    except WrongPassword:
        raise OldPasswordWrong(field="old") from None
    except NOT_TAKEN as refusal:
        raise type(refusal)(field="new", **refusal.facts) from None


def _page(refusal: Said | None) -> str:
    found = signed_in_here()
    rules = here().rules
    return render_template(
        "account/password.html",
        shell=shell_of(actor()),
        said=refusal,
        must_change=bool(found and found.must_change_password),
        one_time=here().must_change_password,
        least=MIN_LENGTH,
        kinds=rules.kinds_of_characters,
        days=rules.password_days,
    )
