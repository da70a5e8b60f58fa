"""The second page of signing in: the digits of the phone, or a code on paper."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from app.door.context import db, now, secrets
from app.door.limits import FAILURES_PER_ADDRESS, limiter
from app.door.routes import public
from app.kernel.errors import Refusal
from app.registry.accounts.failures import note_wrong_code
from app.registry.accounts.second_step import CodeWrong, prove_second_step
from app.web.account.half import Half, half_done, whose_half
from app.web.account.pages import pages
from app.web.limits import failures_per_name, know_device, was_refused
from app.web.safe_urls import own_path
from app.web.said import Said, said, shown_again
from app.web.session import begin_session


@pages.get("/sign-in/code")
@public
def ask_code() -> Response:
    """The page for the digits; without a password first, there is nothing to ask."""
    if half_done() is None:
        return make_response(redirect(url_for(".sign_in")))
    return make_response(_page())


@pages.post("/sign-in/code")
@public
@limiter.limit(FAILURES_PER_ADDRESS, key_func=get_remote_address, deduct_when=was_refused)
@limiter.limit(failures_per_name, key_func=whose_half, deduct_when=was_refused)
def prove_code() -> Response:
    """Begin the session when the digits are right, and lead on to the page that was wanted."""
    half = half_done()
    if half is None:
        return make_response(redirect(url_for(".sign_in")))
    try:
        _begin(half, request.form.get("code", ""))
    except CodeWrong as refusal:
        with db().write() as unit:
            note_wrong_code(unit, half.user_id, now=now())
        return _again(refusal)
    response = make_response(redirect(own_path(half.wanted) or url_for("start.start")))
    know_device(response, half.username)
    return response


def _begin(half: Half, code: str) -> None:
    """Taken and signed in in one unit: a code is not used up by a sign-in that fails."""
    with db().write() as unit:
        prove_second_step(unit, half.user_id, secrets(), code=code, now=now())
        begin_session(unit, half.user_id, half.epoch)


def _again(refusal: Refusal) -> Response:
    return shown_again(_page(said(refusal)), refusal)


def _page(refused: Said | None = None) -> str:
    return render_template("account/code.html", said=refused)
