"""Lunar dates (农历), by which villages hold their fairs."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from borax.calendars.lunardate import MAX_SOLAR_DATE, MIN_SOLAR_DATE
from borax.calendars.lunardate import LunarDate as _Reckoned

FIRST_DAY: Final[date] = MIN_SOLAR_DATE
LAST_DAY: Final[date] = MAX_SOLAR_DATE


@dataclass(frozen=True)
class LunarDate:
    """A day of a lunar year; a leap month has the number of the month before it."""

    year: int
    month: int
    day: int
    leap: bool
    name: str  # as people write it: 正月初一, 闰六月初一, 腊月廿三


def lunar(day: date) -> LunarDate:
    """The lunar date of a day; years 1900 to 2100 are known."""
    found = _Reckoned.from_solar(day)
    return LunarDate(found.year, found.month, found.day, bool(found.leap), found.cn_md)
