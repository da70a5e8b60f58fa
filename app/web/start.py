"""The start page leads everybody to his own first page."""

from typing import Final

from flask import Blueprint, Response, make_response, redirect, url_for

from app.door.context import signed_in
from app.door.routes import public
from app.web.navigation import audience, home_url

pages: Final = Blueprint("start", __name__)


@pages.get("/")
@public
def start() -> Response:
    """The first page of the person's audience; the sign-in page for who has not signed in."""
    person = signed_in()
    if person is None:
        return make_response(redirect(url_for("account.sign_in")))
    # Somebody without a job yet has his own page only.
    home = home_url(audience(person)) if person.grants else url_for("account.me")
    return make_response(redirect(home))
