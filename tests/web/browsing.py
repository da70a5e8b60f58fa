"""What page tests do over and over: sign in, open a form, send it, read what a person would see."""

import re
from html.parser import HTMLParser

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app.registry.accounts.actor import Actor
from tests import make

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
REQUEST_ID = re.compile(r'name="request_id" value="([^"]+)"')
UNSEEN = {"script", "style", "title"}


def signed_in(client: FlaskClient, person: Actor) -> FlaskClient:
    """The browser after this person, made by `make`, has signed in."""
    with client.session_transaction() as remembered:
        remembered["_user_id"] = make.sign_in_secret(person.user_id)
    return client


def send(client: FlaskClient, page: str, to: str = "", **fields: object) -> TestResponse:
    """Open a page, fill in its form and send it to `to` (else to the page's own address)."""
    return client.post(to or page, data=hidden_fields(client, page) | fields)


def hidden_fields(client: FlaskClient, page: str) -> dict[str, object]:
    """What the forms of a page carry without being seen: the token and a request id."""
    html = client.get(page).get_data(as_text=True)
    token, request_id = TOKEN.search(html), REQUEST_ID.search(html)
    assert token, f"{page} has no form"
    assert request_id, f"{page} has no request id"
    return {"csrf_token": token[1], "request_id": request_id[1]}


def visible(response: TestResponse) -> str:
    """The words of a page, one space between them, as a person reads them."""
    reader = _Reader()
    reader.feed(response.get_data(as_text=True))
    return " ".join(" ".join(reader.words).split())


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._unseen += tag in UNSEEN

    def handle_endtag(self, tag: str) -> None:
        self._unseen -= tag in UNSEEN

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self.words.append(data)
