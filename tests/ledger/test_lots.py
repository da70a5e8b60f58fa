"""Ends of points, derived from sums, are those of lots that are used up one after the other."""

from collections.abc import Sequence
from datetime import UTC, date, datetime

import pytest
from hypothesis import HealthCheck, event, given, settings
from sqlalchemy import literal, select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.period import Period
from app.kernel.types import PeriodColumn
from app.ledger.actions import Earned, award
from app.ledger.expire import expire_points
from app.ledger.expiring import Expiring, expiring_points
from app.registry.households.models import Household
from tests import make
from tests.ledger.test_properties import HOMES, Step, Village, check_conserved, steps
from tests.make import NOW

ENDS = (date(2027, 3, 31), date(2027, 12, 31), date(2028, 3, 31))
NEVER = date.max
AFTER_ALL = datetime(2029, 1, 1, tzinfo=UTC)


class Lots(Village):
    """Beside the ledger: each credit is a lot; what went off came from the lot that ends first."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.lots: list[list[tuple[date, int]]] = [[] for _ in range(HOMES)]

    def earn(self, home: int, points: int) -> None:
        super().earn(home, points)
        self.lots[home].append((NEVER, points))

    def add(self, home: int, points: int) -> None:
        super().add(home, points)
        self.lots[home].append((NEVER, points))

    def earn_until(self, home: int, points: int) -> None:
        """An award that ends on one of three days."""
        end = ENDS[points % len(ENDS)]
        rows = select(
            literal(make.number()).label("source_id"),
            Household.id.label("household_id"),
            literal(points).label("points"),
            literal(Period.of(NOW), PeriodColumn).label("period"),
        ).where(Household.id == self.homes[home].id)
        award(
            self.session, Earned("month", rows), expires_on=end,
            actor_id=self.first.user_id, now=NOW,
        )  # fmt: skip
        self.expected.balance[home] += points
        self.lots[home].append((end, points))

    def expire(self, _home: int, points: int) -> None:
        """One of the three days is over, for everybody; in whatever order it is noticed."""
        cutoff = ENDS[points % len(ENDS)]
        due = [self.ended(home, cutoff) for home in range(HOMES)]
        done = expire_points(self.session, self.first, cutoff=cutoff, now=AFTER_ALL)
        assert (done.households, done.points) == (sum(map(bool, due)), sum(due))
        for home in range(HOMES):
            self.expected.balance[home] -= due[home]
        event("points ended" if any(due) else "nothing ended")

    def ended(self, home: int, cutoff: date) -> int:
        return sum(points for end, points in self.left(home) if end <= cutoff)

    def left(self, home: int) -> Sequence[tuple[date, int]]:
        """The lots of a household, the first to end first, without what went off them."""
        lots = sorted(self.lots[home])
        gone = sum(points for _, points in lots) - self.expected.balance[home]
        found = []
        for end, points in lots:
            used = min(gone, points)
            gone -= used
            found.append((end, points - used))
        return found

    def next_end(self, home: int, today: date) -> Expiring | None:
        """What a household is told on a day."""
        for end in ENDS:
            points = sum(left for day, left in self.left(home) if day == end)
            if points and end >= today:
                return Expiring(points, end)
        return None

    def check(self) -> None:
        super().check()
        for home in range(HOMES):
            for today in (NOW.date(), *ENDS):
                told = expiring_points(self.session, self.homes[home].id, today)
                assert told == self.next_end(home, today)


# The database is one for all examples: each example rolls back what it did.
@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happens=steps(
        "earn", "earn_until", "earn_until", "redeem", "take_back", "add", "deduct", "collect",
        "expire", "expire",
    )
)  # fmt: skip
def test_whatever_happens_points_end_as_if_they_lay_in_lots(
    database: Database, happens: list[Step]
) -> None:
    with database.write() as session:
        village = Lots(session)

        for step in happens:
            village.do(step)
            village.check()

        check_conserved(session, village.homes)
        session.rollback()
