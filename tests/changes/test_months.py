"""A month that is under way when a household changes: scored once, credited where it belongs."""

from uuid import uuid4

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.ledger.models import Transfer, TransferKind
from app.ledger.queries import balance_of
from app.registry.households.models import HouseholdStatus
from app.registry.households.queries import HouseholdLeft
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.found import Found
from app.scoring.rounds.mine import Due, my_households
from app.scoring.rounds.notice import notice_for
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.one import contested
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.queries import count_missing
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import ScoredElsewhere
from app.scoring.rounds.settle import settle_round
from tests import make
from tests.changes.families import Village
from tests.make import NOW

LATER = NOW.replace(month=12)


def test_a_household_that_left_is_not_scored_and_keeps_what_it_earned(session: Session) -> None:
    village = Village.made(session)
    home, other = village.family("马建国"), village.family("王强")
    round_ = make.open_round(session, village.place)
    make.sheet(session, round_, home)
    village.approve(village.leaves(home))
    with pytest.raises(HouseholdLeft):
        make.sheet(session, round_, home)
    make.sheet(session, round_, other)

    submit_round(session, village.committee, round_id=round_.id, now=NOW)
    certify_round(session, village.officer, round_id=round_.id, now=NOW)
    publicise_round(session, village.committee, round_id=round_.id, now=NOW)
    settle_round(session, village.officer, round_id=round_.id, now=LATER)

    assert (home.status, balance_of(session, home.id)) == (HouseholdStatus.LEFT, 100)


def test_what_a_merged_household_earned_before_goes_to_the_one_that_stays(
    session: Session,
) -> None:
    village = Village.made(session)
    home, into = village.family("王大爷", balance=5), village.family("王强")
    round_ = make.publicised_round(session, village.place, home, into)
    village.approve(village.merges(home, into))

    settle_round(session, village.officer, round_id=round_.id, now=LATER)
    settle_round(session, village.officer, round_id=round_.id, now=LATER)

    assert [balance_of(session, each.id) for each in (home, into)] == [0, 205]
    moved = session.execute(
        select(Transfer.points, Transfer.expires_on)
        .where(Transfer.kind == TransferKind.TRANSFER)
        .order_by(Transfer.id)
    ).all()
    earned = session.scalars(
        select(Transfer.expires_on).where(Transfer.kind == TransferKind.AWARD)
    ).first()
    assert [tuple(row) for row in moved] == [(5, None), (100, earned)]


def test_points_pass_through_a_household_that_merged_twice(session: Session) -> None:
    village = Village.made(session)
    first, second, third = (village.family(name) for name in ("甲一", "乙二", "丙三"))
    round_ = make.publicised_round(session, village.place, first, second, third)
    village.approve(village.merges(first, second))
    village.approve(village.merges(second, third))

    settle_round(session, village.officer, round_id=round_.id, now=LATER)

    assert [balance_of(session, each.id) for each in (first, second, third)] == [0, 0, 300]


def test_a_household_that_moved_is_scored_once_and_stays_on_its_old_wall(
    session: Session,
) -> None:
    village, there = Village.made(session), Village.made(session)
    home, other = village.family("马建国"), there.family("王强")
    round_, new_round = (make.open_round(session, each.place) for each in (village, there))
    make.sheet(session, round_, home)
    make.sheet(session, new_round, other)
    village.approve(village.moves(home, there.place))

    with pytest.raises(ScoredElsewhere):
        make.sheet(session, new_round, home)
    assert count_missing(session, new_round) == 0
    due = my_households(session, make.specialist(session, there.place), new_round.period)
    assert {row.household.id: row.due for row in due} == {home.id: Due.DONE, other.id: Due.DONE}

    submit_round(session, village.committee, round_id=round_.id, now=NOW)
    certify_round(session, village.officer, round_id=round_.id, now=NOW)
    publicise_round(session, village.committee, round_id=round_.id, now=NOW)
    notice = notice_for(session, village.committee, round_.id)
    settle_round(session, village.officer, round_id=round_.id, now=LATER)

    assert [line.number for line in notice.lines] == [home.number]
    assert balance_of(session, home.id) == 100


def test_an_objection_to_the_sheet_of_a_household_that_moved_is_still_decided(
    session: Session,
) -> None:
    village, there = Village.made(session), Village.made(session)
    home = village.family("马建国")
    round_ = make.publicised_round(session, village.place, home)
    objection = record_objection(
        session, village.committee, sheet_id=make.live_sheet(session, round_, home).id,
        said_by="邻居", words="院子没有扫", now=NOW,
    )  # fmt: skip
    village.approve(village.moves(home, there.place))

    found = contested(session, village.committee, objection.id)
    decide_objection(
        session, make.township_officer(session), objection_id=objection.id,
        decision=Decision(upheld=False, reason="看过了", answers={}), now=NOW,
    )  # fmt: skip
    settle_round(session, village.officer, round_id=round_.id, now=LATER)

    assert found.month.household.id == home.id
    assert balance_of(session, home.id) == 100


def test_a_sheet_made_offline_before_the_household_left_is_refused_in_words(
    session: Session,
) -> None:
    village = Village.made(session)
    home = village.family("马建国")
    round_ = make.open_round(session, village.place)
    village.approve(village.leaves(home))
    filled = FilledSheet(uuid4(), Found(round_.id, home.id, visited_at=NOW, answers=make.answers()))

    with pytest.raises(HouseholdLeft):
        record_sheet(session, make.specialist(session, village.place), filled, now=NOW)
