"""A household's own file: its people, who serves it, who could."""

from sqlalchemy.orm import Session

from app.registry.accounts.permissions import Role
from app.registry.households.assignments import assign
from app.registry.households.file import count_households, people_of, scorers_of, service_of
from app.registry.households.queries import HouseholdFilter
from tests import make
from tests.registry.households.people import ID_OF_HEAD, couple


def test_of_an_id_number_the_file_knows_two_signs(session: Session) -> None:
    household = couple(session, make.village(session))

    found = people_of(session, household.id)

    assert [(p.name, p.relation, p.id_last2) for p in found] == [
        ("张桂田", "户主", "12"), ("李秀英", "配偶", "2X"),
    ]  # fmt: skip
    assert ID_OF_HEAD not in repr(found)


def test_who_was_assigned_serves_instead_of_whom_the_register_names(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village, cadre="王守信")
    cadre = make.actor(session, Role.SUPPORT_CADRE, village, name="刘洋")
    before = service_of(session, household)

    assign(
        session, make.admin(session), household_id=household.id, username=cadre.username,
        now=make.NOW,
    )  # fmt: skip

    after = service_of(session, household)
    assert (before and before.name, after and after.name) == ("王守信", "刘洋")


def test_nobody_serves_a_household_that_the_register_leaves_open(session: Session) -> None:
    assert service_of(session, make.household(session, village=make.village(session))) is None


def test_scorers_of_the_village_and_above_may_be_assigned(session: Session) -> None:
    village, other = make.village(session), make.village(session)
    make.specialist(session, village)
    make.actor(session, Role.SUPPORT_CADRE, make.district(session), name="刘洋")
    make.specialist(session, other)
    make.committee(session, village)

    found = scorers_of(session, village.code)

    assert sorted(scorer.name for scorer in found) == ["刘洋", "周明霞"]


def test_a_search_says_how_many_it_finds(session: Session) -> None:
    village, other = make.village(session), make.village(session)
    make.household(session, village=village, head="张桂兰")
    make.household(session, village=other, head="张来喜")
    admin = make.admin(session)

    assert count_households(session, admin, HouseholdFilter(words="张")) == 2
    assert count_households(session, admin, HouseholdFilter(village.code, words="张")) == 1
