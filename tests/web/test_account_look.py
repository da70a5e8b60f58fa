"""Signing in, one's own page and refusals in a real browser: axe and narrow screens agree."""

from pathlib import Path

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser

from app.kernel.db import Database
from app.registry.accounts.actor import Actor
from tests import house, make
from tests.axe import objections
from tests.databases import SqliteFiles
from tests.web.live import reading, served

pytestmark = pytest.mark.browser

SIZES = [(320, 700), (390, 844), (1280, 800)]


def demand_readable(
    browser: Browser, app: APIFlask, person: Actor | None, address: str, language: str
) -> None:
    """Nothing for axe to object to, no sideways scrolling, no script or file refused."""
    said: list[str] = []
    with served(app) as here, reading(browser, app, here, person) as window:
        window.add_cookies([{"name": "jifen_language", "value": language, "url": here}])
        page = window.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(request.url))
        page.goto(address)
        for width, height in SIZES:
            page.set_viewport_size({"width": width, "height": height})
            if width < 1024 and "of" in (page.get_attribute("body", "class") or "").split():
                continue  # an office page is for a PC
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert objections(page, colours=width == SIZES[-1][0]) == []
    assert said == []


@pytest.mark.parametrize(
    ("address", "job"),
    [
        ("/sign-in", ""),
        ("/me", "specialist"),
        ("/me", "admin"),
        ("/password", "specialist"),
        ("/no-such-page", "admin"),
    ],
)
def test_nobody_objects(
    chromium: Browser, sqlite: SqliteFiles, tmp_path: Path, address: str, job: str
) -> None:
    with sqlite.fresh() as database:
        person = somebody(database, job) if job else None
        app = house.app_on(database, tmp_path)
        for language in ("zh", "en"):
            demand_readable(chromium, app, person, address, language)


def somebody(database: Database, job: str) -> Actor:
    with database.write() as session:
        if job == "admin":
            return make.admin(session)
        return make.specialist(session, make.village(session, "李太屯社区居民委员会"))


def test_signing_in_works_without_scripts(
    chromium: Browser, sqlite: SqliteFiles, tmp_path: Path
) -> None:
    with sqlite.fresh() as database:
        app = house.app_on(database, tmp_path)
        with served(app) as here:
            window = chromium.new_context(base_url=here, java_script_enabled=False)
            page = window.new_page()
            page.goto("/")
            page.fill("#username", "nobody")
            page.fill("#password", "wrong")
            page.click("button:has-text('登录')")

            assert "登录名或密码不对" in page.inner_text("[role=alert]")
            assert page.input_value("#username") == "nobody"
            window.close()
