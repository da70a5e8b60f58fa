"""照着改: the next scorecard entered in a form, beside the one that holds now."""

from collections.abc import Iterator, Mapping, Sequence
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
from app.scoring.schemes.rights import AgainstRights, TooMuchOpinion, check_rights
from app.scoring.schemes.rules import ItemRole, Scheme
from app.scoring.schemes.scales import Grade, ItemKind
from app.scoring.schemes.writing import definition_of, scheme_toml
from app.web.district.pages import pages
from app.web.kept_files import keep_content
from app.web.said import said, shown_again

# The best grade is worth everything by definition.
GRADES: Final = (Grade.GOOD, Grade.FAIR, Grade.POOR)
MOST_DIGITS: Final = 6
TEXTS: Final = ("name", "starts", "expires")
NUMBERS: Final = ("month_cap", "year_cap", "bonus_cap", "records")
MUST: Final = frozenset({"name", "starts", "month_cap"})
#: A deadline has steps, which a file says better than a form.
SHOWN_KINDS: Final = (
    ItemKind.GRADES, ItemKind.POINTS, ItemKind.YES_NO, ItemKind.COUNT, ItemKind.FINDINGS,
)  # fmt: skip
EACH_KINDS: Final = frozenset({ItemKind.COUNT, ItemKind.FINDINGS})
EXTRA: Final = "X"


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
        check_rights(scheme_from(definition))
        starts_of(definition)
    except (PeriodUnreadable, SchemeBad, AgainstRights, TooMuchOpinion) as refusal:
        return shown_again(_page(scheme, request.form.to_dict(), refusal), refusal)
    file = keep_content("scheme.toml", scheme_toml(definition).encode())
    return make_response(redirect(url_for(".preview_scheme", file=file), 303))


def _latest(session: Session) -> Scheme:
    version = next(iter(versions(session)), None)
    return scheme_from(version.definition if version else read_toml(bytes_of("scheme.toml")))


def _typed(definition: dict[str, Any]) -> dict[str, str]:
    """What stands in the fields at first."""
    fields = {name: str(definition.get(name, "")) for name in (*TEXTS, *NUMBERS)}
    fields |= {f"percent.{grade}": str(definition["grades"][grade]) for grade in GRADES}
    entries = [item for category in definition["categories"] for item in category["items"]]
    for item in (*entries, *definition.get("extras", [])):
        fields |= {f"{key}.{item['code']}": str(value) for key, value in item.items()}
    return fields


def _entered(scheme: Scheme) -> dict[str, Any]:
    """The form as a definition; whether it is a scorecard is judged as with a file.

    What the form does not show (steps of a deadline, own points of grades, what stands for work)
    stays as it is in the version that holds.
    """
    now_holds = definition_of(scheme, Period.of(now()))
    texts = {name: request.form.get(name, "").strip() for name in TEXTS}
    numbers = {name: _number(name) for name in NUMBERS}
    extras = list(_items(now_holds.get("extras", []), new_extra(now_holds)))
    return {
        **{key: now_holds[key] for key in ("missing", "alternatives") if key in now_holds},
        **{key: value for key, value in (texts | numbers).items() if value or key in MUST},
        "grades": {
            Grade.EXCELLENT.value: scheme.percent[Grade.EXCELLENT],
            **{grade.value: _number(f"percent.{grade}") for grade in GRADES},
        },
        "categories": [
            {**category, "items": list(_items(category["items"], new_code(category)))}
            for category in now_holds["categories"]
        ],
        **({"extras": extras} if extras else {}),
    }


def _items(before: Sequence[Mapping[str, Any]], new: str) -> Iterator[dict[str, Any]]:
    """The items that have a name still, and a new one if it was given one."""
    for old in (*before, {"code": new}):
        code = old["code"]
        name = request.form.get(f"name.{code}", "").strip()
        if name:
            yield _item(old, code, name)


def _item(old: Mapping[str, Any], code: str, name: str) -> dict[str, Any]:
    role = request.form.get(f"role.{code}", old.get("role", ""))
    look_for = request.form.get(f"look_for.{code}", old.get("look_for", "")).strip()
    named = {
        "code": code,
        "name": name,
        **({"role": role} if role else {}),
        **({"look_for": look_for} if look_for else {}),
    }
    if role == ItemRole.VETO:
        return named
    kind = request.form.get(f"kind.{code}", old.get("kind", ItemKind.GRADES.value))
    if kind == old.get("kind", ItemKind.GRADES) and kind not in SHOWN_KINDS:
        return {**old, **named}
    if "worth" in old and kind == ItemKind.GRADES:
        return {**old, **named}
    of_kind = {} if kind == ItemKind.GRADES else {"kind": kind}
    each = {"each": _number(f"each.{code}")} if kind in EACH_KINDS else {}
    return {**named, **of_kind, **each, "points": _number(f"points.{code}")}


def new_code(category: Mapping[str, Any]) -> str:
    """The code of the next item of a category: A4 after A3."""
    taken = {item["code"] for item in category["items"]}
    number = len(taken) + 1
    while f"{category['code']}{number}" in taken:
        number += 1
    return f"{category['code']}{number}"


def new_extra(definition: Mapping[str, Any]) -> str:
    """The code of the next bonus, deduction or veto."""
    return new_code({"code": EXTRA, "items": definition.get("extras", [])})


def _number(field: str) -> int | str:
    """A whole number; anything else stays what it is, for the rules to refuse by its place."""
    text = request.form.get(field, "").strip()
    is_number = text.isascii() and text.isdigit() and len(text) <= MOST_DIGITS
    return int(text) if is_number else text


def _page(scheme: Scheme, typed: dict[str, str], refusal: Refusal | None = None) -> str:
    definition = definition_of(scheme, Period.of(now()))
    return render_template(
        "district/scheme_form.html",
        definition=definition,
        typed=typed,
        new_code=new_code,
        new_extra=new_extra(definition),
        kinds=SHOWN_KINDS,
        said=said(refusal) if refusal else None,
    )
