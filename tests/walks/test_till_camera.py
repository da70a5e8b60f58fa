"""The camera of a phone or tablet at the till, and the photo where it may not be used."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.sync_api import expect

from app.registry.accounts.actor import Actor
from tests import make
from tests.chromium import another_chromium
from tests.serving import PHONE, Site
from tests.walks.codes import film, table

pytestmark = pytest.mark.browser

RICE = "2000001000120"


@dataclass(frozen=True)
class Counter:
    """A store, its clerk, and the film of a card and a sack of rice."""

    code: str
    clerk: Actor
    photo: Path
    film: Path


@pytest.fixture
def counter(site: Site, tmp_path: Path) -> Counter:
    with site.database.write() as session:
        store = make.store(session)
        make.goods(session, code="rice", name="大米 5 kg", price_points=30, barcode=RICE)
        make.stock(session, store, 20)
        home = make.household(session, village=make.village(session), balance=186)
        seen = table(make.card(session, home).code, RICE)
        photo = tmp_path / "table.png"
        seen.save(photo)
        return Counter(
            store.code, make.clerk(session, store), photo, film(seen, tmp_path / "table.y4m")
        )


@pytest.fixture
def filmed(site: Site, counter: Counter) -> Iterator[Site]:
    """The same site in a browser whose camera looks at the table."""
    camera = (
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
        f"--use-file-for-fake-video-capture={counter.film}",
    )
    with another_chromium(site.chromium, *camera) as browser:
        yield replace(site, chromium=browser)


def test_the_camera_finds_card_and_goods_and_counts_what_lies_there_once(
    filmed: Site, counter: Counter
) -> None:
    with filmed.browser(counter.clerk, viewport=PHONE) as page:
        page.goto(f"/store/{counter.code}/card")
        page.click("text=相机扫码")
        expect(page.locator(".tl-who")).to_contain_text("张桂兰")
        expect(page.locator("dd.after")).to_have_text("156 分")
        page.wait_for_timeout(400)
        expect(page.locator("[data-camera]")).to_have_text("关相机")
        expect(page.locator("dd.after")).to_have_text("156 分")


def test_a_photo_does_where_the_camera_may_not_be_used(site: Site, counter: Counter) -> None:
    with site.browser(counter.clerk, viewport=PHONE) as page:
        page.goto(f"/store/{counter.code}/card")
        page.click("text=相机扫码")
        expect(page.locator("[data-scanner] [role=status]")).to_contain_text("可以拍照")
        page.set_input_files("[data-photo]", counter.photo)
        expect(page.locator(".tl-who")).to_contain_text("张桂兰")
        page.fill("[data-scan]", "3*")
        page.set_input_files("[data-photo]", counter.photo)
        expect(page.locator("dd.after")).to_have_text("96 分")
