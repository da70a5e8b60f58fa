"""At the door: whose turn it is, and what the scorer finds there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.households.queries import HouseholdNotFound
from app.scoring.rounds.door import at_door, next_due, scoring_periods, visited_on
from app.scoring.rounds.mine import my_households
from app.scoring.rounds.record import record_nobody_home
from app.scoring.rounds.rules import NotInRound
from app.scoring.rounds.village import by_scorer, still_missing
from tests import make
from tests.make import NOW


def test_after_a_household_comes_the_next_that_still_needs_a_visit(session: Session) -> None:
    village = make.village(session)
    first, second, third = make.households(session, 3, village=village)
    round_ = make.open_round(session, village)
    scorer = make.specialist(session, village)
    make.sheet(session, round_, second, by=scorer)
    rows = my_households(session, scorer, round_.period)

    assert [row.household.id for row in rows if row is next_due(rows, first.id, NOW)] == [third.id]
    assert [row.household.id for row in rows if row is next_due(rows, third.id, NOW)] == [first.id]


def test_where_nobody_was_home_today_comes_last(session: Session) -> None:
    village = make.village(session)
    first, away, third = make.households(session, 3, village=village)
    round_ = make.open_round(session, village)
    scorer = make.specialist(session, village)
    record_nobody_home(session, scorer, household_id=away.id, now=NOW)
    rows = my_households(session, scorer, round_.period)

    for day, turn in ((NOW, third), (NOW + timedelta(days=1), away)):
        following = next_due(rows, first.id, day)
        assert following is not None
        assert following.household.id == turn.id


def test_group_ten_is_walked_after_group_two(session: Session) -> None:
    village = make.village(session)
    homes = make.households(session, 3, village=village)
    for home, group in zip(homes, ("10组", "2组", "9组"), strict=True):
        home.group_name = group
    session.flush()
    rows = my_households(session, make.specialist(session, village), Period.of(NOW))

    assert [row.household.group_name for row in rows] == ["2组", "9组", "10组"]


def test_when_all_are_done_there_is_no_next(session: Session) -> None:
    village = make.village(session)
    only = make.household(session, village=village)
    round_ = make.open_round(session, village)
    scorer = make.specialist(session, village)
    make.sheet(session, round_, only, by=scorer)

    assert next_due(my_households(session, scorer, round_.period), only.id, NOW) is None


def test_last_months_sheet_lies_at_the_door_as_a_draft(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    before = make.open_round(session, village, period="2026-10")
    make.sheet(session, before, household, answers_=make.answers("good"))
    round_ = make.open_round(session, village)

    door = at_door(session, make.specialist(session, village), round_.id, household.id)

    assert door.last is not None
    assert door.last.answers["A1"] == "good"
    assert door.sheet is None


def test_a_household_of_another_village_has_no_door_here(session: Session) -> None:
    village, other = make.village(session), make.village(session)
    round_ = make.open_round(session, village)
    stranger = make.household(session, village=other)

    with pytest.raises(HouseholdNotFound):
        at_door(session, make.specialist(session, village), round_.id, stranger.id)
    with pytest.raises(NotInRound):
        at_door(session, _scorer_of_the_township(session), round_.id, stranger.id)


def _scorer_of_the_township(session: Session) -> Actor:
    return make.specialist(session, make.township(session))


def test_a_month_stays_open_for_its_scorer_until_the_village_submits_it(session: Session) -> None:
    village = make.village(session)
    make.household(session, village=village)
    make.open_round(session, village, period="2026-10")
    make.open_round(session, village)

    periods = scoring_periods(session, make.specialist(session, village))

    assert [str(period) for period in periods] == ["2026-11", "2026-10"]


def test_a_visit_today_was_now_and_an_earlier_one_at_noon() -> None:
    assert visited_on(date(2026, 11, 20), NOW) == NOW
    assert visited_on(date(2026, 11, 18), NOW) == datetime(2026, 11, 18, 4, tzinfo=UTC)


def test_the_committee_sees_who_still_has_to_visit_whom(session: Session) -> None:
    village = make.village(session)
    away = make.household(session, village=village, head="马长顺", cadre="王建军")
    make.household(session, village=village, cadre="王建军")
    done = make.household(session, village=village, cadre="周明霞")
    round_ = make.open_round(session, village)
    make.sheet(session, round_, done)
    record_nobody_home(session, make.specialist(session, village), household_id=away.id, now=NOW)

    missing = still_missing(session, make.committee(session, village), round_)

    assert by_scorer(missing) == {"王建军": 2}
    assert [row.household.head_name for row in missing if row.nobody_home_at] == ["马长顺"]
