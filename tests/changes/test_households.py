"""Households split, merge, move, leave and return; points and cards go where the rules say."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.rules import (
    HeadElsewhere,
    MergedAway,
    NewNumberBad,
    NewNumberTaken,
    NotLeft,
    OtherHouseholdBad,
    SameVillage,
    SplitPeopleBad,
    SplitPointsBad,
    SplitPointsSpent,
)
from app.ledger.actions import Source, debit_household
from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.models import Direction, Transfer, TransferKind
from app.ledger.queries import balance_of, debt_of, statement
from app.registry.cards.queries import active_card
from app.registry.cards.rules import CardLost
from app.registry.households.assignments import assign
from app.registry.households.file import service_of
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdLeft
from app.registry.places.queries import UnknownPlace
from tests import make
from tests.changes.families import ID_OF_BABY, Village, names
from tests.make import NOW


def deduct(session: Session, home: Household, points: int) -> None:
    """A correction of two people takes points; what is not there stays owed."""
    asked = ask_correction(
        session, make.admin(session), household_id=home.id, points=points,
        direction=Direction.DEBIT, reason="重复记分", now=NOW,
    )  # fmt: skip
    approve_correction(session, make.admin(session), correction_id=asked.id, now=NOW)


def test_a_split_makes_a_household_with_the_agreed_points(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "李秀英", "马强", "王芳", balance=100)

    made = village.approve(village.splits(home, "马强", "王芳", points=40, number="NEW7"))

    new = session.get_one(Household, made)
    assert (new.number, new.head_name, new.size, home.size) == ("NEW7", "马强", 2, 2)
    assert (names(session, home), names(session, new)) == (["马建国", "李秀英"], ["马强", "王芳"])
    assert (balance_of(session, home.id), balance_of(session, new.id)) == (60, 40)
    assert [line.points for line in statement(session, new.id)] == [40]


def test_who_scored_the_old_household_scores_the_new_one(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强")
    scorer = make.specialist(session, village.place)
    assign(session, make.admin(session), household_id=home.id, username=scorer.username, now=NOW)

    made = village.approve(village.splits(home, "马强"))

    service = service_of(session, session.get_one(Household, made))
    assert service is not None
    assert service.username == scorer.username


@pytest.mark.parametrize("who", [(), ("马建国", "马强"), ("马建国",)])
def test_somebody_goes_and_the_head_stays(session: Session, who: tuple[str, ...]) -> None:
    village = Village.made(session)
    home = village.family("马建国", "李秀英", "马强")

    with pytest.raises((SplitPeopleBad, IndexError)):
        village.splits(home, *who)


@pytest.mark.parametrize("points", [-1, 101])
def test_a_split_takes_no_more_than_there_is(session: Session, points: int) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强", balance=100)

    with pytest.raises(SplitPointsBad) as refusal:
        village.splits(home, "马强", points=points)

    assert refusal.value.facts["balance"] == 100


def test_points_spent_before_the_approval_are_not_divided(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强", balance=100)
    change = village.splits(home, "马强", points=80)
    debit_household(
        session, home.id, 50, kind=TransferKind.CORRECTION,
        source=Source("sale", 1, village.officer.user_id, NOW),
    )  # fmt: skip

    with pytest.raises(SplitPointsSpent), session.begin_nested():
        village.approve(change)

    assert (balance_of(session, home.id), names(session, home)) == (50, ["马建国", "马强"])
    session.rollback()  # the sale of this test has no receipt


def test_a_split_carries_no_points_away_from_a_debt(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强", balance=10)
    deduct(session, home, 30)
    make.give_points(session, home, 50)

    made = village.approve(village.splits(home, "马强", points=30))

    assert made is not None
    assert (balance_of(session, home.id), debt_of(session, home.id)) == (0, 0)
    assert balance_of(session, made) == 30


@pytest.mark.parametrize("number", ["", "12 /", "1" * 21, "户一"])
def test_the_number_of_a_new_household_is_checked(session: Session, number: str) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强")

    with pytest.raises(NewNumberBad):
        village.splits(home, "马强", number=number)


def test_a_number_in_use_is_refused_when_recorded_and_when_approved(session: Session) -> None:
    village = Village.made(session)
    home, other = village.family("马建国", "马强"), village.family("张桂兰", "张强")
    with pytest.raises(NewNumberTaken):
        village.splits(home, "马强", number=other.number)
    first = village.splits(home, "马强", number="B2")
    second = village.splits(other, "张强", number="B2")
    village.approve(first)

    with pytest.raises(NewNumberTaken):
        village.approve(second)


def test_a_merger_brings_people_points_and_debts_to_the_household_that_stays(
    session: Session,
) -> None:
    village = Village.made(session)
    home, into = village.family("王大爷"), village.family("王强", "李梅", balance=5)
    deduct(session, home, 30)
    make.give_points(session, home, 45)

    village.approve(village.merges(home, into))

    assert sorted(names(session, into)) == sorted(["王强", "李梅", "王大爷"])
    assert names(session, into)[0] == "王强", "its head stays head"
    assert (into.size, home.status) == (3, HouseholdStatus.LEFT)
    assert [balance_of(session, each.id) for each in (home, into)] == [0, 50]
    assert [debt_of(session, each.id) for each in (home, into)] == [0, 30]


def test_the_card_of_a_merged_household_buys_nothing_any_more(session: Session) -> None:
    village = Village.made(session)
    home, into = village.family("王大爷"), village.family("王强")
    card, kept = make.card(session, home), make.card(session, into)

    village.approve(village.merges(home, into))

    with pytest.raises(CardLost):
        active_card(session, card.number)
    assert active_card(session, kept.number).household_id == into.id


def test_a_merger_needs_another_registered_household_of_the_village(session: Session) -> None:
    village, elsewhere = Village.made(session), Village.made(session)
    home, gone = village.family("王大爷"), village.family("张桂兰")
    village.approve(village.leaves(gone))

    for other in (home, gone, elsewhere.family("王强")):
        with pytest.raises(OtherHouseholdBad):
            village.merges(home, other)


def test_a_household_whose_partner_has_left_meanwhile_is_not_merged(session: Session) -> None:
    village = Village.made(session)
    home, into = village.family("王大爷", balance=9), village.family("王强")
    change = village.merges(home, into)
    into.status = HouseholdStatus.LEFT
    session.flush()

    with pytest.raises(OtherHouseholdBad):
        village.approve(change)

    assert balance_of(session, home.id) == 9


def test_points_keep_the_day_on_which_they_end(session: Session) -> None:
    village = Village.made(session)
    make.settled_round(session, village.place, home := village.family("马建国", "马强"))
    earned = session.scalars(select(Transfer).where(Transfer.kind == TransferKind.AWARD)).one()
    make.give_points(session, home, 7)

    made = village.approve(village.splits(home, "马强", points=earned.points + 2))

    moved = session.scalars(
        select(Transfer).where(Transfer.kind == TransferKind.TRANSFER).order_by(Transfer.id)
    ).all()
    assert made is not None
    assert earned.expires_on == date(2027, 3, 31)
    assert [(each.points, each.expires_on) for each in moved] == [
        (earned.points, earned.expires_on), (2, None)
    ]  # fmt: skip


def test_a_household_that_moves_keeps_number_card_and_points(session: Session) -> None:
    village, there = Village.made(session), Village.made(session)
    home = village.family("马建国", balance=20)
    card, number = make.card(session, home), home.number
    scorer = make.specialist(session, village.place)
    assign(session, make.admin(session), household_id=home.id, username=scorer.username, now=NOW)

    village.approve(village.moves(home, there.place))

    assert (home.village_code, home.number, home.group_name) == (there.place.code, number, "")
    assert active_card(session, card.number).village_code == there.place.code
    assert balance_of(session, home.id) == 20
    assert service_of(session, home) is None, "who scored it belongs to the old village"


def test_a_move_leads_to_another_village(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国")

    with pytest.raises(SameVillage):
        village.moves(home, village.place)
    with pytest.raises(UnknownPlace):
        village.moves(home, make.township(session))


def test_a_household_that_left_spends_what_it_has(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", balance=20)
    card = make.card(session, home)

    village.approve(village.leaves(home))

    assert home.status is HouseholdStatus.LEFT
    assert active_card(session, card.number).household_id == home.id
    assert balance_of(session, home.id) == 20


def test_nothing_more_is_recorded_of_a_household_that_left_until_it_returns(
    session: Session,
) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强")
    with pytest.raises(NotLeft):
        village.returns(home)
    village.approve(village.leaves(home))
    with pytest.raises(HouseholdLeft):
        village.goes(home, "马强")

    village.approve(village.returns(home))
    village.approve(village.goes(home, "马强"))

    assert (home.status, names(session, home)) == (HouseholdStatus.REGISTERED, ["马建国"])


def test_a_household_whose_head_lives_elsewhere_does_not_return(session: Session) -> None:
    village = Village.made(session)
    home, other = village.family("张桂兰"), village.family("王强")
    village.approve(village.joins(home, "马小宝", ID_OF_BABY))
    village.approve(village.goes(home, "张桂兰", new_head="马小宝"))
    village.approve(village.leaves(home))
    village.approve(village.joins(other, "马小宝", ID_OF_BABY))

    with pytest.raises(HeadElsewhere):
        village.returns(home)


def test_a_merged_household_does_not_return(session: Session) -> None:
    village = Village.made(session)
    home, into = village.family("王大爷"), village.family("王强")
    village.approve(village.merges(home, into))

    with pytest.raises(MergedAway):
        village.returns(home)
