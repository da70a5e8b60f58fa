"""What a scorecard is, and what a sheet earns by it. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from app.kernel.errors import Invalid
from app.kernel.period import Period

FULL_PERCENT = 100
MOST_ITEM_POINTS = 1_000
MOST_ITEMS = 100


class SchemeBad(Invalid):
    """The file is no scorecard; `where` says which part."""

    code = "scheme_bad"


class UnknownItem(Invalid):
    """An answer to an item that the scorecard does not have."""

    code = "unknown_item"


class UnknownGrade(Invalid):
    """A grade that the scorecard does not have."""

    code = "unknown_grade"


class ItemsMissing(Invalid):
    """Items that were not answered."""

    code = "items_missing"


class Grade(StrEnum):
    """优 良 中 差."""

    EXCELLENT = "excellent"
    GOOD = "good"
    FAIR = "fair"
    POOR = "poor"


@dataclass(frozen=True)
class Item:
    """One thing that is looked at."""

    code: str
    name: str
    points_max: int


@dataclass(frozen=True)
class Category:
    """One of the five categories, with its items in order."""

    code: str
    name: str
    short_name: str
    items: tuple[Item, ...]

    @property
    def points_max(self) -> int:
        """Points of all its items at their best."""
        return sum(item.points_max for item in self.items)


@dataclass(frozen=True)
class Scheme:
    """A scorecard: categories, items, what a grade is worth, the cap, how long points last."""

    name: str
    categories: tuple[Category, ...]
    percent: Mapping[Grade, int]
    month_cap: int
    #: Day and month of the following year on which points end; None: never.
    expires: tuple[int, int] | None

    @property
    def items(self) -> dict[str, Item]:
        """All items by code, in order."""
        return {item.code: item for category in self.categories for item in category.items}

    @property
    def points_max(self) -> int:
        """Points of a month at its best, before the cap."""
        return sum(category.points_max for category in self.categories)

    def expires_on(self, period: Period) -> date | None:
        """The last day on which points of a month can be spent.

        Source: demo scorecard, "valid to 31 March of the following year".
        """
        if self.expires is None:
            return None
        month, day = self.expires
        return date(period.year + 1, month, day)


@dataclass(frozen=True)
class Total:
    """What a sheet earns: in all, and by category."""

    points: int
    by_category: dict[str, int]


def graded_points(points_max: int, percent: int) -> int:
    """A share of an item's points, rounded half up in integers (75 % of 6 is 5)."""
    return (points_max * percent * 2 + FULL_PERCENT) // (FULL_PERCENT * 2)


def points_of(scheme: Scheme, item: Item, grade: str) -> int:
    """Points of one answer.

    :raises UnknownGrade: not one of the scheme's grades.
    """
    if grade not in scheme.percent:
        raise UnknownGrade(item=item.code, grade=str(grade)[:20])
    return graded_points(item.points_max, scheme.percent[Grade(grade)])


def total(scheme: Scheme, answers: Mapping[str, str]) -> Total:
    """Points earned by a sheet: the sum of its items, no more than the month's cap.

    :raises UnknownItem: an answer to an item that is not in the scheme.
    :raises UnknownGrade: a grade that is not in the scheme.
    :raises ItemsMissing: an item without an answer.
    """
    items = scheme.items
    for code in answers:
        if code not in items:
            raise UnknownItem(item=str(code)[:20])
    missing = [code for code in items if code not in answers]
    if missing:
        raise ItemsMissing(items="、".join(missing), count=len(missing))
    for code, item in items.items():
        points_of(scheme, item, answers[code])
    return total_so_far(scheme, answers)


def total_so_far(scheme: Scheme, answers: Mapping[str, str]) -> Total:
    """Points of what is answered as yet: for a form that is half filled."""
    by_category = {
        category.code: sum(
            points_of(scheme, item, answers[item.code])
            for item in category.items
            if answers.get(item.code) in scheme.percent
        )
        for category in scheme.categories
    }
    return Total(min(sum(by_category.values()), scheme.month_cap), by_category)


