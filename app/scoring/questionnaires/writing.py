"""A questionnaire as the TOML file that it can be read from again."""

from collections.abc import Iterator, Mapping
from typing import Any

from app.kernel.period import Period
from app.scoring.questionnaires.rules import Question, Questionnaire
from app.scoring.schemes.writing import toml_value


def definition_of(questionnaire: Questionnaire, starts: Period) -> dict[str, Any]:
    """What `questionnaire_from` reads, of a questionnaire that is asked from a month on."""
    return {
        "title": questionnaire.title,
        "starts": str(starts),
        "sections": [
            {
                "code": section.code,
                "name": section.name,
                "questions": [_question(each) for each in section.questions],
            }
            for section in questionnaire.sections
        ],
    }


def questionnaire_toml(definition: Mapping[str, Any]) -> str:
    """A definition as TOML, question by question on lines of their own."""
    return "\n".join(_lines(definition)) + "\n"


def _question(question: Question) -> dict[str, Any]:
    told = {
        "code": question.code,
        "words": question.words,
        "kind": question.kind.value,
        "choices": list(question.choices),
        "unit": question.unit,
    }
    usual = {} if question.required else {"required": False}
    return {key: value for key, value in told.items() if value} | usual


def _lines(definition: Mapping[str, Any]) -> Iterator[str]:
    for key in ("title", "starts"):
        yield f"{key} = {toml_value(definition[key])}"
    for section in definition["sections"]:
        yield "\n[[sections]]"
        for key in ("code", "name"):
            yield f"{key} = {toml_value(section[key])}"
        yield "questions = ["
        yield from (f"  {toml_value(each)}," for each in section["questions"])
        yield "]"
