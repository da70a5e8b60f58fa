"""What the next scorecard would have made of the last three months."""

from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.kernel.period import Period
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.reports.simulation import Simulation, simulate
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.reading import scheme_from
from tests import make
from tests.make import NOW
from tests.statements import count_statements

DECEMBER = Period.parse("2026-12")


def shipped(**points: int) -> dict[str, Any]:
    """The shipped scorecard with other points for some items."""
    definition = read_toml(bytes_of("scheme.toml"))
    for category in definition["categories"]:
        for item in category["items"]:
            item["points"] = points.get(item["code"], item["points"])
    return definition


def certified(session: Session, village: Place, period: str, **grades: str) -> None:
    """A month in which each household had the same grade in everything."""
    round_ = make.open_round(session, village, period=period)
    for household in session.scalars(select(Household).order_by(Household.id)):
        make.sheet(session, round_, household, answers_=make.answers(grades[household.head_name]))
    submit_round(session, make.committee(session, village), round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)


@pytest.fixture
def village(session: Session) -> Place:
    found = make.village(session)
    for head in ("a", "b"):
        make.household(session, village=found, head=head)
    return found


def test_who_gains_who_loses_and_how_much_in_all(session: Session, village: Place) -> None:
    certified(session, village, "2026-11", a="excellent", b="poor")
    certified(session, village, "2026-10", a="excellent", b="poor")

    found = simulate(session, scheme_from(shipped(B1=20)), DECEMBER)

    assert (found.up, found.down, found.same) == (1, 0, 1)
    assert (found.points_before, found.points_after, found.change_permille) == (200, 220, 100)


def test_older_months_and_those_not_certified_do_not_count(
    session: Session, village: Place
) -> None:
    certified(session, village, "2026-08", a="excellent", b="excellent")
    make.open_round(session, village, period="2026-11")

    found = simulate(session, scheme_from(shipped()), DECEMBER)

    assert found == Simulation(
        tuple(Period.parse(f"2026-{month}") for month in ("09", "10", "11")), 0, 0, 0, 0, 0
    )
    assert found.change_permille == 0


def test_what_was_not_asked_then_counts_nothing(session: Session, village: Place) -> None:
    certified(session, village, "2026-11", a="excellent", b="excellent")
    definition = shipped()
    definition["categories"][0]["items"][0]["code"] = "A9"

    found = simulate(session, scheme_from(definition), DECEMBER)

    assert (found.down, found.points_after) == (2, 2 * (100 - 8))


def test_it_takes_one_statement(session: Session, village: Place) -> None:
    certified(session, village, "2026-11", a="excellent", b="good")
    scheme = scheme_from(shipped())

    with count_statements() as sent:
        simulate(session, scheme, DECEMBER)

    assert len(sent) == 1
