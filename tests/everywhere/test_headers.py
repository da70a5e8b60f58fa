"""What every answer of the house tells a browser besides its content."""

import re
from http import HTTPStatus

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import Headers

from app.web import watching
from tests.everywhere.sides import Filled
from tests.everywhere.walking import HTML, Answer

pytestmark = pytest.mark.slow

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
#: What a page may never be allowed to do.
NEVER = ("unsafe-inline", "'unsafe-eval'", "http:", "https:", " *")
#: The same for everyone, signed in or not.
OF_NOBODY = {"static", *watching.ENDPOINTS}
FEATURES = ("geolocation=()", "microphone=()", "payment=()", "usb=()")


def faults(headers: Headers) -> list[str]:
    """What an answer should have told the browser and did not."""
    policy = headers.get("Content-Security-Policy", "")
    features = headers.get("Permissions-Policy", "")
    is_page = headers.get("Content-Type", "").startswith(HTML)
    demanded = ["default-src 'none'", "frame-ancestors 'none'"]
    if is_page:
        demanded += ["base-uri 'none'", "form-action 'self'", "script-src 'self' 'nonce-"]
    return [
        *(name for name, value in ALWAYS.items() if headers.get(name) != value),
        *(part for part in demanded if part not in policy),
        *(part for part in NEVER if part in policy),
        *([] if _says_its_letters(headers) else ["charset"]),
        *(part for part in FEATURES if part not in features),
        *(name for name in ("Server", "X-Powered-By") if name in headers),
    ]


def _says_its_letters(headers: Headers) -> bool:
    kind = headers.get("Content-Type", "")
    return not kind.startswith("text/") or "charset=utf-8" in kind


def test_every_answer_keeps_the_browser_on_a_short_lead(answers: list[Answer]) -> None:
    found = {str(answer): faults(answer.headers) for answer in answers}

    assert {at: fault for at, fault in found.items() if fault} == {}
    assert len(found) > 300


def test_what_somebody_signed_in_sees_is_kept_by_no_cache(answers: list[Answer]) -> None:
    kept = {
        str(answer)
        for answer in answers
        if answer.address.endpoint not in OF_NOBODY
        and answer.headers.get("Cache-Control") != "no-store"
    }

    assert kept == set()


def test_no_page_has_a_script_or_a_style_that_is_not_its_own(answers: list[Answer]) -> None:
    pages = [answer for answer in answers if answer.headers["Content-Type"].startswith(HTML)]

    for answer in pages:
        html = answer.body.decode()
        nonce = re.search(r"'nonce-([^']+)'", answer.headers["Content-Security-Policy"])
        assert nonce, answer
        own = f'nonce="{nonce[1]}"'
        assert all(own in tag for tag in re.findall(r"<(?:script|style)\b[^>]*>", html)), answer
        assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", html), answer


@pytest.mark.parametrize(
    ("method", "address", "status"),
    [
        ("GET", "/no-such-page", HTTPStatus.NOT_FOUND),
        ("GET", "/api/v1/no-such-thing", HTTPStatus.NOT_FOUND),
        ("DELETE", "/me", HTTPStatus.METHOD_NOT_ALLOWED),
        ("POST", "/sign-in", HTTPStatus.BAD_REQUEST),
        ("GET", "/district/", HTTPStatus.FOUND),
        ("GET", "/api/v1/me", HTTPStatus.UNAUTHORIZED),
        ("GET", "/static/none.css", HTTPStatus.NOT_FOUND),
    ],
)
def test_what_is_refused_tells_the_same(
    own: Filled, method: str, address: str, status: HTTPStatus
) -> None:
    answer = own.app.test_client().open(address, method=method)

    assert answer.status_code == status
    assert faults(answer.headers) == []


def test_over_https_a_browser_comes_by_https_only_from_then_on(own: Filled) -> None:
    client: FlaskClient = own.app.test_client()

    safe = client.get("/sign-in", base_url="https://localhost").headers
    open_ = client.get("/sign-in").headers

    assert "max-age=31536000" in safe.get("Strict-Transport-Security", "")
    assert "Strict-Transport-Security" not in open_
