"""Days as people write them, from a notice or in a file."""

import re
import unicodedata
from datetime import date, timedelta
from typing import Final

from app.registry.workdays.rules import WorkdaysBad

MOST_DAYS: Final = 366

_DAY: Final = r"(?:(\d{4})[-/.年])?(\d{1,2})[-/.月](\d{1,2})日?"
_ONE: Final = re.compile(_DAY, re.ASCII)
_RANGE: Final = re.compile(rf"({_DAY})(?:(?:~|至|到|—|–)({_DAY}))?", re.ASCII)
_BETWEEN: Final = re.compile(r"[\s,;、]+")
_YES: Final = frozenset({"1", "true", "yes", "是", "班", "上班"})
_NO: Final = frozenset({"0", "false", "no", "否", "休", "放假"})


def read_days(text: str, year: int) -> list[date]:
    """Days as people write them: "2-15~2-23、10月1日至10月7日"; without a year, of the given one.

    :raises WorkdaysBad: something among them is no day, or a range runs backwards.
    """
    found: list[date] = []
    for word in _BETWEEN.split(_plain(text).strip()):
        if word:
            found.extend(_range(word, year))
    return found


def read_line(row: int, day: str, works: str) -> tuple[date, bool]:
    """A line of a file: a day with its year, and whether it is worked.

    :raises WorkdaysBad: one of the two cannot be read; names the row.
    """
    said = _plain(works).strip().casefold()
    matched = _ONE.fullmatch(_plain(day).strip())
    if said not in _YES | _NO or not matched or not matched[1]:
        raise WorkdaysBad(text=f"{row}: {day[:20]},{works[:10]}")
    return _date(matched[1], matched[2], matched[3]), said in _YES


def _range(word: str, year: int) -> list[date]:
    matched = _RANGE.fullmatch(word)
    if matched is None:
        raise WorkdaysBad(text=word[:40])
    first = _date(matched[2] or str(year), matched[3], matched[4])
    last = _date(matched[6] or str(first.year), matched[7], matched[8]) if matched[5] else first
    count = (last - first).days + 1
    if not 1 <= count <= MOST_DAYS:
        raise WorkdaysBad(text=word[:40])
    return [first + timedelta(days=after) for after in range(count)]


def _date(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise WorkdaysBad(text=f"{year}-{month}-{day}") from None


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text)
