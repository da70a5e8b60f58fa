"""Days are read as an office types them, and as a file has them."""

from datetime import date

import pytest

from app.registry.workdays.rules import WorkdaysBad
from app.words.days import read_days, read_line


def test_days_are_read_as_people_write_them() -> None:
    february = [date(2027, 2, 5), date(2027, 2, 6), date(2027, 2, 7)]

    for text in ("2-5~2-7", "2月5日至2月7日", "2027-02-05～2027-02-07", "2/5、2/6\n2.7"):
        assert read_days(text, 2027) == february


@pytest.mark.parametrize("text", ["2-30", "春节", "2-7~2-5", "13-1", "2-5~", "2025-1-1~2027-1-1"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(WorkdaysBad):
        read_days(text, 2027)


def test_a_line_of_a_file_says_its_year_and_whether_it_is_worked() -> None:
    assert read_line(2, "2027/2/6", "1") == (date(2027, 2, 6), True)
    assert read_line(3, "2027-02-08", "休") == (date(2027, 2, 8), False)


@pytest.mark.parametrize(("a_day", "works"), [("2-8", "0"), ("2027-02-08", ""), ("x", "1")])
def test_a_line_that_cannot_be_read_is_named(a_day: str, works: str) -> None:
    with pytest.raises(WorkdaysBad) as refusal:
        read_line(7, a_day, works)

    assert str(refusal.value.facts["text"]).startswith("7: ")
