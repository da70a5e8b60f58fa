"""A scorecard as the TOML file that it can be read from again."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from app.kernel.period import Period
from app.scoring.schemes.rules import Category, Scheme


def definition_of(scheme: Scheme, starts: Period) -> dict[str, Any]:
    """What `scheme_from` reads, of a scorecard that holds from a month on."""
    expires = {"expires": "{:02}-{:02}".format(*scheme.expires)} if scheme.expires else {}
    return {
        "name": scheme.name,
        "starts": str(starts),
        "month_cap": scheme.month_cap,
        **expires,
        "grades": {grade.value: percent for grade, percent in scheme.percent.items()},
        "categories": [_category(category) for category in scheme.categories],
    }


def scheme_toml(definition: Mapping[str, Any]) -> str:
    """A definition as TOML, item by item on lines of their own."""
    return "\n".join(_lines(definition)) + "\n"


def _category(category: Category) -> dict[str, Any]:
    return {
        "code": category.code,
        "name": category.name,
        "short_name": category.short_name,
        "items": [
            {"code": item.code, "name": item.name, "points": item.points_max}
            for item in category.items
        ],
    }


def _lines(definition: Mapping[str, Any]) -> Iterator[str]:
    for key in ("name", "starts", "month_cap", "expires"):
        if key in definition:
            yield f"{key} = {_value(definition[key])}"
    yield "\n[grades]"
    for grade, percent in definition["grades"].items():
        yield f"{grade} = {_value(percent)}"
    for category in definition["categories"]:
        yield "\n[[categories]]"
        for key in ("code", "name", "short_name"):
            yield f"{key} = {_value(category[key])}"
        yield "items = ["
        for item in category["items"]:
            pairs = ", ".join(f"{key} = {_value(value)}" for key, value in item.items())
            yield f"  {{ {pairs} }},"
        yield "]"


def _value(value: object) -> str:
    """A text or whole number: JSON writes both as TOML does, but for one control character."""
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
