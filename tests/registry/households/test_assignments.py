"""Who serves whom: one person at a time, and a file whole or not at all."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.registry.accounts.actions import UnknownUser, switch_off
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission, Role
from app.registry.households.assignments import (
    AssignmentLine,
    NothingToAssign,
    assign,
    import_assignments,
)
from app.registry.households.models import Assignment, Household
from app.registry.households.queries import (
    HouseholdFilter,
    HouseholdNotFound,
    household_for,
    households,
)
from app.registry.places.models import Place
from tests import make
from tests.make import NOW

TODAY = date(2026, 11, 20)


class Village:
    """Two households of a village and two cadres who could serve them."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.place: Place = make.village(session)
        self.zhang = make.household(session, village=self.place, head="张桂田")
        self.li = make.household(session, village=self.place, head="李来福", cadre="王守信")
        self.admin = make.admin(session)
        self.liu = make.actor(session, Role.SUPPORT_CADRE, self.place, name="刘洋")
        self.wang = make.actor(session, Role.SUPPORT_CADRE, self.place, name="王守信")

    def give(self, household: Household, to: Actor, *, days: int = 0) -> Assignment:
        return assign(
            self.session, self.admin, household_id=household.id, username=to.username,
            now=NOW + timedelta(days=days),
        )  # fmt: skip

    def served_by(self, actor: Actor) -> list[str]:
        found = households(self.session, actor, HouseholdFilter())
        return [household.head_name for household in found]

    def history(self, household: Household) -> list[tuple[int, date, date | None]]:
        rows = self.session.scalars(
            select(Assignment)
            .where(Assignment.household_id == household.id)
            .order_by(Assignment.id)
        )
        return [(row.user_id, row.since, row.until) for row in rows]


@pytest.fixture
def village(session: Session) -> Village:
    return Village(session)


def test_a_cadre_sees_whom_he_was_given(village: Village) -> None:
    before = village.served_by(village.liu)

    village.give(village.zhang, village.liu)

    assert (before, village.served_by(village.liu)) == ([], ["张桂田"])


def test_without_an_assignment_the_name_in_the_register_counts(village: Village) -> None:
    assert village.served_by(village.wang) == ["李来福"]

    village.give(village.li, village.liu)

    assert village.served_by(village.wang) == []


def test_who_served_before_stops_and_is_remembered(village: Village) -> None:
    village.give(village.zhang, village.liu)
    village.give(village.zhang, village.wang, days=10)

    later = TODAY + timedelta(days=10)
    assert village.history(village.zhang) == [
        (village.liu.user_id, TODAY, later), (village.wang.user_id, later, None),
    ]  # fmt: skip
    with pytest.raises(HouseholdNotFound):
        household_for(village.session, village.liu, Permission.SCORE, village.zhang.id)


def test_the_same_person_again_goes_on_from_the_first_day(village: Village) -> None:
    village.give(village.zhang, village.liu)
    village.give(village.zhang, village.liu, days=10)

    assert village.history(village.zhang) == [(village.liu.user_id, TODAY, None)]


def test_the_day_is_the_day_in_the_village(village: Village) -> None:
    evening = NOW.replace(hour=16)  # midnight in Shanghai

    made = assign(
        village.session, village.admin, household_id=village.zhang.id,
        username=village.liu.username, now=evening,
    )  # fmt: skip

    assert made.since == date(2026, 11, 21)


def test_a_household_is_served_by_one_person_at_a_time(village: Village) -> None:
    village.give(village.zhang, village.liu)

    with pytest.raises(IntegrityError, match="assignments"), village.session.begin_nested():
        village.session.add(
            Assignment(household_id=village.zhang.id, user_id=village.wang.user_id, since=TODAY)
        )


def test_who_was_switched_off_serves_nobody(village: Village) -> None:
    switch_off(village.session, village.admin, username=village.liu.username, now=NOW)

    with pytest.raises(UnknownUser):
        village.give(village.zhang, village.liu)


@pytest.mark.parametrize("role", [Role.SUPPORT_CADRE, Role.VILLAGE_COMMITTEE, Role.AUDITOR])
def test_nobody_gives_himself_households(village: Village, role: Role) -> None:
    other = make.actor(village.session, role, village.place)

    with pytest.raises(Forbidden):
        assign(
            village.session, other, household_id=village.zhang.id, username=other.username, now=NOW
        )


def test_an_officer_assigns_in_his_own_township_only(village: Village) -> None:
    elsewhere = make.actor(village.session, Role.TOWNSHIP, make.village(village.session))

    with pytest.raises(HouseholdNotFound):
        assign(
            village.session, elsewhere, household_id=village.zhang.id,
            username=village.liu.username, now=NOW,
        )  # fmt: skip


def test_a_file_assigns_every_line(village: Village) -> None:
    lines = [
        AssignmentLine(f" {village.zhang.number} ", village.liu.username),
        AssignmentLine(village.li.number, f"{village.liu.username} "),
    ]

    assert import_assignments(village.session, village.admin, lines, now=NOW) == 2

    assert village.served_by(village.liu) == ["张桂田", "李来福"]


def test_a_file_without_lines_is_refused(village: Village) -> None:
    with pytest.raises(NothingToAssign):
        import_assignments(village.session, village.admin, [], now=NOW)


@pytest.mark.parametrize(
    ("number", "username", "refusal"),
    [("404", "", HouseholdNotFound), ("", "", HouseholdNotFound), (None, "404", UnknownUser),
     (None, "console", UnknownUser)],
)  # fmt: skip
def test_one_bad_line_and_nobody_is_assigned(
    database: Database,
    number: str | None,
    username: str,
    refusal: type[HouseholdNotFound | UnknownUser],
) -> None:
    with database.write() as session:
        village = Village(session)
        good = AssignmentLine(village.zhang.number, village.liu.username)
        number_of_li, admin = village.li.number, village.admin
    bad = AssignmentLine(number_of_li if number is None else number, username or good.username)

    with pytest.raises(refusal), database.write() as session:
        import_assignments(session, admin, [good, bad], now=NOW)

    with database.read() as session:
        assert session.scalars(select(Assignment)).all() == []
