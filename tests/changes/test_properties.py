"""Whatever happens to whichever household: points are moved, never made and never lost."""

from dataclasses import dataclass

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.changes.models import HouseholdChange
from app.changes.points import forward_merged
from app.changes.verify import change_checks
from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.ledger.actions import (
    Source,
    credit_household,
    give_back,
    post_redemption,
    take_points,
)
from app.ledger.corrections import collect_debts
from app.ledger.models import Account, Debt, TransferKind
from app.ledger.moving import lots_left
from app.ledger.queries import balance_of, points_outstanding, statement
from app.ledger.verify import ledger_checks
from app.registry.households.models import Household, Member
from tests import make
from tests.changes.families import Village, id_number, names
from tests.make import NOW

VERBS = (
    "award", "redeem", "take_back", "join", "go", "split", "merge", "move", "leave", "come_back",
    "forward",
)  # fmt: skip


@dataclass(frozen=True)
class Step:
    """One thing that happens; what of it counts depends on the verb."""

    verb: str
    home: int
    other: int
    points: int


STEPS = st.lists(
    st.builds(
        Step, st.sampled_from(VERBS), st.integers(0, 9), st.integers(0, 9), st.integers(0, 120)
    ),
    min_size=1,
    max_size=25,
)


class Lives:
    """Three families in two villages, a shop, and the sum that all should have."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.villages = {v.place.code: v for v in (Village.made(session), Village.made(session))}
        first, second = self.villages.values()
        self.homes = [
            first.family("甲一", "甲二", "甲三"),
            first.family("乙一", "乙二"),
            second.family("丙一"),
        ]
        store = make.store(session)
        self.till = session.scalars(select(Account.id).where(Account.store_id == store.id)).one()
        self.sold: list[tuple[int, int]] = []
        self.expected = 0
        self.people = 0

    def do(self, step: Step) -> None:
        """Let one thing happen; what the rules refuse changes nothing."""
        home = self.homes[step.home % len(self.homes)]
        other = self.homes[step.other % len(self.homes)]
        before = points_outstanding(self.session)
        try:
            with self.session.begin_nested():
                getattr(self, step.verb)(home, other, step.points)
            event(step.verb)
        except Refusal:
            event(f"{step.verb} refused")
            self.session.expire_all()
            assert points_outstanding(self.session) == before

    def at(self, home: Household) -> Village:
        return self.villages[home.village_code]

    def approve(self, home: Household, change: HouseholdChange) -> int | None:
        return self.at(home).approve(change)

    def source(self, kind: str) -> Source:
        officer = next(iter(self.villages.values())).officer
        return Source(kind, make.number(), officer.user_id, NOW)

    def award(self, home: Household, _other: Household, points: int) -> None:
        credit_household(
            self.session, home.id, points + 1, kind=TransferKind.AWARD, source=self.source("earn")
        )
        self.expected += points + 1

    def redeem(self, home: Household, _other: Household, points: int) -> None:
        source = self.source("sale")
        spent = take_points(self.session, home.id, points + 1)
        post_redemption(self.session, spent, to_account=self.till, points=points + 1, source=source)
        self.sold.append((source.id, points + 1))
        self.expected -= points + 1

    def take_back(self, _home: Household, _other: Household, points: int) -> None:
        if self.sold:
            sale, returned = self.sold.pop(points % len(self.sold))
            give_back(self.session, of=("sale", sale), source=self.source("return"))
            self.expected += returned

    def join(self, home: Household, _other: Household, _points: int) -> None:
        self.people += 1
        change = self.at(home).joins(home, f"新人{self.people}", id_number(make.number()))
        self.approve(home, change)

    def go(self, home: Household, _other: Household, points: int) -> None:
        people = names(self.session, home)
        if people:
            who = people[points % len(people)]
            heir = people[1] if len(people) > 1 else ""
            self.approve(home, self.at(home).goes(home, who, new_head=heir))

    def split(self, home: Household, _other: Household, points: int) -> None:
        people = names(self.session, home)
        if len(people) > 1:
            number = f"N{make.number()}"
            change = self.at(home).splits(home, people[-1], points=points, number=number)
            made = self.approve(home, change)
            self.homes.append(self.session.get_one(Household, made))

    def merge(self, home: Household, other: Household, _points: int) -> None:
        self.approve(home, self.at(home).merges(home, other))

    def move(self, home: Household, other: Household, _points: int) -> None:
        change = self.at(home).moves(home, self.at(other).place)
        self.approve(home, change)

    def leave(self, home: Household, _other: Household, _points: int) -> None:
        self.approve(home, self.at(home).leaves(home))

    def come_back(self, home: Household, _other: Household, _points: int) -> None:
        self.approve(home, self.at(home).returns(home))

    def forward(self, home: Household, _other: Household, _points: int) -> None:
        officer = self.at(home).officer
        forward_merged(self.session, actor_id=officer.user_id, now=NOW)
        collect_debts(self.session, actor_id=officer.user_id, now=NOW)

    def check(self) -> None:
        """All points are there, none below zero, every statement and every life adds up."""
        session = self.session
        assert points_outstanding(session) == self.expected
        for home in self.homes:
            balance = balance_of(session, home.id)
            lines = statement(session, home.id, limit=1_000)
            assert sum(line.points for line in lines) == balance
            assert all(line.balance_after >= 0 for line in lines)
            assert sum(lot.points for lot in lots_left(session, home.id)) == balance
        heads = session.execute(
            select(Member.household_id).where(Member.is_head).group_by(Member.household_id)
            .having(func.count() > 1)
        ).all()  # fmt: skip
        assert heads == []
        checks = [*ledger_checks(session), *change_checks(session)]
        assert [(check.name, check.bad) for check in checks if check.bad] == []
        assert session.scalar(select(func.count()).select_from(Debt)) == 0


@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(happens=STEPS)
def test_changes_of_households_make_and_lose_no_points(
    database: Database, happens: list[Step]
) -> None:
    with database.write() as session:
        lives = Lives(session)

        for step in happens:
            lives.do(step)
            lives.check()

        session.rollback()
