"""A scorecard read from its definition: a TOML file, a form, or the table of versions. Pure."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from app.kernel.errors import Invalid
from app.kernel.period import Period
from app.scoring.schemes.awards import Award, OncePer
from app.scoring.schemes.rules import RECORD_MARK, Alternative, Category, Item, ItemRole, Scheme
from app.scoring.schemes.scales import (
    FULL_PERCENT,
    Count,
    Deadline,
    Findings,
    Grade,
    Grades,
    ItemKind,
    Points,
    Scale,
    YesNo,
)

MOST_ITEM_POINTS: Final = 1_000
MOST_ITEMS: Final = 100
MOST_POINTS: Final = MOST_ITEM_POINTS * MOST_ITEMS
MOST_RECORDS: Final = 10
LONGEST_TEXT: Final = 100


class SchemeBad(Invalid):
    """The file is no scorecard; `where` says which part."""

    code = "scheme_bad"


@dataclass(frozen=True)
class _Entry:
    """A table of the file, and how it is called when something in it is wrong."""

    values: Mapping[str, Any]
    where: str = ""

    def bad(self, key: str) -> SchemeBad:
        return SchemeBad(where=f"{self.where} {key}".strip())

    def text(self, key: str) -> str:
        value = self.values.get(key)
        if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_TEXT:
            raise self.bad(key)
        return value.strip()

    def code(self) -> str:
        code = self.text("code")
        if RECORD_MARK in code or any(character.isspace() for character in code):
            raise self.bad("code")
        return code

    def whole(self, key: str, most: int, *, least: int = 1) -> int:
        value = self.values.get(key)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            raise self.bad(key)
        return value

    def whole_or_none(self, key: str, most: int) -> int | None:
        return self.whole(key, most) if key in self.values else None

    def entries(self, key: str) -> list["_Entry"]:
        value = self.values.get(key)
        if not isinstance(value, list):
            raise self.bad(key)
        for each in value:
            if not isinstance(each, Mapping):
                raise self.bad(key)
        return [_Entry(each, str(each.get("code", ""))) for each in value]

    def some(self, key: str) -> list["_Entry"]:
        return self.entries(key) if key in self.values else []

    def one_of(self, key: str, usual: str, known: Iterable[str]) -> str:
        value = self.values.get(key, usual)
        if value not in set(known):
            raise self.bad(key)
        return str(value)


def scheme_from(definition: Mapping[str, Any]) -> Scheme:
    """Read a scorecard from its definition (a TOML file or the table).

    :raises SchemeBad: with the place that cannot be read.
    """
    whole = _Entry(definition)
    percent = _percents(whole)
    categories = tuple(_category(entry, percent) for entry in whole.entries("categories"))
    alternatives = tuple(_alternative(entry, percent) for entry in whole.some("alternatives"))
    extras = tuple(_item(entry, percent) for entry in whole.some("extras"))
    scheme = Scheme(
        whole.text("name"),
        categories,
        percent,
        whole.whole("month_cap", MOST_POINTS),
        _day(whole),
        year_cap=whole.whole_or_none("year_cap", MOST_POINTS),
        extras=extras,
        bonus_cap=whole.whole_or_none("bonus_cap", MOST_POINTS),
        records=whole.whole_or_none("records", MOST_RECORDS) or 1,
        missing_counts_zero=whole.one_of("missing", "asked", ("asked", "zero")) == "zero",
        alternatives=alternatives,
        awards=tuple(_award(entry) for entry in whole.some("awards")),
    )
    _check_codes(scheme)
    _check_roles(scheme)
    for alternative in alternatives:
        _check_alternative(scheme, alternative)
    return scheme


def starts_of(definition: Mapping[str, Any]) -> Period:
    """The first month in which a definition holds.

    :raises SchemeBad: no month in it.
    """
    return Period.parse(_Entry(definition).text("starts"))


def _category(entry: _Entry, percent: Mapping[Grade, int]) -> Category:
    name = entry.text("name")
    items = tuple(_item(item, percent) for item in entry.entries("items"))
    if not items:
        raise SchemeBad(where=name)
    short_name = str(entry.values.get("short_name") or name)
    return Category(entry.code(), name, short_name, items)


def _item(entry: _Entry, percent: Mapping[Grade, int]) -> Item:
    kind = ItemKind(entry.one_of("kind", ItemKind.GRADES, ItemKind))
    role = ItemRole(entry.one_of("role", ItemRole.BASE, ItemRole))
    scale = YesNo(0) if role is ItemRole.VETO else _SCALES[kind](entry, percent)
    return Item(entry.code(), entry.text("name"), scale, role, _look_for(entry))


def _look_for(entry: _Entry) -> str:
    return entry.text("look_for") if "look_for" in entry.values else ""


def _award(entry: _Entry) -> Award:
    """Levels, or points; with `least` they are a range, and then it says what to look for."""
    levels = tuple(
        (level.text("name"), level.whole("points", MOST_ITEM_POINTS))
        for level in entry.some("levels")
    )
    if len(dict(levels)) != len(levels) or (levels and "points" in entry.values):
        raise entry.bad("levels")
    worth = [points for _, points in levels] or [entry.whole("points", MOST_ITEM_POINTS)]
    ranged = "least" in entry.values
    least = entry.whole("least", max(worth)) if ranged else min(worth)
    if ranged and "look_for" not in entry.values:
        raise entry.bad("look_for")
    once_per = OncePer(entry.one_of("once_per", OncePer.ALWAYS, OncePer))
    name, look_for = entry.text("name"), _look_for(entry)
    return Award(entry.code(), name, levels, least, max(worth), look_for, once_per)


def _alternative(entry: _Entry, percent: Mapping[Grade, int]) -> Alternative:
    instead_of = entry.values.get("instead_of")
    if not isinstance(instead_of, list) or not all(isinstance(code, str) for code in instead_of):
        raise entry.bad("instead_of")
    return Alternative(
        tuple(instead_of), tuple(_item(item, percent) for item in entry.entries("items"))
    )


def _grades(entry: _Entry, percent: Mapping[Grade, int]) -> Scale:
    if "worth" not in entry.values:
        return Grades.of(entry.whole("points", MOST_ITEM_POINTS), percent)
    value = entry.values["worth"]
    if not isinstance(value, Mapping) or set(value) != set(Grade):
        raise entry.bad("worth")
    worth = _Entry(value, entry.where)
    points = [worth.whole(grade, MOST_ITEM_POINTS, least=0) for grade in Grade]
    if points != sorted(points, reverse=True) or points[0] == 0:
        raise entry.bad("worth")
    return Grades(dict(zip(Grade, points, strict=True)))


def _points(entry: _Entry, _percent: Mapping[Grade, int]) -> Scale:
    most = entry.whole("points", MOST_ITEM_POINTS)
    least = entry.whole("least", most, least=0) if "least" in entry.values else 0
    return Points(least, most)


def _yes_no(entry: _Entry, _percent: Mapping[Grade, int]) -> Scale:
    return YesNo(entry.whole("points", MOST_ITEM_POINTS))


def _count(entry: _Entry, _percent: Mapping[Grade, int]) -> Scale:
    most = entry.whole("points", MOST_ITEM_POINTS)
    return Count(entry.whole("each", most), most)


def _findings(entry: _Entry, _percent: Mapping[Grade, int]) -> Scale:
    most = entry.whole("points", MOST_ITEM_POINTS)
    return Findings(entry.whole("each", most), most)


def _deadline(entry: _Entry, _percent: Mapping[Grade, int]) -> Scale:
    steps: list[tuple[date, int]] = []
    for step in entry.entries("until"):
        try:
            day = date.fromisoformat(_Entry(step.values, entry.where).text("day"))
        except ValueError:
            raise entry.bad("until") from None
        steps.append((day, _Entry(step.values, entry.where).whole("points", MOST_ITEM_POINTS)))
    days, points = [day for day, _ in steps], [points for _, points in steps]
    if not steps or days != sorted(set(days)) or points != sorted(points, reverse=True):
        raise entry.bad("until")
    return Deadline(tuple(steps))


_SCALES: Final[Mapping[ItemKind, Callable[[_Entry, Mapping[Grade, int]], Scale]]] = {
    ItemKind.GRADES: _grades,
    ItemKind.POINTS: _points,
    ItemKind.YES_NO: _yes_no,
    ItemKind.COUNT: _count,
    ItemKind.FINDINGS: _findings,
    ItemKind.DEADLINE: _deadline,
}


def _percents(whole: _Entry) -> dict[Grade, int]:
    value = whole.values.get("grades")
    if not isinstance(value, Mapping) or set(value) != set(Grade):
        raise SchemeBad(where="grades")
    of_grade = _Entry(value, "grades")
    percents = [of_grade.whole(grade, FULL_PERCENT, least=0) for grade in Grade]
    if percents != sorted(percents, reverse=True) or percents[0] != FULL_PERCENT:
        raise SchemeBad(where="grades")
    return dict(zip(Grade, percents, strict=True))


def _day(whole: _Entry) -> tuple[int, int] | None:
    value = whole.values.get("expires")
    if value is None:
        return None
    try:
        # A day that every year has: 29 February would not come back.
        parsed = date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise SchemeBad(where="expires") from None
    return parsed.month, parsed.day


def _check_codes(scheme: Scheme) -> None:
    """Every item is called once, and there are not too many."""
    codes = [each.code for each in scheme.priced]
    if not scheme.items or len(codes) > MOST_ITEMS or len(set(codes)) != len(codes):
        raise SchemeBad(where="categories.items")
    if len({category.code for category in scheme.categories}) != len(scheme.categories):
        raise SchemeBad(where="categories.code")


def _check_roles(scheme: Scheme) -> None:
    """The usual items stand in categories, the unusual ones beside them."""
    for item in scheme.items.values():
        if item.role is not ItemRole.BASE:
            raise SchemeBad(where=f"{item.code} role")
    for item in scheme.extras:
        if item.role is ItemRole.BASE:
            raise SchemeBad(where=f"{item.code} role")


def _check_alternative(scheme: Scheme, alternative: Alternative) -> None:
    """It stands for items of one category, and weighs as much as they do."""
    replaced = set(alternative.instead_of)
    weight = sum(item.points_max for item in alternative.items)
    for category in scheme.categories:
        there = [item for item in category.items if item.code in replaced]
        if {item.code for item in there} == replaced and replaced:
            if sum(item.points_max for item in there) == weight:
                return
            raise SchemeBad(where="alternatives points")
    raise SchemeBad(where="alternatives instead_of")
