"""Points that moved with a change end on the day on which they would have ended anyway."""

from datetime import UTC, date, datetime

import pytest
from sqlalchemy.orm import Session

from app.ledger.expire import LetGo, expire_points
from app.ledger.queries import balance_of
from app.registry.households.models import Household
from tests import make
from tests.changes.families import Village

LAST_DAY = date(2027, 3, 31)
APRIL = datetime(2027, 4, 1, 1, tzinfo=UTC)


@pytest.fixture
def village(session: Session) -> Village:
    return Village.made(session)


def scored(village: Village, *names: str, lasting: int = 0) -> Household:
    """A family with the hundred points of November, which end in March, and some that never end."""
    home = village.family(*names, balance=lasting)
    make.settled_round(village.session, village.place, home)
    return home


def let_go(session: Session) -> LetGo:
    """What the district lets go on the first of April."""
    return expire_points(session, make.admin(session), cutoff=LAST_DAY, now=APRIL)


def test_what_a_new_household_took_along_ends_with_the_rest(
    session: Session, village: Village
) -> None:
    home = scored(village, "马建国", "马强")
    young = village.approve(village.splits(home, "马强", points=40))
    assert young is not None

    done = let_go(session)

    assert (done.households, done.points) == (2, 100)
    assert (balance_of(session, home.id), balance_of(session, young)) == (0, 0)


def test_what_ends_first_is_taken_along_first(session: Session, village: Village) -> None:
    home = scored(village, "马建国", "马强", lasting=50)
    young = village.approve(village.splits(home, "马强", points=120))
    assert young is not None

    done = let_go(session)

    assert (done.households, done.points) == (1, 100)
    assert (balance_of(session, home.id), balance_of(session, young)) == (30, 20)


def test_a_merger_makes_no_point_last_longer(session: Session, village: Village) -> None:
    home = scored(village, "马建国", "马强", lasting=50)
    other = village.family("李小雨", balance=7)
    village.approve(village.merges(home, other))

    done = let_go(session)

    assert (done.households, done.points) == (1, 100)
    assert balance_of(session, other.id) == 57
