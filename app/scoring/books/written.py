"""Answers as people write them on paper and in Excel: 优, 8, 是, √, 3 次, 11 月 5 日. Pure."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from app.kernel.period import Period
from app.scoring.schemes.rules import Item
from app.scoring.schemes.scales import Count, Deadline, Findings, Grade, Grades, YesNo

GRADES: Final[Mapping[Grade, tuple[str, ...]]] = {
    Grade.EXCELLENT: ("优", "优秀", "excellent"),
    Grade.GOOD: ("良", "良好", "good"),
    Grade.FAIR: ("中", "中等", "一般", "fair"),
    Grade.POOR: ("差", "较差", "poor"),
}
YES: Final = ("是", "有", "对", "√", "✓", "✔", "☑", "yes", "y")
NO: Final = ("否", "没有", "无", "不", "×", "✕", "✗", "✘", "x", "no", "n")
NOT_DONE: Final = ("没做", "未做", "没有", "无", "否", "×", "x", "no")
NONE_FOUND: Final = ("无", "没有", "没")
#: What stands in a cell that nobody filled: a stroke through it.
STROKES: Final = frozenset({"/", "\\", "-", "--", "—", "——", "–", "−"})
#: What the book prints over the cells of a household that need not be scored.
EXCUSED: Final = "免评"
TOTAL: Final = re.compile(r"([0-9]{1,6})\s?分?")
NUMBER: Final = re.compile(r"\+?0*([0-9]{1,3})(?:次|处|分|个)?")
FULL_DAY: Final = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
SHORT_DAY: Final = re.compile(r"([0-9]{1,2})[-/.月]([0-9]{1,2})(?:日|号)?")
ONLY_DAY: Final = re.compile(r"([0-9]{1,2})(?:日|号)?")


def as_written(item: Item, answer: str) -> str:
    """An answer as the book says it; `understood` reads it back."""
    match item.scale:
        case Grades():
            return GRADES[Grade(answer)][0]
        case YesNo():
            return YES[0] if answer == "yes" else NO[0]
        case Deadline() if answer == "no":
            return NOT_DONE[0]
    return answer


def is_blank(text: str) -> bool:
    """Whether nobody has written there: a stroke is nothing, and neither is what was printed."""
    return not text or text in STROKES or text == EXCUSED


def total_written(text: str) -> int | None:
    """The points of a total that was added up by hand; None where there is no number."""
    found = TOTAL.fullmatch(text)
    return int(found[1]) if found else None


def understood(item: Item, text: str, period: Period) -> str | None:
    """The answer that the item takes; None where it cannot be told.

    :param text: half-width, without spaces around it, as `roster.clean.text` leaves it.
    """
    said = text.replace(" ", "").casefold()
    answer = _read(item, said, period)
    return answer if answer is not None and item.takes(answer) else None


def day_written(text: str, period: Period) -> date | None:
    """A day of any form; without its month or year, in the month of the book."""
    said = text.replace(" ", "").partition("t")[0].partition("T")[0]
    for form, before in (
        (FULL_DAY, ()),
        (SHORT_DAY, (period.year,)),
        (ONLY_DAY, (period.year, period.month)),
    ):
        if found := form.fullmatch(said):
            try:
                return date(*before, *map(int, found.groups()))
            except ValueError:
                return None
    return None


def _read(item: Item, said: str, period: Period) -> str | None:
    match item.scale:
        case Grades() as scale:
            return _grade(scale, said)
        case YesNo():
            return "yes" if said in YES else "no" if said in NO else None
        case Deadline():
            day = day_written(said, period)
            return "no" if said in NOT_DONE else day.isoformat() if day else None
        case Count() | Findings() if said in NONE_FOUND:
            return "0"
    found = NUMBER.fullmatch(said)
    return found[1] if found else None


def _grade(scale: Grades, said: str) -> str | None:
    for grade, words in GRADES.items():
        if said in words:
            return grade.value
    # Who writes the points instead means the one grade that is worth so many.
    found = NUMBER.fullmatch(said)
    worth = [grade for grade, points in scale.worth.items() if found and points == int(found[1])]
    return worth[0].value if len(worth) == 1 else None
