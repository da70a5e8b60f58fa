"""Signing in and out."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from app.door.context import actor, db, now
from app.door.limits import FAILURES_PER_ADDRESS, limiter
from app.door.routes import needs_sign_in, public
from app.kernel.errors import Refusal
from app.registry.accounts.actions import OneTimePasswordOver, WrongPassword
from app.registry.accounts.actions import sign_in as person_with
from app.registry.accounts.failures import note_failed_sign_in
from app.registry.accounts.second_step_queries import is_enrolled
from app.registry.accounts.sign_in_rules import Ended
from app.registry.accounts.sign_ins import end_sign_in
from app.web.account.half import begin_half
from app.web.account.pages import pages
from app.web.limits import failures_per_name, know_device, was_refused, whose_tries
from app.web.reading import FieldMissing, text_field
from app.web.safe_urls import own_path
from app.web.said import Said, said, shown_again
from app.web.session import begin_session, end_session, here

LONGEST_NAME = 80


@pages.get("/sign-in")
@public
def sign_in() -> str:
    """The page where everybody signs in."""
    return _page(request.args.get("next"))


@pages.post("/sign-in")
@public
@limiter.limit(FAILURES_PER_ADDRESS, key_func=get_remote_address, deduct_when=was_refused)
@limiter.limit(failures_per_name, key_func=whose_tries, deduct_when=was_refused)
def signed_in() -> Response:
    """Begin a session, and lead on to the page that was wanted."""
    try:
        # People write phone numbers with spaces; user names have none.
        username = "".join(text_field("username", LONGEST_NAME).split())
    except FieldMissing as refusal:
        return _again(refusal)
    try:
        return _signed_in(username)
    except OneTimePasswordOver as refusal:
        return _again(refusal)
    except WrongPassword as refusal:
        with db().write() as session:
            note_failed_sign_in(session, username, now=now())
        return _again(refusal)


def _signed_in(username: str) -> Response:
    """The page that was wanted; or, for who has a second step, the page that asks for it."""
    wanted = own_path(request.form.get("next"))
    with db().read() as session:
        user = person_with(session, username, request.form.get("password", ""), now=now())
        user_id, epoch = user.id, user.sessions_epoch
        if is_enrolled(session, user_id):
            begin_half(user, wanted)
            return make_response(redirect(url_for(".ask_code"), 303))
    with db().write() as session:
        begin_session(session, user_id, epoch)
    response = make_response(redirect(wanted or url_for("start.start")))
    know_device(response, username)
    return response


@pages.post("/sign-out")
@needs_sign_in
def sign_out() -> Response:
    """End the session of this browser."""
    with db().write() as session:
        end_sign_in(session, actor(), here().sign_in_id, why=Ended.SIGNED_OUT, now=now())
    end_session()
    return make_response(redirect(url_for(".sign_in")))


def _again(refusal: Refusal) -> Response:
    page = _page(request.form.get("next"), request.form.get("username", ""), said(refusal))
    return shown_again(page, refusal)


def _page(wanted: str | None, username: str = "", refused: Said | None = None) -> str:
    return render_template(
        "account/sign_in.html",
        next=own_path(wanted),
        username=username,
        said=refused,
    )
