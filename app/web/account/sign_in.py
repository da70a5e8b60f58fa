"""Signing in and out."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from app.door.context import db, now
from app.door.routes import needs_sign_in, public
from app.kernel.errors import Refusal
from app.registry.accounts.actions import WrongPassword
from app.registry.accounts.actions import sign_in as person_with
from app.registry.accounts.queries import actor_by_session
from app.web.account.pages import pages
from app.web.limits import (
    FAILURES_PER_ADDRESS,
    FAILURES_PER_NAME,
    know_device,
    limiter,
    was_refused,
    whose_tries,
)
from app.web.reading import FieldMissing, text_field
from app.web.safe_urls import own_path
from app.web.said import Said, said, shown_again
from app.web.session import begin_session, end_session

LONGEST_NAME = 80


@pages.get("/sign-in")
@public
def sign_in() -> str:
    """The page where everybody signs in."""
    return _page(request.args.get("next"))


@pages.post("/sign-in")
@public
@limiter.limit(FAILURES_PER_ADDRESS, key_func=get_remote_address, deduct_when=was_refused)
@limiter.limit(FAILURES_PER_NAME, key_func=whose_tries, deduct_when=was_refused)
def signed_in() -> Response:
    """Begin a session, and lead on to the page that was wanted."""
    try:
        # People write phone numbers with spaces; user names have none.
        username = "".join(text_field("username", LONGEST_NAME).split())
        with db().read() as session:
            user = person_with(session, username, request.form.get("password", ""))
            begin_session(user, actor_by_session(session, user.id, user.sessions_epoch, now()))
    except (FieldMissing, WrongPassword) as refusal:
        return _again(refusal)
    response = make_response(redirect(own_path(request.form.get("next")) or url_for("start.start")))
    know_device(response, username)
    return response


@pages.post("/sign-out")
@needs_sign_in
def sign_out() -> Response:
    """End the session of this browser."""
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
