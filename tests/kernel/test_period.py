"""A month begins at midnight in the village, not in Greenwich."""

from datetime import UTC, date, datetime

import pytest

from app.kernel.period import Period, PeriodUnreadable

NOVEMBER = Period.parse("2026-11")


@pytest.mark.parametrize("text", ["2000-01", "2026-01", "2026-12", "2100-12"])
def test_a_month_is_written_as_it_was_read(text: str) -> None:
    assert str(Period.parse(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "0000-01", "2026", "2026-1", "2026-00", "2026-13", "26-01", "02026-01", "1999-12",
        "2101-01", "2026-01-01", " 2026-01", "2026-01\n", "2026/01", "-2026-01",
        "２０２６-０１", "٢٠٢٦-٠١",
    ],
)  # fmt: skip
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(PeriodUnreadable):
        Period.parse(text)


def test_a_refusal_repeats_no_more_than_a_word_of_what_was_sent() -> None:
    with pytest.raises(PeriodUnreadable) as refusal:
        Period.parse("x" * 5_000)

    assert refusal.value.facts["text"] == "x" * 20


@pytest.mark.parametrize(
    ("instant", "month"),
    [
        (datetime(2026, 10, 31, 15, 59, 59, 999_999, tzinfo=UTC), "2026-10"),
        (datetime(2026, 10, 31, 16, 0, tzinfo=UTC), "2026-11"),
        (datetime(2026, 11, 30, 15, 59, 59, tzinfo=UTC), "2026-11"),
        (datetime(2026, 12, 31, 16, 0, tzinfo=UTC), "2027-01"),
    ],
)
def test_midnight_in_the_village_divides_the_months(instant: datetime, month: str) -> None:
    assert str(Period.of(instant)) == month


def test_a_month_starts_in_itself_and_not_a_moment_earlier() -> None:
    assert NOVEMBER.starts_at == datetime(2026, 10, 31, 16, 0, tzinfo=UTC)
    assert Period.of(NOVEMBER.starts_at) == NOVEMBER


@pytest.mark.parametrize(
    ("months", "then"),
    [(0, "2026-11"), (1, "2026-12"), (2, "2027-01"), (14, "2028-01"), (-11, "2025-12")],
)
def test_months_count_on_over_the_years(months: int, then: str) -> None:
    assert str(NOVEMBER.plus(months)) == then


@pytest.mark.parametrize(
    ("month", "last"),
    [("2026-11", 30), ("2026-12", 31), ("2026-02", 28), ("2028-02", 29), ("2100-02", 28)],
)
def test_the_last_day_knows_leap_years(month: str, last: int) -> None:
    period = Period.parse(month)

    assert period.last_day == date(period.year, period.month, last)


def test_months_sort_as_they_follow_each_other() -> None:
    later = Period.parse("2027-01")

    assert sorted([later, NOVEMBER]) == [NOVEMBER, later]
