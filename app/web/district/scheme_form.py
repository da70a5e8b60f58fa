"""照着改: the next scorecard entered in a form, beside the one that holds now."""

import re
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
from app.scoring.schemes.awards import OncePer
from app.scoring.schemes.queries import versions
from app.scoring.schemes.reading import SchemeBad, scheme_from, starts_of
from app.scoring.schemes.rights import AgainstRights, TooMuchOpinion, check_rights
from app.scoring.schemes.rules import ItemRole, Scheme
from app.scoring.schemes.scales import Grade, ItemKind
from app.scoring.schemes.writing import definition_of, scheme_toml
from app.web.district.pages import pages
from app.web.district.scheme_awards import entered_awards, typed_awards
from app.web.district.scheme_number import number_in
from app.web.kept_files import keep_content
from app.web.said import said, shown_again

# The best grade is worth everything by definition.
GRADES: Final = (Grade.GOOD, Grade.FAIR, Grade.POOR)
TEXTS: Final = ("name", "starts", "expires")
NUMBERS: Final = ("month_cap", "year_cap", "bonus_cap", "records")
MUST: Final = frozenset({"name", "starts", "month_cap"})
#: A deadline has steps, which a file says better than a form.
SHOWN_KINDS: Final = (
    ItemKind.GRADES, ItemKind.POINTS, ItemKind.YES_NO, ItemKind.COUNT, ItemKind.FINDINGS,
)  # fmt: skip
EACH_KINDS: Final = frozenset({ItemKind.COUNT, ItemKind.FINDINGS})
#: What stands beside the categories, and how its codes begin.
OTHERS: Final = {"extras": "X", "awards": "R"}
ALTERNATIVE: Final = "T"
#: A new alternative takes so many items at first.
NEW_AT_ONCE: Final = 2
INSTEAD_OF: Final = "、"
CODES: Final = re.compile(r"[^\s，,、]+")


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
    alternatives = definition.get("alternatives", [])
    for number, alternative in enumerate(alternatives):
        fields[f"instead_of.{number}"] = INSTEAD_OF.join(alternative["instead_of"])
    groups = (*definition["categories"], *alternatives)
    entries = [item for group in groups for item in group["items"]]
    for item in (*entries, *definition.get("extras", [])):
        fields |= {f"{key}.{item['code']}": str(value) for key, value in item.items()}
    return fields | typed_awards(definition.get("awards", []))


def _entered(scheme: Scheme) -> dict[str, Any]:
    """The form as a definition; whether it is a scorecard is judged as with a file.

    What the form does not show (steps of a deadline, own points of grades) stays as it is in the
    version that holds.
    """
    now_holds = definition_of(scheme, Period.of(now()))
    texts = {name: request.form.get(name, "").strip() for name in TEXTS}
    numbers = {name: number_in(name) for name in NUMBERS}
    fresh = fresh_codes(now_holds)
    beside = {
        "extras": list(_items(now_holds.get("extras", []), fresh["extras"])),
        "alternatives": list(_alternatives(now_holds.get("alternatives", []), fresh)),
        "awards": list(entered_awards(now_holds.get("awards", []), fresh["awards"][0])),
    }
    return {
        **{key: now_holds[key] for key in ("missing",) if key in now_holds},
        **{key: value for key, value in (texts | numbers).items() if value or key in MUST},
        "grades": {
            Grade.EXCELLENT.value: scheme.percent[Grade.EXCELLENT],
            **{grade.value: number_in(f"percent.{grade}") for grade in GRADES},
        },
        "categories": [
            {**category, "items": list(_items(category["items"], fresh[category["code"]]))}
            for category in now_holds["categories"]
        ],
        **{key: entries for key, entries in beside.items() if entries},
    }


def _alternatives(
    before: Sequence[Mapping[str, Any]], fresh: Mapping[str, list[str]]
) -> Iterator[dict[str, Any]]:
    """What stands instead of what; one of which nothing is left is left out."""
    codes = fresh["alternatives"]
    for number in range(len(before) + 1):
        is_new = number == len(before)
        old = () if is_new else before[number]["items"]
        items = list(_items(old, codes[number:] if is_new else codes[number : number + 1]))
        instead_of = CODES.findall(request.form.get(f"instead_of.{number}", ""))
        if items or instead_of:
            yield {"instead_of": instead_of, "items": items}


def _items(before: Sequence[Mapping[str, Any]], new: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The items that have a name still, and new ones that were given one."""
    for old in (*before, *({"code": code} for code in new)):
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
    each = {"each": number_in(f"each.{code}")} if kind in EACH_KINDS else {}
    return {**named, **of_kind, **each, "points": number_in(f"points.{code}")}


def fresh_codes(definition: Mapping[str, Any]) -> dict[str, list[str]]:
    """The codes of what may be added: by category, and of extras, awards, alternatives.

    A4 after A3; none that anything else has. The last alternative is a new one.
    """
    alternatives = definition.get("alternatives", [])
    lists = [
        *(category["items"] for category in definition["categories"]),
        *(alternative["items"] for alternative in alternatives),
        *(definition.get(key, []) for key in OTHERS),
    ]
    taken = {each["code"] for entries in lists for each in entries}

    def fresh(prefix: str, so_far: int) -> str:
        number = so_far + 1
        while f"{prefix}{number}" in taken:
            number += 1
        taken.add(f"{prefix}{number}")
        return f"{prefix}{number}"

    return {
        **{
            category["code"]: [fresh(category["code"], len(category["items"]))]
            for category in definition["categories"]
        },
        **{key: [fresh(prefix, len(definition.get(key, [])))] for key, prefix in OTHERS.items()},
        "alternatives": [fresh(ALTERNATIVE, 0) for _ in range(len(alternatives) + NEW_AT_ONCE)],
    }


def _page(scheme: Scheme, typed: dict[str, str], refusal: Refusal | None = None) -> str:
    definition = definition_of(scheme, Period.of(now()))
    return render_template(
        "district/scheme_form.html",
        definition=definition,
        typed=typed,
        fresh=fresh_codes(definition),
        once_per=list(OncePer),
        kinds=SHOWN_KINDS,
        said=said(refusal) if refusal else None,
    )
