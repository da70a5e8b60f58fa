"""`jifen points expire`: what a nightly job runs."""

from datetime import timedelta
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.kernel.db import Database
from app.ledger.queries import balance_of
from tests import make
from tests.cli.running import run
from tests.house import app_on


@pytest.fixture
def home(database: Database) -> int:
    """A household with the hundred points of November, which end on 31 March 2027."""
    with database.write() as session:
        make.practice(session)
        village = make.village(session)
        household = make.household(session, village=village)
        make.settled_round(session, village, household)
        return household.id


@pytest.fixture
def spring(database: Database, tmp_path: Path) -> APIFlask:
    """The house in the morning of 1 April 2027."""
    return app_on(database, tmp_path, fixed_now=make.NOW + timedelta(days=132))


def balance(database: Database, home: int) -> int:
    with database.read() as session:
        return balance_of(session, home)


def test_a_dry_run_says_how_many_and_moves_nothing(
    spring: APIFlask, database: Database, home: int
) -> None:
    ran = run(spring, "points", "expire", "--dry-run")

    assert ran.out == "有效到 2027-03-31 的积分：会给 1 户清零 100 分。什么都没有动。\n"
    assert balance(database, home) == 100


def test_the_nightly_run_takes_what_ended_yesterday_once(
    spring: APIFlask, database: Database, home: int
) -> None:
    first, second = (run(spring, "points", "expire", "--json") for _ in range(2))

    assert first.facts == {"cutoff": "2027-03-31", "households": 1, "points": 100}
    assert second.facts == {"cutoff": "2027-03-31", "households": 0, "points": 0}
    assert balance(database, home) == 0


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=str)
def test_a_day_that_is_not_over_is_refused(
    spring: APIFlask, database: Database, home: int, more: list[str]
) -> None:
    ran = run(spring, "points", "expire", "--cutoff", "2027-04-01", *more)

    assert ran.status == 1
    assert "这一天还没有过完" in ran.err
    assert balance(database, home) == 100


@pytest.mark.parametrize("more", [[], ["--dry-run"]], ids=str)
def test_a_township_officer_may_not(
    spring: APIFlask, database: Database, home: int, more: list[str]
) -> None:
    with database.write() as session:
        officer = make.township_officer(session)

    ran = run(spring, "points", "expire", "--as", officer.username, *more)

    assert ran.status == 1
    assert balance(database, home) == 100


@pytest.mark.usefixtures("home")
def test_in_english_too(spring: APIFlask) -> None:
    ran = run(spring, "points", "expire", language="en")

    assert ran.out == "Points valid until 2027-03-31: 100 let go. Households: 1.\n"
