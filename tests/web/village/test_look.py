"""The village's and the open pages in a real browser: axe, narrow screens, long names."""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from apiflask import APIFlask
from playwright.sync_api import Browser, Page
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.scoring.rounds.objections import record_objection
from tests import make
from tests.axe import objections
from tests.databases import SqliteFiles
from tests.make import NOW
from tests.web.live import reading, served
from tests.web.office.offices import Offices

pytestmark = pytest.mark.browser

NAMES = ("买买提·阿卜杜热西提", "欧阳㛃堃", "李守信（户主已故，由孙女李小雨代办）", "张桂兰")
OF_THE_SCORER = (
    "/village/visits",
    "/village/rounds/{open}/households/{due}/score",
    "/village/visits/find?number=0",
    "/village/sheets/{saved}/saved",
)
OF_THE_COMMITTEE = (
    "/village/month",
    "/village/rounds/{open}/households",
    "/village/rounds/{open}/households/{due}",
    "/village/rounds/{open}/households/{due}/excuse",
    "/village/rounds/{open}/submit",
    "/village/notices",
    "/village/rounds/{wall}/notice",
    "/village/rounds/{wall}/posting",
    "/village/sheets/{sheet}/objection",
    "/village/objections/{objection}",
    "/village/objections/{objection}/uphold",
    "/village/households",
    "/village/households/{due}",
    "/village/households/{due}/card",
    "/village/households/{due}/card/lost",
    "/village/cards",
    "/village/changes",
    "/village/households/{due}/changes/new",
    "/village/households/{due}/changes/death",
    "/village/households/{due}/changes/join",
)
OPEN_TO_ALL = (
    "/public/",
    "/public/townships/{township}",
    "/public/villages/{village}",
    "/public/notices/{wall}",
    "/public/points",
    "/public/prices",
)


COLOURS_AT = 390


@dataclass
class Scene:
    """A village with a month on the wall and one half scored."""

    scorer: Actor
    committee: Actor
    ids: dict[str, object]


def a_scene(session: Session) -> Scene:
    """Names that are hard to set, a dispute, a card, goods."""
    place = make.village(session, "李太屯社区居民委员会")
    homes = [make.household(session, village=place, head=name, balance=160) for name in NAMES]
    scorer, committee = make.specialist(session, place), make.committee(session, place)
    make.goods(session)
    make.card(session, homes[0])
    wall = make.publicised_round(session, place, *homes)
    sheets = [make.live_sheet(session, wall, home).id for home in homes]
    objection = record_objection(
        session,
        committee,
        sheet_id=sheets[1],
        said_by="邻居王保田",
        words="那天院子在修墙",
        now=NOW,
    )
    now_open = make.open_round(session, place, period="2026-10")
    saved = make.sheet(session, now_open, homes[2], by=scorer)
    ids: dict[str, object] = {
        "open": now_open.id, "wall": wall.id, "due": homes[0].id, "sheet": sheets[3],
        "saved": saved.id, "objection": objection.id, "village": place.code,
        "township": make.TOWNSHIP,
    }  # fmt: skip
    return Scene(scorer, committee, ids)


@contextmanager
def a_house(sqlite: SqliteFiles, folder: Path) -> Iterator[tuple[APIFlask, Scene]]:
    """The application on the scene, on a morning that stands still."""
    with sqlite.fresh() as database:
        with database.write() as session:
            make.practice(session)
            scene = a_scene(session)
        app = Offices(database, folder).at(None).client.application
        assert isinstance(app, APIFlask)
        yield app, scene


def faults_of(page: Page, address: str, widths: Sequence[int]) -> list[str]:
    """What axe or a narrow screen objects to on a page."""
    answer = page.goto(address)
    assert answer, address
    faults = [] if answer.status == 200 else [f"{answer.status}"]
    for width in widths:
        page.set_viewport_size({"width": width, "height": 844})
        if page.evaluate("document.documentElement.scrollWidth") > width:
            faults.append(f"scrolls sideways at {width}")
    # A phone is a phone: what is there and how it is called is the same at both widths.
    faults += objections(page, colours=COLOURS_AT in widths)
    return [f"{address}: {fault}" for fault in faults]


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("who", ["scorer", "committee", "everybody"])
def test_nobody_objects_to_a_page(
    chromium: Browser, sqlite: SqliteFiles, tmp_path: Path, who: str, language: str
) -> None:
    addresses = {"scorer": OF_THE_SCORER, "committee": OF_THE_COMMITTEE}.get(who, OPEN_TO_ALL)
    said: list[str] = []
    with a_house(sqlite, tmp_path) as (app, scene), served(app) as here:
        person = {"scorer": scene.scorer, "committee": scene.committee}.get(who)
        with reading(chromium, app, here, person) as window:
            window.add_cookies([{"name": "jifen_language", "value": language, "url": here}])
            page = window.new_page()
            page.on("pageerror", lambda error: said.append(str(error)))
            page.on("console", lambda line: said.append(line.text))
            for address in addresses:
                widths = (320, COLOURS_AT) if language == "zh" else (320,)
                said += faults_of(page, address.format(**scene.ids), widths)
    assert said == []


