"""Which points end first: what was spent came from the oldest."""

from datetime import date

from sqlalchemy.orm import Session

from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.expiring import Expiring, expiring_points
from app.ledger.models import Direction
from app.registry.households.models import Household
from tests import make
from tests.make import NOW

TODAY = date(2026, 11, 20)
SPRING = date(2027, 3, 31)


def take(session: Session, household: Household, points: int) -> None:
    """Points taken off again, by two people."""
    asked = ask_correction(
        session, make.admin(session), household_id=household.id, points=points,
        direction=Direction.DEBIT, reason="多记了", now=NOW,
    )  # fmt: skip
    approve_correction(session, make.admin(session), correction_id=asked.id, now=NOW)


def household_with_november(session: Session, *, and_lasting: int = 0) -> Household:
    """A hundred points of November, which end in spring, and some that last."""
    village = make.village(session)
    household = make.household(session, village=village, balance=and_lasting)
    make.settled_round(session, village, household)
    return household


def test_a_months_points_end_on_the_day_that_the_scorecard_says(session: Session) -> None:
    household = household_with_november(session, and_lasting=50)

    assert expiring_points(session, household.id, TODAY) == Expiring(100, SPRING)


def test_what_is_spent_comes_from_the_points_that_end_first(session: Session) -> None:
    household = household_with_november(session, and_lasting=50)
    take(session, household, 30)

    assert expiring_points(session, household.id, TODAY) == Expiring(70, SPRING)


def test_when_only_lasting_points_are_left_none_end(session: Session) -> None:
    household = household_with_november(session, and_lasting=50)
    take(session, household, 100)

    assert expiring_points(session, household.id, TODAY) is None


def test_after_its_day_nothing_is_left_to_end(session: Session) -> None:
    household = household_with_november(session)

    assert expiring_points(session, household.id, date(2027, 4, 1)) is None


def test_without_points_nothing_ends(session: Session) -> None:
    household = make.household(session, village=make.village(session))

    assert expiring_points(session, household.id, TODAY) is None
