"""How an item is answered, and what an answer earns. Pure.

An answer is a text, as a form or a phone sends it: `good`, `7`, `yes`, `2026-03-01`.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import ClassVar, Final, Protocol

from app.kernel.errors import Invalid

FULL_PERCENT: Final = 100
WHOLE: Final = re.compile(r"[0-9]{1,3}")


class AnswerBad(Invalid):
    """An answer that its item does not take; `item` says which."""

    code = "answer_bad"


class UnknownGrade(AnswerBad):
    """A grade that the scorecard does not have."""

    code = "unknown_grade"


class PointsOutOfRange(AnswerBad):
    """Points below the least or above the most that the item may earn."""

    code = "points_out_of_range"


class Grade(StrEnum):
    """优 良 中 差."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


class ItemKind(StrEnum):
    """How an item is answered."""

    GRADES = "grades"
    POINTS = "points"
    YES_NO = "yes_no"
    COUNT = "count"
    FINDINGS = "findings"
    DEADLINE = "deadline"


class Scale(Protocol):
    """What the answers of an item are worth, in whole points from 0 to `points_max`."""

    kind: ClassVar[ItemKind]

    @property
    def points_max(self) -> int:
        """The most that an answer earns."""

    @property
    def choices(self) -> dict[str, int]:
        """The answers to choose from, with their points; none where a number is given."""

    def points_of(self, item: str, answer: str) -> int:
        """Points of an answer; `item` is the code, for the refusal.

        :raises AnswerBad: no answer to such an item.
        """


def graded_points(points_max: int, percent: int) -> int:
    """A share of an item's points, rounded half up in integers (75 % of 6 is 5)."""
    return (points_max * percent * 2 + FULL_PERCENT) // (FULL_PERCENT * 2)


@dataclass(frozen=True)
class Grades:
    """优 良 中 差, each worth so many points."""

    kind: ClassVar[ItemKind] = ItemKind.GRADES
    worth: Mapping[Grade, int]

    @classmethod
    def of(cls, points_max: int, percent: Mapping[Grade, int]) -> "Grades":
        """The usual grades: each worth a share of the item's points."""
        return cls({grade: graded_points(points_max, percent[grade]) for grade in Grade})

    @property
    def points_max(self) -> int:
        """What the best grade is worth."""
        return self.worth[Grade.EXCELLENT]

    @property
    def choices(self) -> dict[str, int]:
        """The four grades, the best first."""
        return {grade.value: self.worth[grade] for grade in Grade}

    def points_of(self, item: str, answer: str) -> int:
        """What the grade is worth."""
        if answer not in self.worth:
            raise UnknownGrade(item=item, grade=str(answer)[:20])
        return self.worth[Grade(answer)]


@dataclass(frozen=True)
class Points:
    """Points that the scorer gives, within a range."""

    kind: ClassVar[ItemKind] = ItemKind.POINTS
    choices: ClassVar[dict[str, int]] = {}
    points_least: int
    points_max: int

    def points_of(self, item: str, answer: str) -> int:
        """The points given."""
        given = whole(item, answer)
        if not self.points_least <= given <= self.points_max:
            raise PointsOutOfRange(
                item=item, points=given, least=self.points_least, most=self.points_max
            )
        return given


@dataclass(frozen=True)
class YesNo:
    """All or nothing."""

    kind: ClassVar[ItemKind] = ItemKind.YES_NO
    points_max: int

    @property
    def choices(self) -> dict[str, int]:
        """Yes and no."""
        return {"yes": self.points_max, "no": 0}

    def points_of(self, item: str, answer: str) -> int:
        """All for `yes`, nothing for `no`."""
        if answer not in self.choices:
            raise AnswerBad(item=item)
        return self.choices[answer]


@dataclass(frozen=True)
class Count:
    """So many points each time, up to a most."""

    kind: ClassVar[ItemKind] = ItemKind.COUNT
    choices: ClassVar[dict[str, int]] = {}
    points_each: int
    points_max: int

    def points_of(self, item: str, answer: str) -> int:
        """How often, times the points of one, no more than the most."""
        return min(whole(item, answer) * self.points_each, self.points_max)


@dataclass(frozen=True)
class Findings:
    """All points less so many for each finding; never below nothing.

    Source: 盛新村 2024, "no clutter" is worth 25, each finding takes 5.
    """

    kind: ClassVar[ItemKind] = ItemKind.FINDINGS
    choices: ClassVar[dict[str, int]] = {}
    points_each: int
    points_max: int

    def points_of(self, item: str, answer: str) -> int:
        """What the findings leave."""
        return max(0, self.points_max - whole(item, answer) * self.points_each)


@dataclass(frozen=True)
class Deadline:
    """Worth less the later it was done: points until a day, fewer until the next, then none.

    Source: 富兴社区, 10 before one date, 5 before the next, 0 after.
    """

    kind: ClassVar[ItemKind] = ItemKind.DEADLINE
    #: The last day of each step with its points, the earliest first.
    steps: tuple[tuple[date, int], ...]

    @property
    def points_max(self) -> int:
        """What the first step is worth."""
        return self.steps[0][1]

    @property
    def choices(self) -> dict[str, int]:
        """The last day of each step, and not at all."""
        return {day.isoformat(): points for day, points in self.steps} | {"no": 0}

    def points_of(self, item: str, answer: str) -> int:
        """Points of the first step whose last day has not passed; `no`: not done at all."""
        if answer == "no":
            return 0
        try:
            done_on = date.fromisoformat(answer)
        except ValueError:
            raise AnswerBad(item=item) from None
        return next((points for until, points in self.steps if done_on <= until), 0)


def whole(item: str, answer: str) -> int:
    """A whole number from 0 to 999 as it was written.

    :raises AnswerBad: anything else.
    """
    if not WHOLE.fullmatch(answer):
        raise AnswerBad(item=item)
    return int(answer)
