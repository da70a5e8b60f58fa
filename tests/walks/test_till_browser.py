"""The till as a clerk meets it: a scanner that types, a keyboard, a browser without scripts."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.places.models import Store
from app.shop.redemptions.models import Redemption
from app.shop.stock.queries import stock_of
from tests import make
from tests.axe import objections
from tests.serving import PHONE, WAIT_MS, Site

pytestmark = pytest.mark.browser

RICE, SOAP = "2000001000120", "2000001000021"
MOST_TABS = 20
SIZES = [(320, 700), (390, 844), (820, 1180), (1280, 800)]


@dataclass(frozen=True)
class Shop:
    """What a walk stands on: a store with goods, its clerk, a household with a card."""

    clerk: Actor
    manager: Actor
    store_id: int
    code: str
    household_id: int
    household_number: str
    card_number: str
    card_code: str


@pytest.fixture
def shop(site: Site) -> Shop:
    with site.database.write() as session:
        store = make.store(session)
        make.goods(session, code="rice", name="大米 5 kg", price_points=130, barcode=RICE)
        make.goods(session, code="soap", name="香皂", price_points=15, barcode=SOAP)
        make.goods(session, code="paste", name="牙膏", price_points=25)
        for code in ("rice", "soap", "paste"):
            make.stock(session, store, 20, code=code)
        home = make.household(session, village=make.village(session, "古漯河新村"), balance=186)
        card = make.card(session, home)
        return Shop(
            make.clerk(session, store), make.manager(session, store), store.id, store.code,
            home.id, home.number, card.number, card.code,
        )  # fmt: skip


def left(site: Site, shop: Shop) -> tuple[int, dict[str, int], int]:
    """The household's points, what stands in the store, how many receipts there are."""
    with site.database.read() as session:
        goods = {item.code: item.quantity for item in stock_of(session, shop.store_id, make.NOW)}
        receipts = session.scalar(select(func.count()).select_from(Redemption)) or 0
        return balance_of(session, shop.household_id), goods, receipts


def scan(page: Page, text: str) -> None:
    """What a USB scanner does: types into whatever has the focus, then Enter."""
    with page.expect_navigation():
        page.keyboard.type(text)
        page.keyboard.press("Enter")


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the button with these words has the focus."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if words in page.evaluate("document.activeElement.innerText"):
            return
    pytest.fail(f"no way with Tab to {words}")


def test_a_sale_with_scanner_and_keyboard_alone(site: Site, shop: Shop) -> None:
    with site.browser(shop.clerk) as page:
        page.goto("/")
        scan(page, shop.card_code)
        expect(page.locator(".tl-who")).to_contain_text("张桂兰")
        scan(page, RICE)
        scan(page, "香皂")
        expect(page.locator("dd.after")).to_have_text("41 分")
        tab_to(page, "确认兑换 145 分")
        with page.expect_navigation():
            page.keyboard.press("Enter")

        expect(page.locator(".rc")).to_contain_text("41 分")
        scan(page, shop.card_number)  # the next one, straight from the slip
        expect(page.locator(".tl-who .bal")).to_contain_text("41")
        scan(page, f"2*{SOAP}")
        with page.expect_navigation():
            page.keyboard.press("F9")  # the key that confirms, from wherever one is
        expect(page.locator(".rc")).to_contain_text("11 分")

    assert left(site, shop) == (11, {"rice": 19, "soap": 17, "paste": 20}, 2)


def test_enter_in_the_scan_field_never_confirms(site: Site, shop: Shop) -> None:
    with site.browser(shop.clerk) as page:
        page.goto(f"/store/{shop.code}/till?card={shop.card_number}&basket=rice:1")
        for _ in range(3):
            with page.expect_navigation():
                page.keyboard.press("Enter")
            expect(page.locator("[data-scan]")).to_be_focused()

    assert left(site, shop)[2] == 0


def test_the_scan_field_has_the_focus_after_every_press(site: Site, shop: Shop) -> None:
    with site.browser(shop.clerk) as page:
        page.goto(f"/store/{shop.code}/till?card={shop.card_number}")
        for press in (".jf-tile >> nth=1", "[name=more]", "[name=less]"):
            with page.expect_navigation():
                page.click(press)
            expect(page.locator("[data-scan]")).to_be_focused()


def test_a_whole_sale_and_its_voiding_without_scripts(site: Site, shop: Shop) -> None:
    with site.browser(shop.clerk, scripts=False) as page:
        page.goto("/")
        page.fill("[name=card]", f" {shop.card_number[:4]} {shop.card_number[4:]}")
        page.press("[name=card]", "Enter")
        page.click(".jf-tile:has-text('大米')")
        page.click(".jf-tile:has-text('牙膏')")
        page.fill("[name='quantity.paste']", "3")
        page.press("[name='quantity.paste']", "Enter")
        expect(page.locator(".tl-err")).to_contain_text("积分不够，还差 19 分")
        page.click("text=牙膏减到 2 件，剩 6 分")
        page.click(".tl-act >> text=确认兑换 180 分")
        expect(page.locator(".rc")).to_contain_text("6 分")
        assert left(site, shop) == (6, {"rice": 19, "soap": 20, "paste": 18}, 1)

        page.click("text=作废这张小票")
        page.fill("[name=reason]", "拿错了")
        page.click("text=作废，退回 180 分")
        expect(page.locator(".rc-void")).to_have_text("已作废")

    assert left(site, shop) == (186, {"rice": 20, "soap": 20, "paste": 20}, 1)