def worth(scheme: Scheme, item: Item) -> dict[Grade, int]:
    """What each grade of an item is worth, the best first."""
    return {grade: graded_points(item.points_max, scheme.percent[grade]) for grade in Grade}


def scheme_from(definition: Mapping[str, Any]) -> Scheme:
    """Read a scorecard from its definition (a TOML file or the table).

    :raises SchemeBad: with the place that cannot be read.
    """
    categories = tuple(_category(entry) for entry in _list(definition, "categories"))
    codes = [item.code for category in categories for item in category.items]
    if not codes or len(codes) > MOST_ITEMS or len(set(codes)) != len(codes):
        raise SchemeBad(where="categories.items")
    if len({category.code for category in categories}) != len(categories):
        raise SchemeBad(where="categories.code")
    scheme = Scheme(
        _text(definition, "name"),
        categories,
        _percents(definition.get("grades")),
        _whole(definition, "month_cap", MOST_ITEM_POINTS * MOST_ITEMS),
        _day(definition.get("expires")),
    )
    if scheme.month_cap < 1:
        raise SchemeBad(where="month_cap")
    return scheme


def starts_of(definition: Mapping[str, Any]) -> Period:
    """The first month in which a definition holds.

    :raises SchemeBad: no month in it.
    """
    return Period.parse(_text(definition, "starts"))


def _category(entry: Any) -> Category:  # noqa: ANN401 — whatever the file says
    if not isinstance(entry, Mapping):
        raise SchemeBad(where="categories")
    name = _text(entry, "name")
    items = tuple(_item(item) for item in _list(entry, "items"))
    if not items:
        raise SchemeBad(where=name)
    short_name = str(entry.get("short_name") or name)
    return Category(_text(entry, "code"), name, short_name, items)


def _item(entry: Any) -> Item:  # noqa: ANN401 — whatever the file says
    if not isinstance(entry, Mapping):
        raise SchemeBad(where="categories.items")
    code = _text(entry, "code")
    return Item(code, _text(entry, "name"), _whole(entry, "points", MOST_ITEM_POINTS))


LONGEST_TEXT: Final = 100


def _text(entry: Mapping[str, Any], key: str) -> str:
    value = entry.get(key)
    if not isinstance(value, str) or not 1 <= len(value.strip()) <= LONGEST_TEXT:
        raise SchemeBad(where=key)
    return value.strip()


def _list(entry: Mapping[str, Any], key: str) -> list[Any]:
    value = entry.get(key)
    if not isinstance(value, list):
        raise SchemeBad(where=key)
    return value


def _whole(entry: Mapping[str, Any], key: str, most: int) -> int:
    value = entry.get(key)
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= most:
        raise SchemeBad(where=f"{entry.get('code', '')} {key}".strip())
    return value


def _percents(value: Any) -> dict[Grade, int]:  # noqa: ANN401 — whatever the file says
    if not isinstance(value, Mapping) or set(value) != set(Grade):
        raise SchemeBad(where="grades")
    percents = [value[grade] for grade in Grade]
    whole = all(isinstance(p, int) and not isinstance(p, bool) for p in percents)
    if not whole or percents != sorted(percents, reverse=True) or percents[0] != FULL_PERCENT:
        raise SchemeBad(where="grades")
    if percents[-1] < 0:
        raise SchemeBad(where="grades")
    return dict(zip(Grade, percents, strict=True))


def _day(value: Any) -> tuple[int, int] | None:  # noqa: ANN401 — whatever the file says
    if value is None:
        return None
    try:
        # A day that every year has: 29 February would not come back.
        parsed = date.fromisoformat(f"2001-{value}")
    except ValueError:
        raise SchemeBad(where="expires") from None
    return parsed.month, parsed.day
