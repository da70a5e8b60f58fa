"""Whatever happens in whatever order: points are only moved, and nobody falls below zero."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.period import Period
from app.kernel.types import PeriodColumn
from app.ledger.actions import (
    Earned,
    NotEnoughPoints,
    Source,
    award,
    credit_household,
    give_back,
    post_redemption,
    take_points,
)
from app.ledger.corrections import approve_correction, ask_correction, collect_debts
from app.ledger.models import Account, AccountKind, Direction, Transfer, TransferKind
from app.ledger.queries import balance_of, debt_of, points_outstanding, statement
from app.ledger.verify import ledger_checks
from app.registry.households.models import Household
from tests import make
from tests.make import NOW

HOMES = 2


@dataclass(frozen=True)
class Step:
    """One thing that happens; what of it counts depends on the verb."""

    verb: str
    home: int
    points: int


def steps(*verbs: str) -> st.SearchStrategy[list[Step]]:
    step = st.builds(Step, st.sampled_from(verbs), st.integers(0, HOMES - 1), st.integers(1, 300))
    return st.lists(step, min_size=1, max_size=20)


@dataclass
class Expected:
    """What two households should have, in a few lines of arithmetic."""

    balance: list[int] = field(default_factory=lambda: [0] * HOMES)
    owed: list[list[int]] = field(default_factory=lambda: [[] for _ in range(HOMES)])

    def claim(self, home: int, points: int) -> None:
        """Take what is there; the rest is owed."""
        taken = min(self.balance[home], points)
        self.balance[home] -= taken
        if taken < points:
            self.owed[home].append(points - taken)

    def collect(self) -> None:
        """What is owed is taken from what has come since."""
        for home in range(HOMES):
            debts, self.owed[home] = self.owed[home], []
            for points in debts:
                self.claim(home, points)


class Village:
    """The real ledger beside what is expected of it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        place = make.village(session)
        self.homes = make.households(session, HOMES, village=place)
        store = make.store(session)
        self.till = session.scalars(select(Account.id).where(Account.store_id == store.id)).one()
        self.first, self.second = make.admin(session), make.admin(session)
        self.sold: list[tuple[int, int, int]] = []  # source, home, points
        self.expected = Expected()

    def do(self, step: Step) -> None:
        """Let one thing happen in both."""
        getattr(self, step.verb)(step.home, step.points)

    def source(self, kind: str) -> Source:
        return Source(kind, make.number(), self.first.user_id, NOW)

    def earn(self, home: int, points: int) -> None:
        credit_household(
            self.session, self.homes[home].id, points, kind=TransferKind.AWARD,
            source=self.source("earn"),
        )  # fmt: skip
        self.expected.balance[home] += points

    def settle(self, _home: int, points: int) -> None:
        """Everybody is credited at once; settled again, nobody is."""
        rows = select(
            (Household.id + 1_000_000 * make.number()).label("source_id"),
            Household.id.label("household_id"),
            literal(points).label("points"),
            literal(Period.of(NOW), PeriodColumn).label("period"),
        ).where(Household.id.in_([home.id for home in self.homes]))
        posted = [
            award(
                self.session, Earned("month", rows), expires_on=None,
                actor_id=self.first.user_id, now=NOW,
            )
            for _ in range(2)
        ]  # fmt: skip
        assert posted == [HOMES, 0]
        self.expected.balance = [had + points for had in self.expected.balance]

    def redeem(self, home: int, points: int) -> None:
        source = self.source("sale")
        if self.expected.balance[home] < points:
            with pytest.raises(NotEnoughPoints) as refusal:
                take_points(self.session, self.homes[home].id, points)
            assert refusal.value.facts["short"] == points - self.expected.balance[home]
            event("refused")
            return
        spent = take_points(self.session, self.homes[home].id, points)
        post_redemption(self.session, spent, to_account=self.till, points=points, source=source)
        self.expected.balance[home] -= points
        self.sold.append((source.id, home, points))

    def take_back(self, _home: int, points: int) -> None:
        if self.sold:
            sale, home, returned = self.sold.pop(points % len(self.sold))
            give_back(self.session, of=("sale", sale), source=self.source("return"))
            self.expected.balance[home] += returned

    def add(self, home: int, points: int) -> None:
        self._correct(home, points, Direction.CREDIT)
        self.expected.balance[home] += points

    def deduct(self, home: int, points: int) -> None:
        self._correct(home, points, Direction.DEBIT)
        self.expected.claim(home, points)

    def collect(self, _home: int, _points: int) -> None:
        collect_debts(self.session, actor_id=self.first.user_id, now=NOW)
        self.expected.collect()

    def _correct(self, home: int, points: int, direction: Direction) -> None:
        asked = ask_correction(
            self.session, self.first, household_id=self.homes[home].id, points=points,
            direction=direction, reason="记错了", now=NOW,
        )  # fmt: skip
        approve_correction(self.session, self.second, correction_id=asked.id, now=NOW)

    def check(self) -> None:
        """Both agree."""
        found = [(balance_of(self.session, h.id), debt_of(self.session, h.id)) for h in self.homes]
        owed = [sum(debts) for debts in self.expected.owed]
        assert found == list(zip(self.expected.balance, owed, strict=True))
        assert min(self.expected.balance) >= 0


def sums_by_kind(session: Session) -> dict[AccountKind, int]:
    """What came to accounts of each kind, less what went, added up from the transfers."""
    sums: dict[AccountKind, int] = dict.fromkeys(AccountKind, 0)
    for side, sign in ((Transfer.credit_account_id, 1), (Transfer.debit_account_id, -1)):
        rows = session.execute(
            select(Account.kind, func.sum(Transfer.points))
            .join(Account, Account.id == side)
            .group_by(Account.kind)
        ).all()
        for kind, points in rows:
            sums[kind] += sign * int(points)
    return sums


def check_conserved(session: Session, homes: Sequence[Household]) -> None:
    """Every point that a household has left another account, and every statement adds up."""
    sums = sums_by_kind(session)
    system = sum(points for kind, points in sums.items() if kind is not AccountKind.HOUSEHOLD)
    assert sums[AccountKind.HOUSEHOLD] == points_outstanding(session) == -system
    for home in homes:
        lines = statement(session, home.id, limit=1_000)
        assert sum(line.points for line in lines) == balance_of(session, home.id)
        assert all(line.balance_after >= 0 for line in lines)
    assert [(check.name, check.bad) for check in ledger_checks(session) if check.bad] == []


# The database is one for all examples: each example rolls back what it did.
@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happens=steps("earn", "settle", "redeem", "take_back", "add", "deduct", "collect"))
def test_points_are_only_moved_and_no_household_falls_below_zero(
    database: Database, happens: list[Step]
) -> None:
    with database.write() as session:
        village = Village(session)

        for step in happens:
            village.do(step)
            village.check()

        check_conserved(session, village.homes)
        session.rollback()


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happens=steps("earn", "redeem", "deduct"))
def test_all_that_is_owed_is_collected_once_enough_has_come(
    database: Database, happens: list[Step]
) -> None:
    with database.write() as session:
        village = Village(session)
        for step in happens:
            village.do(step)
        owed = sum(sum(debts) for debts in village.expected.owed)

        village.settle(0, owed + 1)
        village.collect(0, 0)
        village.collect(0, 0)

        village.check()
        assert [debt_of(session, home.id) for home in village.homes] == [0] * HOMES
        check_conserved(session, village.homes)
        session.rollback()
