"""照着改: the next questionnaire entered in a form, beside the latest one."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import Response, render_template, request
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.door.context import db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.period import Period, PeriodUnreadable
from app.registry.accounts.permissions import Permission
from app.scoring.questionnaires.actions import read_questionnaire
from app.scoring.questionnaires.queries import questionnaires as all_questionnaires
from app.scoring.questionnaires.reading import QuestionForbidden, QuestionnaireBad
from app.scoring.questionnaires.rules import QuestionKind
from app.scoring.questionnaires.writing import questionnaire_toml
from app.web.district.pages import pages
from app.web.district.questionnaires import ReadQuestionnaire, looked_at
from app.web.said import said, shown_again

#: What stands between the choices of a question; the marks of a sentence may stand in them.
BETWEEN: Final = "/"
NEW_QUESTIONS: Final = 2  # empty rows at the end of a section


@pages.get("/settings/questionnaires/edit")
@needs(Permission.MANAGE_SCHEMES)
def edit_questionnaire() -> str:
    """The latest questionnaire as a form; in a new district the one that comes with the program."""
    with db().read() as session:
        latest = _latest(session)
    return _page(latest, _typed(latest | {"starts": str(Period.of(now()).plus(1))}))


@pages.post("/settings/questionnaires/edit")
@needs(Permission.MANAGE_SCHEMES)
def look_at_entered_questionnaire() -> Response:
    """Keep what was entered, to look at it like a file. Nothing is published here."""
    with db().read() as session:
        latest = _latest(session)
    definition = _entered(latest)
    try:
        ReadQuestionnaire.of(definition)
    except (PeriodUnreadable, QuestionnaireBad, QuestionForbidden) as refusal:
        return shown_again(_page(latest, request.form.to_dict(), refusal), refusal)
    return looked_at(questionnaire_toml(definition))


def _latest(session: Session) -> dict[str, Any]:
    version = next(iter(all_questionnaires(session)), None)
    return version.definition if version else read_questionnaire(bytes_of("questionnaire.toml"))


def _typed(definition: Mapping[str, Any]) -> dict[str, str]:
    """What stands in the fields at first."""
    fields = {name: str(definition[name]) for name in ("title", "starts")}
    for section in definition["sections"]:
        fields[f"name.{section['code']}"] = section["name"]
        for each in section["questions"]:
            code = each["code"]
            fields |= {f"words.{code}": each["words"], f"kind.{code}": each["kind"]}
            fields[f"more.{code}"] = each.get("unit", "") or BETWEEN.join(each.get("choices", ()))
            fields[f"optional.{code}"] = "" if each.get("required", True) else "1"
    return fields


def _entered(before: Mapping[str, Any]) -> dict[str, Any]:
    """The form as a definition; whether it is a questionnaire is judged as with a file."""
    sections = [
        {"code": code, "name": _text(f"name.{code}"), "questions": list(_questions(codes))}
        for code, codes in _rows(before)
    ]
    return {
        "title": _text("title"),
        "starts": _text("starts"),
        "sections": [section for section in sections if section["questions"]],
    }


def _questions(codes: list[str]) -> Iterator[dict[str, Any]]:
    """The questions that have words still, and new ones that were given some."""
    for code in codes:
        words, kind, more = (_text(f"{key}.{code}") for key in ("words", "kind", "more"))
        if words:
            yield {
                "code": code,
                "words": words,
                "kind": kind,
                **({"required": False} if _text(f"optional.{code}") else {}),
                **({"unit": more} if kind == QuestionKind.NUMBER else {}),
                **({"choices": _choices(more)} if kind == QuestionKind.CHOICE else {}),
            }


def _choices(text: str) -> list[str]:
    words = text.replace("／", BETWEEN).split(BETWEEN)
    return [each.strip() for each in words if each.strip()]


def _rows(definition: Mapping[str, Any]) -> list[tuple[str, list[str]]]:
    """Sections and the codes of their questions, with empty rows, and an empty section."""
    sections = [
        (section["code"], [each["code"] for each in section["questions"]])
        for section in definition["sections"]
    ]
    taken = {code for _section, codes in sections for code in codes}
    letters = {code for code, _codes in sections}
    fresh = next(letter for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" if letter not in letters)
    return [(code, codes + _new_codes(code, taken)) for code, codes in [*sections, (fresh, [])]]


def _new_codes(section: str, taken: set[str]) -> list[str]:
    """The next codes of a section: A10 and A11 after A9."""
    numbered = (f"{section}{number}" for number in range(1, len(taken) + NEW_QUESTIONS + 1))
    return [code for code in numbered if code not in taken][:NEW_QUESTIONS]


def _text(name: str) -> str:
    return request.form.get(name, "").strip()


def _page(
    before: Mapping[str, Any], typed: Mapping[str, str], refusal: Refusal | None = None
) -> str:
    return render_template(
        "district/questionnaire_form.html",
        rows=_rows(before),
        typed=typed,
        kinds=list(QuestionKind),
        said=said(refusal) if refusal else None,
    )
