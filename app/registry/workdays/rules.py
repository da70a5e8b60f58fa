"""Working days: Monday to Friday, but for the days that the State Council moves each year. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.kernel.errors import Conflict, Invalid

FIRST_YEAR, LAST_YEAR = 2000, 2100
SATURDAY: Final = 5


class WorkdaysUnknown(Conflict):
    """Nobody has said yet which days of a year are worked. Fact: `year`."""

    code = "workdays_unknown"


class WorkdaysBad(Invalid):
    """What was written is no day, or no day of its year. Fact: `text`."""

    code = "workdays_bad"


class WorkYearEmpty(Invalid):
    """A year without a single holiday was not entered; it was forgotten. Fact: `year`."""

    code = "work_year_empty"


class WorkYearTaken(Conflict):
    """Somebody else has just entered the same year."""

    code = "work_year_taken"


@dataclass(frozen=True)
class WorkCalendar:
    """Known years; in each the days that differ from Monday to Friday, and whether they are worked.

    A year that is not there is unknown.
    """

    years: Mapping[int, Mapping[date, bool]]

    def works(self, day: date) -> bool:
        """Whether a day is worked.

        :raises WorkdaysUnknown: its year has not been entered.
        """
        differing = self.years.get(day.year)
        if differing is None:
            raise WorkdaysUnknown(year=day.year)
        return differing.get(day, _is_weekday(day))


def nth_working_day(calendar: WorkCalendar, after: date, days: int) -> date:
    """The n-th working day after a day, which does not count itself.

    :raises WorkdaysUnknown: the count leads into a year that has not been entered.
    """
    day, left = after, days
    while left > 0:
        day += timedelta(days=1)
        left -= calendar.works(day)
    return day


def by_year(days: Mapping[date, bool]) -> dict[int, dict[date, bool]]:
    """The days that differ from Monday to Friday, by year; a free Saturday differs in nothing."""
    years: dict[int, dict[date, bool]] = {}
    for day, works in sorted(days.items()):
        differing = years.setdefault(day.year, {})
        if works != _is_weekday(day):
            differing[day] = works
    return years


def check_year(year: int, days: Mapping[date, bool]) -> None:
    """A year that can be entered: its own days, a holiday among them.

    :raises WorkdaysBad: a day of another year, or a year out of all reason.
    :raises WorkYearEmpty: no weekday is free.
    """
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise WorkdaysBad(text=str(year))
    for day in days:
        if day.year != year:
            raise WorkdaysBad(text=day.isoformat())
    if not any(not works and _is_weekday(day) for day, works in days.items()):
        raise WorkYearEmpty(year=year)


def free_days(calendar: WorkCalendar, year: int) -> list[tuple[date, date]]:
    """The holidays of a known year as the State Council writes them: with the weekends in them."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    every = (first + timedelta(days=after) for after in range((last - first).days + 1))
    free = ranges(day for day in every if not calendar.works(day))
    moved = [day for day, works in calendar.years[year].items() if not works]
    return [each for each in free if any(each[0] <= day <= each[1] for day in moved)]


def ranges(days: Iterable[date]) -> list[tuple[date, date]]:
    """Days that follow each other as ranges, in their order."""
    found: list[tuple[date, date]] = []
    for day in sorted(days):
        if found and day - found[-1][1] == timedelta(days=1):
            found[-1] = (found[-1][0], day)
        else:
            found.append((day, day))
    return found


def _is_weekday(day: date) -> bool:
    return day.weekday() < SATURDAY
