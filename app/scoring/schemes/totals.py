"""What a sheet earns by a scorecard: line by line, and what the caps cut. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from app.kernel.errors import Invalid
from app.scoring.schemes.rules import Item, ItemRole, Scheme, item_and_record

SHORTEST_REASON, LONGEST_REASON = 2, 200


class UnknownItem(Invalid):
    """An answer to an item that the scorecard does not have."""

    code = "unknown_item"


class ItemsMissing(Invalid):
    """Items that were not answered."""

    code = "items_missing"


class DeductionReasonMissing(Invalid):
    """Points are taken without a word on why; `item` says by which item."""

    code = "deduction_reason_missing"


class CutRule(StrEnum):
    """By which rule a month earns less (or, for the floor, more) than its lines add up to."""

    BONUS_CAP = "bonus_cap"
    FLOOR = "floor"
    VETO = "veto"
    MONTH_CAP = "month_cap"
    YEAR_CAP = "year_cap"


@dataclass(frozen=True)
class Line:
    """One answer and what it earned; a deduction has points below nothing."""

    item: Item
    answer: str
    points: int
    record: int = 1


@dataclass(frozen=True)
class Cut:
    """Points that a rule takes off what the lines add up to; below nothing where it adds some."""

    rule: CutRule
    points: int


@dataclass(frozen=True)
class Total:
    """What a sheet earns: in all, by category, line by line, and what was cut.

    The lines' points less the cuts' points are the points: whoever adds up what is printed gets it.
    """

    points: int
    by_category: dict[str, int]
    lines: tuple[Line, ...] = ()
    cuts: tuple[Cut, ...] = ()

    def __post_init__(self) -> None:
        """Our own arithmetic, checked."""
        printed = sum(line.points for line in self.lines) - sum(cut.points for cut in self.cuts)
        assert printed == self.points, "a total is what its lines and cuts add up to"


def total(
    scheme: Scheme, answers: Mapping[str, str], *, earned_this_year: int | None = None
) -> Total:
    """Points earned by a sheet: the sum of its lines, less what the caps cut.

    :param earned_this_year: points of the household's other months, where a year's cap counts.
    :raises UnknownItem: an answer to an item that is not in the scheme.
    :raises AnswerBad: an answer that its item does not take.
    :raises ItemsMissing: an item without an answer.
    """
    for code in answers:
        if code not in scheme.answerable:
            raise UnknownItem(item=str(code)[:20])
    missing = missing_items(scheme, answers)
    if missing:
        raise ItemsMissing(items="、".join(missing), count=len(missing))
    lines = tuple(
        Line(
            item, answers[code], item.sign * item.points_of(answers[code]), item_and_record(code)[1]
        )
        for code, item in scheme.answerable.items()
        if code in answers
    )
    return _added_up(scheme, lines, earned_this_year)


def total_so_far(scheme: Scheme, answers: Mapping[str, str]) -> Total:
    """Points of what is answered as yet: for a form that is half filled."""
    readable = {
        code: answer
        for code, answer in answers.items()
        if code in scheme.answerable and scheme.answerable[code].takes(answer)
    }
    return total(replace(scheme, missing_counts_zero=True), readable)


def deduction_reasons(
    scheme: Scheme, answers: Mapping[str, str], reasons: Mapping[str, str]
) -> dict[str, str]:
    """Why points are taken, by the code of each item that takes some, and of no other.

    :raises DeductionReasonMissing: points are taken without a reason of 2 to 200 characters.
    """
    taking = [
        item
        for item in scheme.extras
        if item.role is ItemRole.DEDUCTION
        and item.code in answers
        and item.points_of(answers[item.code])
    ]
    said = {item.code: reasons.get(item.code, "").strip() for item in taking}
    for item in taking:
        if not SHORTEST_REASON <= len(said[item.code]) <= LONGEST_REASON:
            raise DeductionReasonMissing(item=item.name, most=LONGEST_REASON)
    return said


def missing_items(scheme: Scheme, answers: Mapping[str, str]) -> list[str]:
    """Codes without an answer that need one: all of the first record, of others once begun."""
    if scheme.missing_counts_zero:
        return []
    begun = {item_and_record(code)[1] for code in answers if code in scheme.answerable} | {1}
    extras = {item.code for item in scheme.extras}
    return [
        code
        for code in scheme.answerable
        if code not in answers and code not in extras and item_and_record(code)[1] in begun
    ]


def _line(item: Item, code: str, answer: str) -> Line:
    _item, record = item_and_record(code)
    return Line(item, answer, item.sign * item.points_of(answer), record)


def _added_up(scheme: Scheme, lines: tuple[Line, ...], earned_this_year: int | None) -> Total:
    cuts: list[Cut] = []
    left = sum(line.points for line in lines)

    def cut(rule: CutRule, points: int) -> None:
        nonlocal left
        if points:
            cuts.append(Cut(rule, points))
            left -= points

    bonus = sum(line.points for line in lines if line.item.role is ItemRole.BONUS)
    if scheme.bonus_cap is not None:
        cut(CutRule.BONUS_CAP, max(0, bonus - scheme.bonus_cap))
    cut(CutRule.FLOOR, min(0, left))
    if any(line.item.role is ItemRole.VETO and line.answer == "yes" for line in lines):
        cut(CutRule.VETO, left)
    cut(CutRule.MONTH_CAP, max(0, left - scheme.month_cap))
    if scheme.year_cap is not None and earned_this_year is not None:
        cut(CutRule.YEAR_CAP, max(0, left - max(0, scheme.year_cap - earned_this_year)))
    return Total(left, _by_category(scheme, lines), lines, tuple(cuts))


def _by_category(scheme: Scheme, lines: Iterable[Line]) -> dict[str, int]:
    of_item = {
        item.code: category.code for category in scheme.categories for item in category.items
    }
    sums = {category.code: 0 for category in scheme.categories}
    for line in lines:
        if line.item.role is ItemRole.BASE:
            sums[of_item[line.item.code]] += line.points
    return sums
