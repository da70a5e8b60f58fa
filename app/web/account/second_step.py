"""登录第二步: enrol a phone whose digits are asked for beside the password."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now, secrets
from app.door.limits import limiter
from app.door.routes import needs_sign_in
from app.kernel.errors import Refusal
from app.papers.qr import dark_blocks, qr_matrix
from app.registry.accounts.actions import WrongPassword
from app.registry.accounts.second_step import (
    CodeWrong,
    NothingToConfirm,
    begin_enrolment,
    confirm_enrolment,
    open_key,
    replace_recovery_codes,
)
from app.registry.accounts.second_step_queries import second_step_of
from app.registry.accounts.second_step_rules import key_address, key_text
from app.web.account.pages import pages
from app.web.account.password import OldPasswordWrong, whose_password
from app.web.limits import failures_per_name, was_refused
from app.web.navigation import shell_of
from app.web.said import said, shown_again, tell
from app.web.session import here, must_enrol


@pages.get("/me/second-step")
@needs_sign_in
def second_step() -> Response:
    """Whether there is one, how to get it, how to change the phone."""
    return make_response(_page())


@pages.post("/me/second-step")
@needs_sign_in
@limiter.limit(failures_per_name, key_func=whose_password, deduct_when=was_refused)
def begin_second_step() -> Response:
    """Show the secret for a new phone."""
    try:
        with db().write() as session:
            begin_enrolment(
                session, actor(), secrets(), password=request.form.get("password", ""), now=now()
            )
    except WrongPassword:
        refusal = OldPasswordWrong(field="password")
        return shown_again(_page(refusal), refusal)
    return make_response(redirect(url_for(".second_step"), 303))


@pages.post("/me/second-step/confirm")
@needs_sign_in
@limiter.limit(failures_per_name, key_func=whose_password, deduct_when=was_refused)
def confirm_second_step() -> Response:
    """The phone shows the right digits; the codes for paper are shown now and never again."""
    try:
        with db().write() as session:
            codes = confirm_enrolment(
                session, actor(), secrets(), code=request.form.get("code", ""),
                sign_in_id=here().sign_in_id, now=now(),
            )  # fmt: skip
    except (CodeWrong, NothingToConfirm) as refusal:
        return shown_again(_page(refusal), refusal)
    tell(_("第二步设好了"), _("以后登录，输完密码再输手机上的 6 位数。"))
    return _paper(codes)


@pages.post("/me/second-step/codes")
@needs_sign_in
@limiter.limit(failures_per_name, key_func=whose_password, deduct_when=was_refused)
def new_codes() -> Response:
    """Ten new codes for paper, when the old ones are used up or lost."""
    try:
        with db().write() as session:
            codes = replace_recovery_codes(
                session, actor(), password=request.form.get("password", ""), now=now()
            )
    except WrongPassword:
        refusal = OldPasswordWrong(field="password")
        return shown_again(_page(refusal), refusal)
    return _paper(codes)


def _paper(codes: list[str]) -> Response:
    """The codes, in the answer to the form itself, so that nothing is stored."""
    return make_response(
        render_template("account/recovery_codes.html", shell=shell_of(actor()), codes=codes)
    )


def _page(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        found = second_step_of(session, actor().user_id)
        key = open_key(session, secrets(), found.enrolling) if found.enrolling else b""
    matrix = qr_matrix(key_address(key, actor().username)) if key else ()
    return render_template(
        "account/second_step.html",
        shell=shell_of(actor()),
        since=found.since,
        codes_left=found.codes_left,
        key=key_text(key) if key else "",
        side=len(matrix),
        blocks=list(dark_blocks(matrix)),
        must_enrol=must_enrol(),
        said=said(refusal) if refusal else None,
    )
