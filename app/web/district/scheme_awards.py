"""The one-off awards of a scorecard as fields of its form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from flask import request

from app.web.district.scheme_number import number_in

#: 村级 50，镇级 100: how levels are written in one field.
APART: Final = re.compile(r"[，,、;；\n]+")
LEVEL: Final = re.compile(r"(.*?\S)\s*([0-9]{1,6})")
BETWEEN: Final = "，"


def typed_awards(awards: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """What stands in their fields at first."""
    return {
        f"{key}.{award['code']}": _levels_text(value) if key == "levels" else str(value)
        for award in awards
        for key, value in award.items()
    }


def entered_awards(before: Sequence[Mapping[str, Any]], new: str) -> Iterator[dict[str, Any]]:
    """The awards that have a name still, and a new one if it was given one."""
    for old in (*before, {"code": new}):
        if _text("name", old["code"]):
            yield {key: value for key, value in _award(old).items() if value != ""}


def _award(old: Mapping[str, Any]) -> dict[str, Any]:
    code = old["code"]
    levels = _levels(_text("levels", code))
    points = {"levels": levels} if levels else {"points": number_in(f"points.{code}")}
    least = number_in(f"least.{code}")
    return {
        "code": code,
        "name": _text("name", code),
        "look_for": _text("look_for", code),
        **points,
        # The least that is the most is no range: the award is fixed.
        "least": "" if levels or least == points.get("points") else least,
        "once_per": request.form.get(f"once_per.{code}", old.get("once_per", "")),
    }


def _levels(text: str) -> list[dict[str, Any]] | str:
    """Names with their points; a text that is none stays one, to be refused by its place."""
    parts = [part.strip() for part in APART.split(text) if part.strip()]
    found = [LEVEL.fullmatch(part) for part in parts]
    read = [{"name": each[1], "points": int(each[2])} for each in found if each is not None]
    return read if len(read) == len(parts) else text


def _levels_text(levels: Sequence[Mapping[str, Any]]) -> str:
    return BETWEEN.join(f"{level['name']} {level['points']}" for level in levels)


def _text(key: str, code: str) -> str:
    return request.form.get(f"{key}.{code}", "").strip()
