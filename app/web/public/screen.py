"""The second tablet beside a till: nobody signs in on it, a code from the till pairs it."""

from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_limiter.util import get_remote_address

from app.door.context import db, now
from app.door.limits import limiter
from app.door.routes import public
from app.kernel.errors import Refusal
from app.shop.redemptions.screens import SCREEN_LASTS, ScreenCodeWrong, pair_screen, shown_on
from app.web.cookies import full_name, kept
from app.web.limits import was_refused
from app.web.public.pages import pages
from app.web.said import said, shown_again

FAILURES: Final = "10 per 15 minutes"
COOKIE: Final = "jifen_screen"
LOOKS_AGAIN_S: Final = 3


@pages.get("/screen")
@public
def screen() -> Response:
    """What the till beside it shows; the field for the code while it is paired with none."""
    with db().read() as session:
        shown = shown_on(session, kept(COOKIE, whole=False), now())
    if shown is None:
        return make_response(_pairing())
    page = render_template("public/screen.html", shown=shown, looks_again_s=LOOKS_AGAIN_S)
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


@pages.post("/screen")
@public
@limiter.limit(FAILURES, key_func=get_remote_address, deduct_when=was_refused)
def pair() -> Response:
    """Pair this tablet with the till that shows the code."""
    try:
        with db().write() as session:
            secret = pair_screen(session, request.form.get("code", ""), now=now())
    except ScreenCodeWrong as refusal:
        return shown_again(_pairing(refusal), refusal)
    response = make_response(redirect(url_for(".screen"), 303))
    response.set_cookie(
        full_name(COOKIE, whole=False), secret, max_age=int(SCREEN_LASTS.total_seconds()),
        secure=request.is_secure, httponly=True, samesite="Strict", path=url_for(".screen"),
    )  # fmt: skip
    return response


def _pairing(refusal: Refusal | None = None) -> str:
    return render_template("public/screen_pairing.html", refused=said(refusal) if refusal else None)
