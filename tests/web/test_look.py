"""The gallery in a real browser: axe, the content policy and narrow screens object to nothing."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.axe import objections
from tests.web import gallery

pytestmark = pytest.mark.browser

SIZES = {
    "office": [(1280, 800), (1024, 768)],
    "paper": [(1280, 800)],
    "phone": [(390, 844), (320, 700)],
    "public": [(390, 844), (320, 700)],
    "till": [(390, 844), (320, 700), (820, 1100), (1280, 800)],
}
# A note that a script was quicker than `autofocus` is no fault.
LOUD = ("error", "warning")
PAGES = sorted(path.name for path in gallery.PAGES.glob("[!_]*.html"))


@contextmanager
def opened(browser: Browser, address: str, *, scripts: bool = True) -> Iterator[Page]:
    """A page of the gallery; closed again afterwards."""
    context = browser.new_context(java_script_enabled=scripts, bypass_csp=False)
    page = context.new_page()
    page.goto(address)
    yield page
    context.close()


@dataclass(frozen=True)
class Reader:
    """One tab that turns the pages, and what the browser said about them so far."""

    page: Page
    said: list[str]


@pytest.fixture(scope="module")
def reader(chromium: Browser) -> Iterator[Reader]:
    """One for all pages: a browser that has axe at hand needs half the time for the next page."""
    with opened(chromium, "about:blank") as page:
        said: list[str] = []
        page.on("console", lambda line: said.append(line.text) if line.type in LOUD else None)
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("requestfailed", lambda request: said.append(request.url))
        yield Reader(page, said)


@pytest.mark.parametrize("name", PAGES)
def test_nobody_objects_to_a_page(name: str, reader: Reader, gallery_address: str) -> None:
    page = reader.page
    reader.said.clear()
    page.goto(f"{gallery_address}/{name}")
    sizes = SIZES[name.partition("_")[0]]
    for nth, (width, height) in enumerate(sizes):
        page.set_viewport_size({"width": width, "height": height})
        # A sheet of paper keeps its width; on a narrow screen it scrolls inside its frame.
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        # Between the narrowest and the widest of its sizes nothing comes or goes.
        if nth in {0, len(sizes) - 1}:
            assert objections(page, colours=nth == 0) == []

    assert reader.said == []


def test_goods_are_drawn_from_the_sprite(chromium: Browser, gallery_address: str) -> None:
    with opened(chromium, f"{gallery_address}/office_goods.html") as page:
        widths = page.eval_on_selector_all("use", "all => all.map(one => one.getBBox().width)")

    assert len(widths) == 17
    assert min(widths) > 20


def test_the_total_counts_along_while_scoring(chromium: Browser, gallery_address: str) -> None:
    with opened(chromium, f"{gallery_address}/phone_score_new.html") as page:
        assert page.inner_text(".tot").split() == ["已评", "0/14", "项", "0", "分"]

        page.click("#A1 label.g1")
        page.click("#B1 label.g3")

        assert page.inner_text(".tot").split() == ["已评", "2/14", "项", "13", "分"]
        assert page.inner_text("[data-sum=A]") == "8"
        assert page.inner_text("[data-sum=B]") == "5"


def test_last_month_fills_the_sheet_in_one_tap(chromium: Browser, gallery_address: str) -> None:
    with opened(chromium, f"{gallery_address}/phone_score_new.html") as page:
        page.click("text=先按上月填好，再改")

        assert page.inner_text(".tot").split() == ["已评", "14/14", "项", "84", "分"]


def test_without_scripts_last_month_comes_from_the_server(
    chromium: Browser, gallery_address: str
) -> None:
    address = f"{gallery_address}/phone_score_new.html"
    with (
        opened(chromium, address, scripts=False) as page,
        page.expect_navigation() as arrived,
    ):
        page.click("text=先按上月填好，再改")

    assert "fill=rest%3AA+B+C+D+E" in (arrived.value.request.post_data or "")


def test_the_scanner_always_types_into_the_scan_field(
    chromium: Browser, gallery_address: str
) -> None:
    with opened(chromium, f"{gallery_address}/till_filled.html") as page:
        page.click(".tl-who")
        page.keyboard.type("2000001000014")

        assert page.input_value("#code") == "2000001000014"


def test_enter_in_the_scan_field_adds_and_never_confirms(
    chromium: Browser, gallery_address: str
) -> None:
    with opened(chromium, f"{gallery_address}/till_filled.html") as page:
        page.fill("#code", "2000001000014")
        # A window that is closed on its way to another page may never be done with closing.
        with page.expect_navigation() as arrived:
            page.keyboard.press("Enter")

    body = arrived.value.request.post_data or ""
    assert "do=scan" in body
    assert "redeem" not in body


def test_the_print_button_shows_only_where_scripts_can_print(
    chromium: Browser, gallery_address: str
) -> None:
    address = f"{gallery_address}/paper_notice.html"
    with opened(chromium, address) as page:
        assert page.is_visible("text=打印")
    with opened(chromium, address, scripts=False) as page:
        assert not page.is_visible("button[data-print]")


@pytest.mark.parametrize(
    "name", [name for name in PAGES if name.startswith("paper")], ids=lambda name: name[6:-5]
)
def test_a_paper_prints_on_one_sheet(name: str, chromium: Browser, gallery_address: str) -> None:
    with opened(chromium, f"{gallery_address}/{name}") as page:
        printed = page.pdf(prefer_css_page_size=True)

    assert len(re.findall(rb"/Type\s*/Page\b", printed)) == 1


def test_a_receipt_is_58_mm_wide_and_as_long_as_its_text(
    chromium: Browser, gallery_address: str
) -> None:
    with opened(chromium, f"{gallery_address}/paper_receipt.html") as page:
        text_mm = (
            page.eval_on_selector(".rc", "rc => rc.getBoundingClientRect().height") * 25.4 / 96
        )
        box = re.search(
            rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", page.pdf(prefer_css_page_size=True)
        )

    assert box is not None
    width_mm, height_mm = (float(points) * 25.4 / 72 for points in box.groups())
    assert width_mm == pytest.approx(58, abs=0.5)
    assert text_mm <= height_mm <= text_mm + 8
