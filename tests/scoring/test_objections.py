"""An objection has a number in its village and year, and a day by which it is answered."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.db import Database
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.rounds.certify import certify_round, submit_round
from app.scoring.rounds.models import Objection, Round
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.overdue import overdue_objections
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.village import objections_of_village
from tests import make
from tests.make import NOW

LATE = NOW + timedelta(days=6)
PERIODS = ("2026-08", "2026-09", "2026-10", "2026-11")


def wall(session: Session, place: Place, homes: int = 1) -> tuple[Round, list[int]]:
    """A month on the wall, and the sheets that hang there."""
    households = make.households(session, homes, village=place)
    round_ = make.publicised_round(session, place, *households)
    return round_, [make.live_sheet(session, round_, home).id for home in households]


def say(session: Session, desk: Actor, sheet_id: int, at: datetime = NOW) -> Objection:
    """Somebody says at the desk that a sheet is not right."""
    return record_objection(
        session, desk, sheet_id=sheet_id, said_by="邻居", words="院子扫过", now=at
    )


def test_objections_are_numbered_in_their_village_and_year(session: Session) -> None:
    here, there = make.village(session), make.village(session)
    _, sheets = wall(session, here, homes=2)
    _, others = wall(session, there)
    desk = make.township_officer(session)

    said = [say(session, desk, sheet) for sheet in (*sheets, *others)]

    assert [one.label for one in said] == ["2026-001", "2026-002", "2026-001"]


def test_a_new_year_begins_at_one(session: Session) -> None:
    place = make.village(session)
    round_, sheets = wall(session, place, homes=2)
    desk = make.township_officer(session)
    say(session, desk, sheets[0])
    round_.closes_at = datetime(2027, 2, 1, tzinfo=UTC)

    first = say(session, desk, sheets[1], datetime(2026, 12, 31, 16, 30, tzinfo=UTC))

    assert first.label == "2027-001"  # half past midnight in the village


def test_in_calendar_days_it_is_answered_by_the_end_of_the_fifth_day(session: Session) -> None:
    _, (sheet,) = wall(session, make.village(session))

    answer_by = say(session, make.township_officer(session), sheet).answer_by

    assert answer_by
    assert f"{local(answer_by):%Y-%m-%d %H:%M}" == "2026-11-25 23:59"


def test_in_working_days_the_weekend_does_not_count(session: Session) -> None:
    place = make.village(session)
    home = make.household(session, village=place)
    round_ = make.certified_round(session, place, home)
    round_.counts_working_days = True
    publicise_round(session, make.committee(session, place), round_id=round_.id, now=NOW)

    # Friday 20 November: Monday is the first, Friday 27 the fifth.
    sheet = make.live_sheet(session, round_, home)
    answer_by = say(session, make.township_officer(session), sheet.id).answer_by

    assert answer_by
    assert f"{local(answer_by):%Y-%m-%d %H:%M}" == "2026-11-27 23:59"


def test_what_is_overdue_comes_first(session: Session) -> None:
    place = make.village(session)
    _, sheets = wall(session, place, homes=3)
    desk = make.township_officer(session)
    old = say(session, desk, sheets[0])
    answered = say(session, desk, sheets[1])
    decision = Decision(upheld=False, reason="照片清楚", answers={})
    decide_objection(
        session, make.admin(session), objection_id=answered.id, decision=decision, now=NOW
    )
    young = say(session, desk, sheets[2], NOW + timedelta(days=3))

    listed = objections_of_village(session, desk, place.code, now=LATE)

    assert [one.objection.id for one in listed] == [old.id, young.id, answered.id]
    assert [row[0].id for row in overdue_objections(session, desk, LATE)] == [old.id]
    assert overdue_objections(session, desk, NOW) == []


def test_another_village_does_not_see_what_is_overdue(session: Session) -> None:
    _, (sheet,) = wall(session, make.village(session))
    say(session, make.township_officer(session), sheet)

    stranger = make.committee(session, make.village(session))

    assert overdue_objections(session, stranger, LATE) == []


def test_an_objection_of_before_has_no_day_and_is_never_overdue(session: Session) -> None:
    _, (sheet,) = wall(session, make.village(session))
    desk = make.township_officer(session)
    say(session, desk, sheet).answer_by = None
    session.flush()

    assert overdue_objections(session, desk, LATE) == []


def test_the_database_refuses_a_number_twice(session: Session) -> None:
    _, sheets = wall(session, make.village(session), homes=2)
    desk = make.township_officer(session)
    for sheet in sheets:
        say(session, desk, sheet)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text("UPDATE objections SET number = 1"))


def test_two_desks_at_once_give_two_numbers(database: Database) -> None:
    with database.write() as session:
        place = make.village(session)
        home = make.household(session, village=place)
        sheets = [_hung(session, place, home, period) for period in PERIODS]
        desks = [make.township_officer(session) for _ in sheets]
    start = Barrier(len(sheets))

    def speak(turn: int) -> str:
        start.wait()
        with database.write() as session:
            return say(session, desks[turn], sheets[turn]).label

    with ThreadPoolExecutor(len(sheets)) as pool:
        labels = sorted(pool.map(speak, range(len(sheets))))

    assert labels == ["2026-001", "2026-002", "2026-003", "2026-004"]


def _hung(session: Session, place: Place, home: Household, period: str) -> int:
    """The sheet of a household in a month that is on the wall: each month a lock of its own."""
    round_ = make.open_round(session, place, period=period)
    sheet = make.sheet(session, round_, home)
    committee = make.committee(session, place)
    submit_round(session, committee, round_id=round_.id, now=NOW)
    certify_round(session, make.township_officer(session), round_id=round_.id, now=NOW)
    publicise_round(session, committee, round_id=round_.id, now=NOW)
    return sheet.id
