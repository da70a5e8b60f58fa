"""Every page of the offices in a real browser: axe, narrow windows, the home's first screen."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.record import What, record_leave
from app.ledger.corrections import ask_correction
from app.ledger.models import Direction
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household, Member
from app.registry.places.models import Place
from app.scoring.rounds.objections import record_objection
from tests import make
from tests.axe import objections
from tests.databases import SqliteFiles
from tests.registry.households.people import couple
from tests.web.live import reading, served
from tests.web.office.offices import Offices

pytestmark = pytest.mark.browser

NAMES = ("买买提·阿卜杜热西提", "欧阳㛃堃", "林广平")
PAGES = (
    "", "rounds", "rounds?state=certified&period=all", "rounds/{submitted}", "rounds/{wall}",
    "rounds/{wall}/notice", "rounds/{wall}/settle", "rounds/due", "rounds/open",
    "objections", "objections/{objection}", "sheets/{sheet}", "sheets/{sheet}/object",
    "households", "households?q=nobody", "households/{home}", "households/{home}/service",
    "households/{home}/card/lost", "households/{home}/correction", "ledger",
    "corrections/{correction}", "changes", "changes/{change}", "households/{home}/changes/new",
    "households/{home}/changes/split", "households/{home}/changes/move",
)  # fmt: skip
OWN_PAGES = {
    "township": ("rounds/{submitted}/certify", "rounds/{certified}/publicise"),
    "district": (
        "audit", "books", "burden", "settings/workdays", "settings/workdays/year",
        "households/{home}/people/{member}", "households/{home}/card/issue", "expiring",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Story:
    """A township of fifteen villages at work, its officers, and the ids of what they look at."""

    offices: Offices
    people: dict[str, Actor]
    ids: dict[str, int]


@pytest.fixture
def story(sqlite: SqliteFiles, tmp_path: Path) -> Iterator[Story]:
    """One month submitted, one certified, one on the wall with an objection."""
    with sqlite.fresh() as database:
        offices = Offices(database, tmp_path)
        with offices.arrange() as session:
            make.practice(session)
            ids = _busy(session, offices)
            township, district = make.township_officer(session), make.admin(session)
        yield Story(offices, {"township": township, "district": district}, ids)


def _busy(session: Session, offices: Offices) -> dict[str, int]:
    villages = [make.village(session, f"孟尝君新村{n}") for n in range(15)]
    submitted = make.submitted_round(session, villages[0], *_homes(session, villages[0]))
    certified = make.certified_round(session, villages[1], *_homes(session, villages[1]))
    homes = _homes(session, villages[2])
    wall = make.publicised_round(session, villages[2], *homes)
    sheet, other = (make.live_sheet(session, wall, home) for home in homes[:2])
    admin = make.admin(session)
    objection = record_objection(
        session, admin, sheet_id=sheet.id, said_by="邻居王守信", words="院子扫过", now=make.NOW
    )
    home = couple(session, villages[3], offices.secrets)
    make.give_points(session, home, 95)
    make.card(session, home)
    correction = ask_correction(
        session, admin, household_id=home.id, points=5, direction=Direction.DEBIT,
        reason="重复记分", now=make.NOW,
    )  # fmt: skip
    leaving = record_leave(
        session, admin, What(homes[2].id, make.NOW.date(), "全家搬到外地"), now=make.NOW
    )
    member = session.scalars(select(Member.id).where(Member.household_id == home.id)).first()
    return {
        "submitted": submitted.id, "certified": certified.id, "wall": wall.id,
        "objection": objection.id, "sheet": other.id, "home": home.id,
        "correction": correction.id, "member": member or 0,
        "change": leaving.id,
    }  # fmt: skip


def _homes(session: Session, village: Place) -> list[Household]:
    return [make.household(session, village=village, head=name) for name in NAMES]


@pytest.mark.parametrize("office", ["township", "district"])
def test_nobody_objects_to_any_page(chromium: Browser, story: Story, office: str) -> None:
    said: list[str] = []
    desk = story.offices.at(story.people[office])
    app = desk.app
    with served(app) as here, reading(chromium, app, here, story.people[office]) as window:
        page = window.new_page()
        page.on("pageerror", lambda error: said.append(str(error)))
        page.on("console", lambda line: said.append(line.text) if line.type == "error" else None)
        for name in (*PAGES, *OWN_PAGES[office]):
            address = f"/{office}/{name.format_map(story.ids)}"
            # What both offices see has the same colours in both.
            demand_readable(page, address, colours=office == "township" or name not in PAGES)
    assert said == []


def test_nobody_objects_to_the_page_of_points_that_ended(
    chromium: Browser, sqlite: SqliteFiles, tmp_path: Path
) -> None:
    with sqlite.fresh() as database:
        offices = Offices(database, tmp_path)
        with offices.arrange() as session:
            make.practice(session)
            village = make.village(session)
            make.settled_round(session, village, *_homes(session, village))
            admin = make.admin(session)
        app = offices.at(admin, days_later=132).app
        with served(app) as here, reading(chromium, app, here, admin) as window:
            page = window.new_page()
            demand_readable(page, "/district/expiring")
            assert "给 3 户清零 300 分" in page.inner_text("main")


def demand_readable(page: Page, address: str, *, colours: bool = True) -> None:
    """It is there; nothing for axe; no sideways scrolling of the page at any width."""
    answer = page.goto(address)
    assert answer, address
    assert answer.status == 200, address
    for width in (390, 1024, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        wide = page.evaluate("document.documentElement.scrollWidth")
        assert wide <= width, f"{address} is {wide} px wide in a window of {width}"
    assert objections(page, colours=colours) == [], address


@pytest.mark.parametrize("office", ["township", "district"])
def test_the_home_needs_no_scrolling_on_a_usual_screen(
    chromium: Browser, story: Story, office: str
) -> None:
    person = story.people[office]
    app = story.offices.at(person).app
    with served(app) as here, reading(chromium, app, here, person) as window:
        page = window.new_page()
        page.set_viewport_size({"width": 1280, "height": 800})
        page.goto(f"/{office}/")

        assert page.evaluate("document.documentElement.scrollHeight") <= 800


def test_a_month_is_certified_without_scripts(chromium: Browser, story: Story) -> None:
    desk = story.offices.at(story.people["township"])
    cookie = desk.client.get_cookie("jifen")
    assert cookie
    with served(desk.app) as here:
        window = chromium.new_context(base_url=here, java_script_enabled=False)
        window.add_cookies([{"name": "jifen", "value": cookie.value, "url": here}])
        page = window.new_page()
        page.goto(f"/township/rounds/{story.ids['submitted']}")
        page.click("text=认定这 3 户")
        page.click("button:has-text('认定 3 户')")

        assert "认定好了" in page.inner_text("[role=status]")
        window.close()
