"""At the door: a sheet is recorded, replaced, refused."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.kernel.installation import NotPractice
from app.kernel.period import Period
from app.registry.accounts.permissions import Role
from app.registry.households.queries import HouseholdNotFound
from app.registry.places.queries import UnknownPlace
from app.scoring.rounds.found import Found
from app.scoring.rounds.mine import Due, my_households
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.record import (
    FilledSheet,
    excuse_household,
    record_nobody_home,
    record_sheet,
)
from app.scoring.rounds.rules import (
    AlreadyExcusedOrScored,
    AlreadyScored,
    NoticeDaysBad,
    NotInRound,
    PeriodInFuture,
    RoundNotOpen,
    WrongPeriod,
)
from app.scoring.visits.actions import VisitInFuture
from tests import make
from tests.make import NOW


def filled(
    round_: Round,
    household_id: int,
    *,
    visited_at: datetime = NOW - timedelta(days=2),
    answers: dict[str, str] | None = None,
    replaces_id: int | None = None,
) -> FilledSheet:
    """A full-marks sheet for a visit two days ago."""
    found = Found(round_.id, household_id, visited_at, answers or make.answers())
    return FilledSheet(uuid4(), found, replaces_id=replaces_id)


def test_a_specialist_scores_a_household_of_his_village(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)

    sheet = record_sheet(
        session, make.specialist(session, village), filled(round_, household.id), now=NOW
    )

    assert (sheet.points, sheet.state) == (100, SheetState.RECORDED)


def test_a_sheet_can_be_replaced_and_the_old_one_is_kept(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    first = make.sheet(session, round_, household)

    second = record_sheet(
        session,
        make.specialist(session, village),
        filled(round_, household.id, replaces_id=first.id, answers=make.answers("good")),
        now=NOW,
    )

    assert (first.state, second.state, second.replaces_id) == (
        SheetState.VOID, SheetState.RECORDED, first.id,
    )  # fmt: skip


def test_a_second_sheet_that_names_no_other_is_refused(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, household)

    with pytest.raises(AlreadyScored):
        make.sheet(session, round_, household)

    assert session.scalar(select(func.count()).select_from(Sheet)) == 1


def test_the_next_village_is_not_found(session: Session) -> None:
    here, there = make.village(session), make.village(session)
    household = make.household(session, village=there)
    round_ = make.open_round(session, there)

    with pytest.raises(HouseholdNotFound):
        record_sheet(session, make.specialist(session, here), filled(round_, household.id), now=NOW)


def test_a_household_of_another_village_does_not_fit_this_round(session: Session) -> None:
    here, there = make.village(session), make.village(session)
    stranger = make.household(session, village=there)
    round_ = make.open_round(session, here)
    scorer = make.actor(session, Role.VILLAGE_SPECIALIST, make.township(session))

    with pytest.raises(NotInRound):
        record_sheet(session, scorer, filled(round_, stranger.id), now=NOW)


def test_a_cadre_scores_only_the_households_assigned_to_him(session: Session) -> None:
    village = make.village(session)
    mine = make.household(session, village=village, cadre="何公明")
    other = make.household(session, village=village, cadre="陆昇")
    round_ = make.open_round(session, village)
    cadre = make.actor(session, Role.SUPPORT_CADRE, village, name="何公明")

    record_sheet(session, cadre, filled(round_, mine.id), now=NOW)

    with pytest.raises(HouseholdNotFound):
        record_sheet(session, cadre, filled(round_, other.id), now=NOW)


def test_a_visit_in_another_month_is_refused(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    last_month = filled(round_, household.id, visited_at=NOW - timedelta(days=30))

    with pytest.raises(WrongPeriod):
        record_sheet(session, make.specialist(session, village), last_month, now=NOW)


def test_the_month_turns_at_midnight_in_the_village(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    first_minute = filled(round_, household.id, visited_at=round_.period.starts_at)

    sheet = record_sheet(session, make.specialist(session, village), first_minute, now=NOW)

    assert sheet.points == 100


def test_a_visit_that_has_not_taken_place_is_refused(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    tomorrow = filled(round_, household.id, visited_at=NOW + timedelta(days=1))

    with pytest.raises(VisitInFuture):
        record_sheet(session, make.specialist(session, village), tomorrow, now=NOW)


def test_a_submitted_month_takes_no_more_sheets(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.submitted_round(session, village, household)

    with pytest.raises(RoundNotOpen):
        make.sheet(session, round_, make.household(session, village=village))


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.TOWNSHIP, Role.VILLAGE_COMMITTEE])
def test_who_is_no_scorer_scores_nobody(session: Session, role: Role) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)

    with pytest.raises(Forbidden):
        record_sheet(
            session, make.actor(session, role, village), filled(round_, household.id), now=NOW
        )


def test_the_day_s_list_says_who_is_due_done_or_was_away(session: Session) -> None:
    village = make.village(session)
    done, away, due = make.households(session, 3, village=village)
    scorer = make.specialist(session, village)
    make.sheet(session, make.open_round(session, village), done, by=scorer)
    record_nobody_home(session, scorer, household_id=away.id, now=NOW)

    mine = my_households(session, scorer, Period.of(NOW))

    assert {row.household.id: row.due for row in mine} == {
        done.id: Due.DONE, away.id: Due.NOBODY_HOME, due.id: Due.DUE,
    }  # fmt: skip


def test_the_day_s_list_offers_last_month_s_points(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    october = make.open_round(session, village, period="2026-10")
    make.sheet(session, october, household, answers_=make.answers("good"))
    make.open_round(session, village)

    row = my_households(session, make.specialist(session, village), Period.of(NOW))[0]

    assert row.last_points == 78


def test_an_excuse_is_lifted_when_the_household_is_scored_after_all(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    excuse = excuse_household(
        session, make.committee(session, village), round_id=round_.id,
        household_id=household.id, reason="外出务工", now=NOW,
    )  # fmt: skip

    make.sheet(session, round_, household)

    session.refresh(excuse)
    assert excuse.lifted_at == NOW


def test_a_scored_household_needs_no_excuse(session: Session) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    round_ = make.open_round(session, village)
    make.sheet(session, round_, household)

    with pytest.raises(AlreadyExcusedOrScored):
        excuse_household(
            session, make.committee(session, village), round_id=round_.id,
            household_id=household.id, reason="外出务工", now=NOW,
        )  # fmt: skip


def test_a_month_is_opened_once_in_a_village(session: Session) -> None:
    village = make.village(session)
    make.household(session, village=village)
    make.open_round(session, village)

    again = open_rounds(session, make.admin(session), period=Period.of(NOW), now=NOW)

    assert (len(again.rounds), again.existing) == (0, 1)


def test_a_month_that_has_not_begun_is_not_opened(session: Session) -> None:
    make.scheme(session)

    with pytest.raises(PeriodInFuture):
        open_rounds(session, make.admin(session), period=Period.of(NOW).plus(1), now=NOW)


@pytest.mark.parametrize("days", [-1, 61])
def test_a_notice_stands_one_to_sixty_days(session: Session, days: int) -> None:
    village = make.village(session)

    with pytest.raises(NoticeDaysBad):
        make.open_round(session, village, notice_days=days)


def test_a_notice_of_no_days_is_for_practice_only(session: Session) -> None:
    village = make.village(session)
    with pytest.raises(NotPractice):
        make.open_round(session, village, notice_days=0)

    make.practice(session)

    assert make.open_round(session, village, notice_days=0).notice_days == 0


def test_a_township_opens_no_month_beyond_its_villages(session: Session) -> None:
    make.scheme(session)
    stranger = make.actor(session, Role.TOWNSHIP, make.village(session))

    with pytest.raises(UnknownPlace):
        open_rounds(
            session, stranger, period=Period.of(NOW), now=NOW,
            village_codes=[make.village(session).code],
        )  # fmt: skip
