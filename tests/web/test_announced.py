"""Points that end are announced from sixty days before: on the wall, to the household, at the till.

The points of November 2026 are valid until 31 March 2027; sixty days before that is 30 January.
"""

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.publicise import publicise_round
from tests import make
from tests.make import NOW
from tests.web.browsing import visible
from tests.web.office.offices import Offices

# Days after 20 November 2026, the day of a desk: 29 January, 30 January, 31 March, 1 April.
TOO_EARLY, FIRST, LAST, AFTER = 70, 71, 131, 132
ON_THE_WALL = "2026 年得的积分用到 2027 年 3 月 31 日（含当天），过后清零，请抓紧兑换。"


@dataclass(frozen=True)
class Home:
    """A household with the hundred points of November and thirty that last; October's notice."""

    household_id: int
    number: str
    card: str
    round_id: int
    store_code: str
    committee: Actor
    officer: Actor
    clerk: Actor


def a_home(session: Session, posted: int) -> Home:
    make.practice(session)
    place = make.village(session, "古漯河新村村委会")
    household = make.household(session, village=place, balance=30)
    make.settled_round(session, place, household)
    store, committee = make.store(session), make.committee(session, place)
    officer = make.township_officer(session)
    (round_,) = open_rounds(
        session, officer, period=Period.parse("2026-10"), now=NOW,
        village_codes=[place.code],
    ).rounds  # fmt: skip
    make.sheet(session, round_, household)
    submit_round(session, committee, round_id=round_.id, now=NOW)
    certify_round(session, officer, round_id=round_.id, now=NOW)
    publicise_round(session, committee, round_id=round_.id, now=NOW + timedelta(days=posted))
    return Home(
        household.id, household.number, make.card(session, household).number, round_.id,
        store.code, committee, officer, make.clerk(session, store),
    )  # fmt: skip


@pytest.fixture
def days(database: Database, tmp_path: Path) -> Offices:
    """Desks on whatever day."""
    return Offices(database, tmp_path)


def home(days: Offices, *, posted: int = 0) -> Home:
    with days.arrange() as session:
        return a_home(session, posted)


def test_the_statement_speaks_up_from_sixty_days_before(days: Offices) -> None:
    there = home(days)
    page = f"/village/households/{there.household_id}"

    early, first, last, after = (
        days.at(there.committee, days_later=later).read(page)
        for later in (TOO_EARLY, FIRST, LAST, AFTER)
    )

    assert "100 分到 2027 年 3 月 31 日过期" in early
    assert "快到期了" not in early
    for words in (first, last):
        assert "有 100 分快到期了 用到 2027 年 3 月 31 日，当天还能用，过了这天就清零。" in words
    assert "快到期了" not in after


def test_the_slip_that_is_taken_home_says_it_too(days: Offices) -> None:
    there = home(days)
    page = f"/village/households/{there.household_id}/slip"

    assert "快到期了" not in days.at(there.committee, days_later=TOO_EARLY).read(page)
    assert "有 100 分快到期了： 用到 2027 年 3 月 31 日" in days.at(
        there.committee, days_later=FIRST
    ).read(page)


def test_with_card_and_number_a_household_reads_it_itself(days: Offices) -> None:
    there = home(days)
    desk = days.at(None, days_later=FIRST)

    words = visible(desk.send("/public/points", card=there.card, household=there.number))

    assert "有 100 分快到期了" in words


def test_the_till_says_how_many_of_the_points_end(days: Offices) -> None:
    there = home(days)
    page = f"/store/{there.store_code}/till?card={there.card}"

    assert "其中" not in days.at(there.clerk, days_later=TOO_EARLY).read(page)
    assert "现有 130 分 其中 100 分用到 3 月 31 日" in days.at(there.clerk, days_later=FIRST).read(
        page
    )


@pytest.mark.parametrize(("posted", "announced"), [(63, False), (64, True)])
def test_a_notice_announces_it_when_the_sixtieth_day_falls_into_its_week(
    days: Offices, posted: int, *, announced: bool
) -> None:
    there = home(days, posted=posted)
    desk = days.at(there.committee, days_later=posted)

    words = desk.read(f"/village/rounds/{there.round_id}/notice")

    assert (ON_THE_WALL in words) is announced


@pytest.mark.parametrize("page", ["notice", "notice/print"])
def test_on_screen_and_paper_the_wall_says_it_in_one_sentence(days: Offices, page: str) -> None:
    there = home(days, posted=FIRST)
    village, township = (
        days.at(person, days_later=FIRST) for person in (there.committee, there.officer)
    )

    assert ON_THE_WALL in village.read(f"/village/rounds/{there.round_id}/{page}")
    assert ON_THE_WALL in township.read(f"/township/rounds/{there.round_id}/{page}")


def test_on_the_open_web_it_is_said_too_in_english_if_wanted(days: Offices) -> None:
    there = home(days, posted=FIRST)
    desk = days.at(None, days_later=FIRST)
    page = f"/public/notices/{there.round_id}"

    assert ON_THE_WALL in desk.read(page)
    desk.client.set_cookie("jifen_language", "en")
    assert "Points earned in 2026 are valid until 31 March 2027, that day included." in desk.read(
        page
    )


def test_when_the_day_is_over_an_old_notice_says_nothing_of_it(days: Offices) -> None:
    there = home(days, posted=FIRST)
    desk = days.at(there.committee, days_later=AFTER)

    assert ON_THE_WALL not in desk.read(f"/village/rounds/{there.round_id}/notice")
