"""Working days, against the State Council's notices, written out by hand."""

from datetime import date

import pytest

from app.registry.workdays.rules import (
    WorkCalendar,
    WorkdaysBad,
    WorkdaysUnknown,
    WorkYearEmpty,
    by_year,
    check_year,
    free_days,
    nth_working_day,
    ranges,
)
from app.registry.workdays.shipped import SHIPPED_DAYS

CHINA = WorkCalendar(by_year(SHIPPED_DAYS))


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-14",  # Saturday before 春节, worked instead
        "2026-02-24", "2026-02-25", "2026-02-26", "2026-02-27",
        "2026-02-28",  # Saturday after it, worked instead
        "2026-01-04", "2026-05-09", "2026-09-20", "2026-10-10",
        "2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11",
        "2026-11-20",
    ],
)  # fmt: skip
def test_these_days_are_worked(text: str) -> None:
    assert CHINA.works(day(text))


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-15", "2026-02-16", "2026-02-17", "2026-02-18", "2026-02-19",
        "2026-02-20", "2026-02-21", "2026-02-22", "2026-02-23",
        "2026-03-01",  # a Sunday like any other
        "2026-01-01", "2026-01-02", "2026-01-03", "2026-04-06", "2026-05-05", "2026-06-19",
        "2026-09-25", "2026-10-01", "2026-10-07",
        "2025-01-28", "2025-02-04", "2025-10-08",
    ],
)  # fmt: skip
def test_these_days_are_free(text: str) -> None:
    assert not CHINA.works(day(text))


@pytest.mark.parametrize(
    ("after", "days", "last"),
    [
        # Up on Wednesday 11 February: 12, 13, the worked Saturday 14, then nine days of 春节,
        # then 24 and 25.
        ("2026-02-11", 5, "2026-02-25"),
        # Up on the last working day before it: 24, 25, 26, 27 and the worked Saturday 28.
        ("2026-02-14", 5, "2026-02-28"),
        # Up in the middle of it: the same five.
        ("2026-02-18", 5, "2026-02-28"),
        # 26, 27, Saturday 28, Monday 2 March, 3, 4, 5.
        ("2026-02-25", 7, "2026-03-05"),
        # Over 国庆 2026: 30 September, then 8, 9, Saturday 10, Monday 12.
        ("2026-09-29", 5, "2026-10-12"),
        # An ordinary week: Monday to Friday.
        ("2026-11-20", 5, "2026-11-27"),
        ("2026-11-20", 1, "2026-11-23"),
    ],
)
def test_the_nth_working_day_after_a_day(after: str, days: int, last: str) -> None:
    assert nth_working_day(CHINA, day(after), days) == day(last)


def test_a_year_that_nobody_entered_is_refused_and_not_guessed() -> None:
    with pytest.raises(WorkdaysUnknown) as refusal:
        nth_working_day(CHINA, day("2026-12-30"), 3)

    assert refusal.value.facts == {"year": 2027}


def test_days_up_to_the_end_of_a_known_year_need_no_next_one() -> None:
    assert nth_working_day(CHINA, day("2026-12-30"), 1) == day("2026-12-31")


def test_a_year_without_a_holiday_was_forgotten() -> None:
    with pytest.raises(WorkYearEmpty):
        check_year(2027, {date(2027, 2, 6): True})


def test_a_year_has_its_own_days_only() -> None:
    with pytest.raises(WorkdaysBad):
        check_year(2027, {date(2027, 2, 8): False, date(2026, 2, 16): False})


def test_a_free_saturday_differs_in_nothing() -> None:
    assert by_year({date(2027, 2, 6): False, date(2027, 2, 8): False}) == {
        2027: {date(2027, 2, 8): False}
    }


def test_days_in_a_row_are_one_range() -> None:
    days = [date(2027, 2, 8), date(2027, 2, 9), date(2027, 2, 11)]

    assert ranges(days) == [
        (date(2027, 2, 8), date(2027, 2, 9)),
        (date(2027, 2, 11), date(2027, 2, 11)),
    ]


def test_holidays_are_told_with_the_weekends_in_them_as_in_the_notice() -> None:
    told = [f"{first:%m-%d}~{last:%m-%d}" for first, last in free_days(CHINA, 2026)]

    assert told == [
        "01-01~01-03", "02-15~02-23", "04-04~04-06", "05-01~05-05", "06-19~06-21",
        "09-25~09-27", "10-01~10-07",
    ]  # fmt: skip
