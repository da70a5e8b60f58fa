"""照着改: the next scorecard entered in a form, beside the one that holds now."""

from collections.abc import Iterator
from typing import Any, Final

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.door.context import db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.period import Period, PeriodUnreadable
from app.registry.accounts.permissions import Permission
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.queries import versions
from app.scoring.schemes.reading import SchemeBad, scheme_from, starts_of
from app.scoring.schemes.rules import Category, Scheme
from app.scoring.schemes.scales import Grade
from app.scoring.schemes.writing import definition_of, scheme_toml
from app.web.district.pages import pages
from app.web.kept_files import keep_content
from app.web.said import said, shown_again

# The best grade is worth everything by definition.
GRADES: Final = (Grade.GOOD, Grade.FAIR, Grade.POOR)
MOST_DIGITS: Final = 6


@pages.get("/settings/schemes/edit")
@needs(Permission.MANAGE_SCHEMES)
def edit_scheme() -> str:
    """The latest scorecard as a form; in a new district the one that comes with the program."""
    with db().read() as session:
        scheme = _latest(session)
    starts = Period.of(now()).plus(1)
    return _page(scheme, _typed(definition_of(scheme, starts)))


@pages.post("/settings/schemes/edit")
@needs(Permission.MANAGE_SCHEMES)
def look_at_entered_scheme() -> Response:
    """Keep what was entered, to look at it like a file. Nothing is published here."""
    with db().read() as session:
        scheme = _latest(session)
    try:
        definition = _entered(scheme)
        scheme_from(definition)
        starts_of(definition)
    except (PeriodUnreadable, SchemeBad) as refusal:
        return shown_again(_page(scheme, request.form.to_dict(), refusal), refusal)
    file = keep_content("scheme.toml", scheme_toml(definition).encode())
    return make_response(redirect(url_for(".preview_scheme", file=file), 303))


def _latest(session: Session) -> Scheme:
    version = next(iter(versions(session)), None)
    return scheme_from(version.definition if version else read_toml(bytes_of("scheme.toml")))


def _typed(definition: dict[str, Any]) -> dict[str, str]:
    """What stands in the fields at first."""
    fields = {name: str(definition.get(name, "")) for name in ("name", "starts", "month_cap")}
    fields["expires"] = definition.get("expires", "")
    fields |= {f"percent.{grade}": str(definition["grades"][grade]) for grade in GRADES}
    for category in definition["categories"]:
        for item in category["items"]:
            fields[f"name.{item['code']}"] = item["name"]
            fields[f"points.{item['code']}"] = str(item["points"])
    return fields


def _entered(scheme: Scheme) -> dict[str, Any]:
    """The form as a definition; whether it is a scorecard is judged as with a file."""
    expires = request.form.get("expires", "").strip()
    return {
        "name": request.form.get("name", ""),
        "starts": request.form.get("starts", "").strip(),
        "month_cap": _number("month_cap"),
        **({"expires": expires} if expires else {}),
        "grades": {
            Grade.EXCELLENT.value: scheme.percent[Grade.EXCELLENT],
            **{grade.value: _number(f"percent.{grade}") for grade in GRADES},
        },
        "categories": [
            {
                "code": category.code,
                "name": category.name,
                "short_name": category.short_name,
                "items": list(_items(category)),
            }
            for category in scheme.categories
        ],
    }


def _items(category: Category) -> Iterator[dict[str, Any]]:
    """The items that have a name still, and a new one if it was given one."""
    codes = [*(item.code for item in category.items), new_code(category)]
    for code in codes:
        name = request.form.get(f"name.{code}", "").strip()
        if name:
            yield {"code": code, "name": name, "points": _number(f"points.{code}")}


def new_code(category: Category) -> str:
    """The code of the next item of a category: A4 after A3."""
    taken = {item.code for item in category.items}
    number = len(taken) + 1
    while f"{category.code}{number}" in taken:
        number += 1
    return f"{category.code}{number}"


def _number(field: str) -> int | str:
    """A whole number; anything else stays what it is, for the rules to refuse by its place."""
    text = request.form.get(field, "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else text


def _page(scheme: Scheme, typed: dict[str, str], refusal: Refusal | None = None) -> str:
    return render_template(
        "district/scheme_form.html",
        scheme=scheme,
        typed=typed,
        new_code=new_code,
        said=said(refusal) if refusal else None,
    )
