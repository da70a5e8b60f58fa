"""Somebody joins, leaves or dies: what the register says afterwards, and what it refuses."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.queries import people_of_change
from app.changes.record import NewPerson, What, record_join
from app.changes.rules import (
    ChangeDayBad,
    ChangeReasonMissing,
    IdNumberBad,
    LastPerson,
    NewHeadMissing,
    PersonDetailsBad,
    PersonRegistered,
)
from app.ledger.queries import balance_of
from app.registry.cards.queries import active_card
from app.registry.households.models import Member
from app.registry.households.reveal import MemberNotFound, reveal_id
from tests import make
from tests.changes.families import ID_OF_BABY, TODAY, Village, id_number, member, names
from tests.make import NOW
from tests.registry.households.people import SECRETS


def test_who_joins_stands_in_the_household_once_it_is_approved(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "李秀英")

    change = village.joins(home, "马小宝", ID_OF_BABY)
    before = names(session, home)
    village.approve(change)

    assert (before, names(session, home), home.size) == (
        ["马建国", "李秀英"], ["马建国", "李秀英", "马小宝"], 3
    )  # fmt: skip


def test_the_number_of_who_joins_lies_sealed_and_can_be_revealed(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国")
    change = village.joins(home, "马小宝", ID_OF_BABY)
    kept = people_of_change(session, change.id)[0]
    village.approve(change)

    shown = reveal_id(
        session, make.admin(session), SECRETS, household_id=home.id,
        member_id=member(session, home, "马小宝").id, reason="核对", now=NOW,
    )  # fmt: skip

    assert shown == ID_OF_BABY
    assert (kept.id_last2, ID_OF_BABY.encode() in kept.id_sealed) == ("19", False)


def test_who_stands_in_another_household_cannot_join(session: Session) -> None:
    village = Village.made(session)
    home, other = village.family("马建国"), village.family("张桂兰")
    village.approve(village.joins(other, "马小宝", ID_OF_BABY))

    with pytest.raises(PersonRegistered):
        village.joins(home, "马小宝", ID_OF_BABY)


def test_of_two_households_that_want_the_same_person_one_gets_him(session: Session) -> None:
    village = Village.made(session)
    home, other = village.family("马建国"), village.family("张桂兰")
    first = village.joins(home, "马小宝", ID_OF_BABY)
    second = village.joins(other, "马小宝", ID_OF_BABY)
    village.approve(first)

    with pytest.raises(PersonRegistered):
        village.approve(second)

    assert names(session, other) == ["张桂兰"]


def test_who_left_one_household_may_join_another(session: Session) -> None:
    village = Village.made(session)
    home, other = village.family("马建国"), village.family("张桂兰")
    village.approve(village.joins(home, "马小红", ID_OF_BABY))
    village.approve(village.goes(home, "马小红"))

    village.approve(village.joins(other, "马小红", ID_OF_BABY))

    assert (names(session, home), names(session, other)) == (["马建国"], ["张桂兰", "马小红"])


def test_who_stands_in_a_household_that_has_left_may_join_another(session: Session) -> None:
    village = Village.made(session)
    home, other = village.family("马建国"), village.family("张桂兰")
    village.approve(village.joins(home, "马小红", ID_OF_BABY))
    village.approve(village.leaves(home))

    village.approve(village.joins(other, "马小红", ID_OF_BABY))

    assert (names(session, home), names(session, other)) == (["马建国"], ["张桂兰", "马小红"])


@pytest.mark.parametrize(
    ("name", "number", "refusal"),
    [
        ("", ID_OF_BABY, PersonDetailsBad),
        ("马" * 61, ID_OF_BABY, PersonDetailsBad),
        ("马小宝", "", IdNumberBad),
        ("马小宝", "371522202601150018", IdNumberBad),
        ("马小宝", "37152220260115", IdNumberBad),
    ],
)
def test_a_person_needs_a_name_and_an_id_number(
    session: Session, name: str, number: str, refusal: type[Exception]
) -> None:
    village = Village.made(session)
    home = village.family("马建国")

    with pytest.raises(refusal):
        village.joins(home, name, number)


def test_when_the_head_dies_another_member_is_head_and_card_and_points_stay(
    session: Session,
) -> None:
    village = Village.made(session)
    home = village.family("马建国", "李秀英", "马强", balance=120)
    home.phone_sealed = b"sealed"
    card = make.card(session, home)

    village.approve(village.goes(home, "马建国", died=True, new_head="李秀英"))

    assert names(session, home) == ["李秀英", "马强"]
    assert (home.head_name, home.sort_key[:2], home.size) == ("李秀英", "li", 2)
    assert home.phone_sealed is None, "it was the number of who died"
    assert active_card(session, card.number).head_name == "李秀英"
    assert balance_of(session, home.id) == 120


def test_the_change_keeps_who_went(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "李秀英")
    change = village.goes(home, "李秀英", died=True)

    village.approve(change)

    assert [person.name for person in people_of_change(session, change.id)] == ["李秀英"]
    assert session.scalars(select(Member.name).where(Member.name == "李秀英")).all() == []


@pytest.mark.parametrize("new_head", ["", "马建国"])
def test_a_household_does_not_stay_without_a_head(session: Session, new_head: str) -> None:
    village = Village.made(session)
    home = village.family("马建国", "李秀英")

    with pytest.raises(NewHeadMissing):
        village.goes(home, "马建国", new_head=new_head)


def test_the_last_person_does_not_go(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国")

    with pytest.raises(LastPerson):
        village.goes(home, "马建国", died=True)


def test_who_went_by_another_change_cannot_go_again(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "李秀英", "马强")
    change = village.goes(home, "马强")
    session.delete(member(session, home, "马强"))
    session.flush()

    with pytest.raises(MemberNotFound):
        village.approve(change)


def test_a_day_to_come_is_refused(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国")
    person = NewPerson("马小宝", "子", id_number(1))

    with pytest.raises(ChangeDayBad):
        record_join(
            session, village.committee, What(home.id, date(2026, 11, 21), "出生"), person,
            SECRETS, now=NOW,
        )  # fmt: skip


def test_a_reason_is_needed(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国")
    person = NewPerson("马小宝", "子", id_number(1))

    with pytest.raises(ChangeReasonMissing):
        record_join(session, village.committee, What(home.id, TODAY, " "), person, SECRETS, now=NOW)
