"""An office enters a year, and enters it again."""

from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.registry.workdays.actions import enter_work_year, enter_work_years
from app.registry.workdays.queries import work_calendar, years_shown
from app.registry.workdays.rules import WorkdaysUnknown, WorkYearEmpty
from tests import make
from tests.make import NOW

MONDAY = date(2027, 2, 8)


def test_a_year_is_unknown_until_it_is_entered(session: Session) -> None:
    with pytest.raises(WorkdaysUnknown):
        work_calendar(session).works(MONDAY)

    enter_work_year(session, make.admin(session), year=2027, days={MONDAY: False}, now=NOW)

    assert not work_calendar(session).works(MONDAY)
    assert work_calendar(session).works(date(2027, 2, 9))


def test_entered_again_it_is_another_year(session: Session) -> None:
    admin = make.admin(session)
    for days in ({MONDAY: False}, {date(2027, 2, 9): False}):
        enter_work_year(session, admin, year=2027, days=days, now=NOW)

    assert work_calendar(session).works(MONDAY)
    assert not work_calendar(session).works(date(2027, 2, 9))


def test_the_office_prevails_over_what_was_shipped(session: Session) -> None:
    days = {date(2026, 2, 17): False}
    enter_work_year(session, make.admin(session), year=2026, days=days, now=NOW)

    assert work_calendar(session).works(date(2026, 2, 16))
    shown = {year.year: year for year in years_shown(session)}
    assert shown[2026].entered_by == "孙立新"
    assert shown[2025].entered_at is None


def test_a_file_of_two_years_enters_both_or_none(session: Session) -> None:
    admin = make.admin(session)
    days = {MONDAY: False, date(2028, 1, 3): False}

    assert enter_work_years(session, admin, days=days, now=NOW) == [2027, 2028]
    with pytest.raises(WorkYearEmpty):
        enter_work_years(session, admin, days={date(2029, 1, 6): True}, now=NOW)


def test_a_village_does_not_decide_which_days_are_worked(session: Session) -> None:
    committee = make.committee(session, make.village(session))

    with pytest.raises(Forbidden):
        enter_work_year(session, committee, year=2027, days={MONDAY: False}, now=NOW)


def test_the_database_refuses_a_year_out_of_all_reason(session: Session) -> None:
    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(
            text(
                "INSERT INTO work_years (year, days, entered_at, entered_by)"
                " VALUES (20270, '{}', '2026-11-20', 1)"
            )
        )
