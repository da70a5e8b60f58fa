from datetime import date

import pytest

from app.kernel.lunar import lunar


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2020, 1, 17), "腊月廿三"),
        (date(2024, 2, 10), "正月初一"),
        (date(2025, 1, 29), "正月初一"),
        (date(2025, 7, 25), "闰六月初一"),
        (date(2026, 2, 17), "正月初一"),
        (date(2026, 9, 25), "八月十五"),
    ],
)
def test_a_day_has_the_lunar_date_of_the_calendar_on_the_wall(day: date, name: str) -> None:
    assert lunar(day).name == name


def test_the_leap_month_has_the_number_of_the_month_before_it() -> None:
    first = lunar(date(2025, 7, 25))

    assert (first.year, first.month, first.day, first.leap) == (2025, 6, 1, True)