def test_a_sheet_is_counted_along_and_saved(
    chromium: Browser, sqlite: SqliteFiles, tmp_path: Path
) -> None:
    with (
        a_house(sqlite, tmp_path) as (app, scene),
        served(app) as here,
        reading(chromium, app, here, scene.scorer) as window,
    ):
        page = window.new_page()
        page.goto("/village/rounds/{open}/households/{due}/score".format(**scene.ids))
        page.locator("input[name=A1][value=good]").check(force=True)
        assert page.inner_text("[data-total]") == "6"
        for code in make.answers():
            page.locator(f"input[name={code}][value=excellent]").check(force=True)
        assert page.inner_text("[data-total]") == "100"
        page.fill("#visited_on", "2026-10-09")
        page.click("button:has-text('保存评分')")
        page.wait_for_url("**/saved")
        assert "评分已保存" in page.inner_text("main")


def test_a_sheet_is_saved_without_scripts(
    chromium: Browser, sqlite: SqliteFiles, tmp_path: Path
) -> None:
    with (
        a_house(sqlite, tmp_path) as (app, scene),
        served(app) as here,
        reading(chromium, app, here, scene.scorer, scripts=False) as window,
    ):
        page = window.new_page()
        page.goto("/village/rounds/{open}/households/{due}/score".format(**scene.ids))
        for code in make.answers():
            page.locator(f"input[name={code}][value=good]").check(force=True)
        page.fill("#visited_on", "2026-10-09")
        page.click("button:has-text('保存评分')")
        page.wait_for_url("**/saved")
        assert "78 分" in page.inner_text("main")


@pytest.mark.parametrize(
    ("paper", "size", "announces"),
    [("a4", (210, 297), False), ("a4", (210, 297), True), ("a3", (297, 420), False)],
)
def test_seventy_households_hang_on_one_sheet(
    chromium: Browser,
    sqlite: SqliteFiles,
    tmp_path: Path,
    *,
    paper: str,
    size: tuple[int, int],
    announces: bool,
) -> None:
    with sqlite.fresh() as database:
        with database.write() as session:
            make.practice(session)
            place = make.village(session, "李太屯社区居民委员会")
            homes = [
                make.household(session, village=place, head=NAMES[n % 4 if n < 8 else 3])
                for n in range(70)
            ]
            round_id = make.publicised_round(session, place, *homes).id
            committee = make.committee(session, place)
            if announces:
                make.gift(session, homes[0], 50, ends=date(2026, 12, 20))
        app = Offices(database, tmp_path).at(None).client.application
        assert isinstance(app, APIFlask)
        with served(app) as here, reading(chromium, app, here, committee) as window:
            page = window.new_page()
            page.goto(f"/village/rounds/{round_id}/notice/print?paper={paper}")
            printed = page.pdf(prefer_css_page_size=True)
            told = page.inner_text(".a4")
            wide = page.evaluate(
                "document.querySelector('.pp-three').scrollWidth"
                " - document.querySelector('.pp-three').clientWidth"
            )
    assert printed.count(b"/Type /Page\n") == 1
    assert ("2026 年得的积分用到 2026 年 12 月 20 日（含当天）" in told) is announces
    assert sheet_mm(printed) == size
    assert wide == 0


def sheet_mm(printed: bytes) -> tuple[int, int]:
    """Width and height of a page."""
    found = re.search(rb"/MediaBox \[0 0 ([\d.]+) ([\d.]+)\]", printed)
    assert found, "a page has a size"
    return round(float(found[1]) / 72 * 25.4), round(float(found[2]) / 72 * 25.4)
