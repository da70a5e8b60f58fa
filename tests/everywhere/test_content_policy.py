"""Every page of the house in a real browser, under its own content policy: nothing is reported."""

import os
from http import HTTPStatus

import pytest
from playwright.sync_api import Browser, Route

from tests.everywhere.sides import Filled
from tests.everywhere.walking import HTML, Answer

pytestmark = [pytest.mark.slow, pytest.mark.browser]

HOST = "http://localhost"
IS_SOAK = os.environ.get("JIFEN_PROFILE") == "soak"
Page = tuple[int, dict[str, str], bytes]
#: A page tells of itself what its policy forbade, before anything of it has run.
TELLS = (
    "addEventListener('securitypolicyviolation', e => console.error("
    "'forbidden: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sample))"
)


def reported(own: Filled, chromium: Browser, pages: dict[str, Page]) -> list[str]:
    """What the browser reports while it opens pages as they were answered on the walk."""
    client, said = own.app.test_client(), list[str]()

    def answered(route: Route) -> None:
        url = route.request.url
        if url not in pages:  # a script, a picture: the same for many pages
            with client.get(url.removeprefix(HOST)) as more:
                pages[url] = (more.status_code, dict(more.headers), more.data)
        status, headers, body = pages[url]
        route.fulfill(status=status, headers=headers, body=body)

    context = chromium.new_context()
    context.add_init_script(TELLS)
    context.route("**/*", answered)
    page = context.new_page()
    page.on("console", lambda told: said.append(f"{page.url}: {told.text}"))
    for address in list(pages):
        page.goto(address, wait_until="load")
    context.close()
    return [line for line in said if "forbidden" in line or "Content Security Policy" in line]


def test_no_page_asks_for_what_its_policy_forbids(
    own: Filled, answers: list[Answer], chromium: Browser
) -> None:
    pages = {
        f"{HOST}/walked/{number}/{answer.address.endpoint}": seen(answer)
        for number, answer in enumerate(answers)
        if answer.status == HTTPStatus.OK and answer.headers["Content-Type"].startswith(HTML)
    }

    assert len(pages) > 230
    # Loading takes a fifth of a second a page: each time a quarter of them, all with the soak.
    looked_at = dict(list(pages.items())[:: 1 if IS_SOAK else 4])
    assert reported(own, chromium, looked_at) == []


def test_a_page_with_a_style_of_its_own_is_reported(own: Filled, chromium: Browser) -> None:
    headers = dict(own.app.test_client().get("/sign-in").headers) | {"Content-Length": "30"}
    page = (200, headers, b"<p style='color:red'>red</p>  ")

    assert any(
        "forbidden: style-src" in line
        for line in reported(own, chromium, {f"{HOST}/own-style": page})
    )


def seen(answer: Answer) -> Page:
    """An answer as a browser takes it."""
    return answer.status, dict(answer.headers), answer.body
