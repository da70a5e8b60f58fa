"""A scorecard as the TOML file that it can be read from again."""

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from app.kernel.period import Period
from app.scoring.schemes.awards import Award
from app.scoring.schemes.rules import Category, Item, ItemRole, Scheme
from app.scoring.schemes.scales import Count, Deadline, Findings, Grades, ItemKind, Points

#: The rules of a scorecard beside its items, in the order in which they are written.
RULES: Final = (
    "name",
    "starts",
    "month_cap",
    "year_cap",
    "bonus_cap",
    "records",
    "missing",
    "expires",
)


def definition_of(scheme: Scheme, starts: Period) -> dict[str, Any]:
    """What `scheme_from` reads, of a scorecard that holds from a month on."""
    percent = {grade.value: percent for grade, percent in scheme.percent.items()}
    definition: dict[str, Any] = {
        "name": scheme.name,
        "starts": str(starts),
        "month_cap": scheme.month_cap,
        "year_cap": scheme.year_cap,
        "bonus_cap": scheme.bonus_cap,
        "records": scheme.records if scheme.records > 1 else None,
        "missing": "zero" if scheme.missing_counts_zero else None,
        "expires": "{:02}-{:02}".format(*scheme.expires) if scheme.expires else None,
        "grades": percent,
        "categories": [_category(scheme, category) for category in scheme.categories],
        "extras": [item_of(scheme, item) for item in scheme.extras],
        "alternatives": [
            {
                "instead_of": list(alternative.instead_of),
                "items": [item_of(scheme, item) for item in alternative.items],
            }
            for alternative in scheme.alternatives
        ],
        "awards": [award_of(award) for award in scheme.awards],
    }
    return {key: value for key, value in definition.items() if value not in (None, [])}


def item_of(scheme: Scheme, item: Item) -> dict[str, Any]:
    """What `scheme_from` reads, of one item."""
    role = {} if item.role is ItemRole.BASE else {"role": item.role.value}
    look_for = {"look_for": item.look_for} if item.look_for else {}
    named = {"code": item.code, "name": item.name, **role, **look_for}
    return named if item.role is ItemRole.VETO else {**named, **_scale(scheme, item)}


def award_of(award: Award) -> dict[str, Any]:
    """What `scheme_from` reads, of one award."""
    levels = [{"name": name, "points": points} for name, points in award.levels]
    worth = {
        "levels": levels,
        "least": award.points_least if award.is_range else None,
        "points": None if levels else award.points_max,
        "once_per": award.once_per.value,
    }
    named = {"code": award.code, "name": award.name, "look_for": award.look_for}
    return {key: value for key, value in (named | worth).items() if value not in (None, "", [])}


def scheme_toml(definition: Mapping[str, Any]) -> str:
    """A definition as TOML, item by item on lines of their own."""
    return "\n".join(_lines(definition)) + "\n"


def _category(scheme: Scheme, category: Category) -> dict[str, Any]:
    return {
        "code": category.code,
        "name": category.name,
        "short_name": category.short_name,
        "items": [item_of(scheme, item) for item in category.items],
    }


def _scale(scheme: Scheme, item: Item) -> dict[str, Any]:
    scale = item.scale
    usual = {} if scale.kind is ItemKind.GRADES else {"kind": scale.kind.value}
    match scale:
        case Grades() if scale == Grades.of(scale.points_max, scheme.percent):
            return {"points": scale.points_max}
        case Grades():
            return {"worth": {grade.value: points for grade, points in scale.worth.items()}}
        case Points():
            least = {"least": scale.points_least} if scale.points_least else {}
            return {**usual, **least, "points": scale.points_max}
        case Count() | Findings():
            return {**usual, "each": scale.points_each, "points": scale.points_max}
        case Deadline():
            steps = [{"day": day.isoformat(), "points": points} for day, points in scale.steps]
            return {**usual, "until": steps}
    return {**usual, "points": scale.points_max}


def _lines(definition: Mapping[str, Any]) -> Iterator[str]:
    for key in RULES:
        if key in definition:
            yield f"{key} = {toml_value(definition[key])}"
    yield "\n[grades]"
    for grade, percent in definition["grades"].items():
        yield f"{grade} = {toml_value(percent)}"
    for category in definition["categories"]:
        yield "\n[[categories]]"
        for key in ("code", "name", "short_name"):
            yield f"{key} = {toml_value(category[key])}"
        yield from _items("items", category["items"])
    for alternative in definition.get("alternatives", []):
        yield "\n[[alternatives]]"
        yield f"instead_of = {toml_value(alternative['instead_of'])}"
        yield from _items("items", alternative["items"])
    for table in ("extras", "awards"):
        for entry in definition.get(table, []):
            yield f"\n[[{table}]]"
            yield from (f"{key} = {toml_value(value)}" for key, value in entry.items())


def _items(key: str, items: Iterable[Mapping[str, Any]]) -> Iterator[str]:
    yield f"{key} = ["
    yield from (f"  {toml_value(item)}," for item in items)
    yield "]"


def toml_value(value: object) -> str:
    """A text, a whole number, a table or a list of them: JSON writes the first two as TOML does."""
    if isinstance(value, Mapping):
        return f"{{ {', '.join(f'{key} = {toml_value(each)}' for key, each in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml_value, value))}]"
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
