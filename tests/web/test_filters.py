"""How times, months and points are written."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from app.door.context import speaks
from app.kernel.period import Period
from app.web import filters

# 24 November, seven in the morning in the village; still the 23rd in London.
MORNING = datetime(2026, 11, 23, 23, 5, tzinfo=UTC)
CASES = {
    "zh": (
        "11 月 24 日 周二",
        "2026 年 11 月 24 日",
        "11 月 24 日 周二 07:05",
        "2026 年 11 月",
        "11 月",
    ),
    "en": ("Tue 24 Nov", "24 November 2026", "Tue 24 Nov 07:05", "November 2026", "November"),
}


@pytest.mark.parametrize("language", CASES)
def test_times_are_told_on_the_villages_clock(language: str) -> None:
    november = Period.of(MORNING)

    with Flask("a reader").app_context():
        speaks(language)
        written = (
            filters.day(MORNING),
            filters.full_day(MORNING.date().replace(day=24)),
            filters.moment(MORNING),
            filters.month(november),
            filters.month_only(november),
        )

    assert written == CASES[language]


def test_points_have_commas_and_a_true_minus() -> None:
    assert (filters.points(1234), filters.points(-50)) == ("1,234", "−50")
    assert [filters.signed(n) for n in (1050, -50, 0)] == ["+1,050", "−50", "0"]