def test_no_card_at_hand_without_scripts(site: Site, shop: Shop) -> None:
    with site.browser(shop.clerk, scripts=False, viewport=PHONE) as page:
        page.goto(f"/store/{shop.code}/card")
        page.click("text=没带卡")
        page.fill("[name=number]", shop.household_number)
        page.fill("[name=reason]", "卡忘在家里了")
        page.click("text=查找这一户")
        expect(page.locator(".tl-nocard")).to_have_text("没带卡：卡忘在家里了")
        page.click(".jf-tile:has-text('香皂')")
        page.click(".tl-bar >> text=确认兑换 15 分")
        expect(page.locator(".rc")).to_contain_text("没带卡：卡忘在家里了")

    assert left(site, shop)[0] == 171


def test_two_quick_clicks_redeem_once(site: Site, shop: Shop) -> None:
    with site.browser(shop.clerk) as page:
        page.goto(f"/store/{shop.code}/till?card={shop.card_number}&basket=soap:1")
        page.dblclick(".tl-act .jf-btn--go", no_wait_after=True)
        # Not `wait_for_url`: the second click breaks off the way that the first one took.
        expect(page).to_have_url(re.compile("/receipts/"), timeout=WAIT_MS)
        page.reload()

    assert left(site, shop) == (171, {"rice": 20, "soap": 19, "paste": 20}, 1)


def test_going_back_and_confirming_again_shows_the_same_slip(site: Site, shop: Shop) -> None:
    with site.browser(shop.clerk) as page:
        page.goto(f"/store/{shop.code}/till?card={shop.card_number}")
        page.click(".jf-tile:has-text('香皂')")
        page.click(".tl-act .jf-btn--go")
        page.wait_for_url("**/receipts/*")
        slip = page.url
        page.go_back()
        page.click(".tl-act .jf-btn--go")
        page.wait_for_url("**/receipts/*")

        assert page.url == slip
    assert left(site, shop)[2] == 1


def test_a_delivery_without_scripts(site: Site, shop: Shop) -> None:
    with site.browser(shop.manager, scripts=False) as page:
        page.goto("/")
        page.get_by_role("link", name="入库", exact=True).click()
        page.set_input_files(
            "[name=file]",
            {"name": "11月.csv", "mimeType": "text/csv", "buffer": b"goods,quantity\nrice,40\n"},
        )
        page.get_by_role("button", name="填进表里").click()
        expect(page.locator("[name='quantity.rice']")).to_have_value("40")
        page.fill("[name='quantity.soap']", "7")
        page.get_by_text("捐赠", exact=True).click()
        page.get_by_role("button", name="这批货入库").click()
        expect(page.locator(".jf-box--ok")).to_contain_text("已入库 2 种，共 47 件")

    assert left(site, shop)[1] == {"rice": 60, "soap": 27, "paste": 20}


@pytest.mark.parametrize("lines", [1, 9])
def test_a_slip_is_one_page_as_long_as_what_stands_on_it(
    site: Site, shop: Shop, lines: int
) -> None:
    codes = [f"g{number}" for number in range(lines)]
    with site.database.write() as session:
        for code in codes:
            make.goods(session, code=code, name=f"{code} 特级长粒香大米家庭装 5 kg", price_points=1)
            make.stock(session, session.get_one(Store, shop.store_id), 5, code=code)
    basket = "".join(f"&basket={code}:1" for code in codes)
    with site.browser(shop.clerk) as page:
        page.goto(f"/store/{shop.code}/till?card={shop.card_number}{basket}")
        page.click(".tl-act .jf-btn--go")
        page.wait_for_url("**/receipts/*")
        printed = page.pdf(prefer_css_page_size=True)
        height_mm = page.evaluate(
            "document.querySelector('.rc').getBoundingClientRect().height * 25.4 / 96"
        )

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1
    box = re.search(rb"/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)\s*\]", printed)
    assert box
    width, height = (float(side) * 25.4 / 72 for side in box.groups())
    assert width == pytest.approx(58, abs=0.5)
    assert height_mm <= height <= height_mm + 20


def test_nobody_objects_to_the_till(site: Site, shop: Shop) -> None:
    till = f"/store/{shop.code}/till?card={shop.card_number}"
    addresses = [
        "card", "no-card", "today", "till?card=1", "", "stock", "receive", "moves", "deliveries",
    ]  # fmt: skip
    pages = [f"/store/{shop.code}/{address}" for address in addresses]
    pages += [till, f"{till}&basket=rice:1&basket=paste:3", f"{till}&code=可乐&do=scan"]
    said: list[str] = []
    with site.browser(shop.manager) as page:
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(request.url))
        for address in pages:
            page.goto(address)
            for nth, (width, height) in enumerate(SIZES):
                page.set_viewport_size({"width": width, "height": height})
                wide = page.evaluate("document.documentElement.scrollWidth")
                assert wide <= width, f"{address} is {wide} wide"
                assert objections(page, colours=nth == 0) == [], address

    assert said == []
