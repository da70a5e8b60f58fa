"""A scorer's visits by script: what they take from outside, and what the form counted itself."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from playwright.sync_api import Browser, Page
from sqlalchemy import select

from app.kernel.db import Database
from app.scoring.rounds.burden import Burden
from app.scoring.rounds.burden_models import SheetBurden
from tests import make
from tests.web.live import reading, served
from tests.web.office.offices import Offices

LAST_MONTH = "button[value^=rest]"
SAVE = "button:has-text('保存评分')"
USUAL = (LAST_MONTH, "#A1 .g1", "#B1 .g3", "#E2 .g1")
ONE_BY_ONE = tuple(f"#{code} .g{1 + n % 4}" for n, code in enumerate(make.answers()))


@dataclass(frozen=True)
class Visited:
    """One household, from the list to the saved sheet: by the script, and by the form's counter."""

    taps: int
    typed: int
    seconds: float
    counted: Burden


@dataclass
class Scorer:
    """A scorer with a phone in a village of three: only the first has a sheet of last month."""

    database: Database
    page: Page
    numbers: Sequence[str]

    def visit(self, place: int, taps: Sequence[str]) -> Visited:
        """Open a household from the list, tap these in turn, save."""
        self.page.goto("/village/visits")
        row, started = f".ph-row:has-text('{self.numbers[place]}')", perf_counter()
        for what in (row, *taps, SAVE):
            self.page.click(what)
        self.page.wait_for_url("**/saved")
        seconds = perf_counter() - started
        return Visited(len(taps) + 2, 0, seconds, self.counted())

    def counted(self) -> Burden:
        """What the form of the latest sheet counted."""
        with self.database.read() as session:
            latest = select(SheetBurden).order_by(SheetBurden.sheet_id.desc()).limit(1)
            row = session.scalars(latest).one()
            return Burden(row.taps, row.typed, row.seconds)


@contextmanager
def a_scorer(database: Database, folder: Path, chromium: Browser) -> Iterator[Scorer]:
    """The scorer, on a morning that stands still, on an empty database."""
    with database.write() as session:
        make.practice(session)
        place = make.village(session, "古漯河新村")
        homes = make.households(session, 3, village=place)
        person = make.specialist(session, place)
        before = make.open_round(session, place, period="2026-10")
        make.sheet(session, before, homes[0], by=person, answers_=make.answers("good"))
        make.open_round(session, place)
        numbers = [home.number for home in homes]
    app = Offices(database, folder).at(None).app
    with served(app) as here, reading(chromium, app, here, person) as window:
        page = window.new_page()
        page.set_viewport_size({"width": 390, "height": 844})
        yield Scorer(database, page, numbers)
