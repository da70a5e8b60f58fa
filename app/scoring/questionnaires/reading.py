"""A questionnaire read from its definition: a TOML file, a form, or the table of versions. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from app.kernel.errors import Invalid
from app.kernel.period import Period
from app.scoring.questionnaires.guard import private_word
from app.scoring.questionnaires.rules import Question, QuestionKind, Questionnaire, Section

MOST_QUESTIONS: Final = 60
MOST_SECTIONS: Final = 12
LEAST_CHOICES: Final = 2
MOST_CHOICES: Final = 8
LONGEST_TITLE: Final = 80
LONGEST_NAME: Final = 20
LONGEST_WORDS: Final = 100
LONGEST_CODE: Final = 10


class QuestionnaireBad(Invalid):
    """The file is no questionnaire; `where` says which part."""

    code = "questionnaire_bad"


class QuestionForbidden(Invalid):
    """A question asks for what is nobody's business. Facts: `question`, and the `word`."""

    code = "question_forbidden"


def questionnaire_from(definition: Mapping[str, Any]) -> Questionnaire:
    """Read a questionnaire from its definition (a TOML file or the table).

    :raises QuestionnaireBad: with the place that cannot be read.
    """
    title = _text(definition, "title", "title", LONGEST_TITLE)
    sections = tuple(_section(entry) for entry in _tables(definition, "sections", "sections"))
    if not 1 <= len(sections) <= MOST_SECTIONS:
        raise QuestionnaireBad(where="sections")
    questions = [question.code for section in sections for question in section.questions]
    if not 1 <= len(questions) <= MOST_QUESTIONS:
        raise QuestionnaireBad(where=f"sections.questions > {MOST_QUESTIONS}")
    _check_unique(questions)
    _check_unique(section.code for section in sections)
    return Questionnaire(title, sections)


def starts_of(definition: Mapping[str, Any]) -> Period:
    """The first month in which it is asked.

    :raises QuestionnaireBad: no month in it.
    """
    return Period.parse(_text(definition, "starts", "starts", LONGEST_TITLE))


def check_private(questionnaire: Questionnaire) -> None:
    """Refuse a questionnaire that asks for numbers that identify, for illness or disability.

    :raises QuestionForbidden: names the first such question.
    """
    for words in _all_words(questionnaire):
        word = private_word(words)
        if word is not None:
            raise QuestionForbidden(question=words, word=word)


def _all_words(questionnaire: Questionnaire) -> Iterator[str]:
    yield questionnaire.title
    for section in questionnaire.sections:
        yield section.name
        for question in section.questions:
            yield " ".join((question.words, question.unit, *question.choices)).strip()


def _section(entry: Mapping[str, Any]) -> Section:
    code = _code(entry, "sections")
    questions = tuple(_question(each) for each in _tables(entry, "questions", code))
    return Section(code, _text(entry, "name", code, LONGEST_NAME), questions)


def _question(entry: Mapping[str, Any]) -> Question:
    code = _code(entry, "questions")
    kind, required = entry.get("kind", QuestionKind.YES_NO), entry.get("required", True)
    if kind not in set(QuestionKind):
        raise QuestionnaireBad(where=f"{code} kind")
    if not isinstance(required, bool):
        raise QuestionnaireBad(where=f"{code} required")
    return Question(
        code,
        _text(entry, "words", code, LONGEST_WORDS),
        QuestionKind(kind),
        required,
        choices=_choices(entry, code) if kind == QuestionKind.CHOICE else (),
        unit=_text(entry, "unit", code, LONGEST_NAME) if kind == QuestionKind.NUMBER else "",
    )


def _choices(entry: Mapping[str, Any], where: str) -> tuple[str, ...]:
    value = entry.get("choices")
    if not isinstance(value, list) or not LEAST_CHOICES <= len(value) <= MOST_CHOICES:
        raise QuestionnaireBad(where=f"{where} choices")
    words = [_text({"choices": each}, "choices", where, LONGEST_NAME) for each in value]
    _check_unique(words)
    return tuple(words)


def _code(entry: Mapping[str, Any], where: str) -> str:
    code = _text(entry, "code", where, LONGEST_CODE)
    if not (code.isascii() and code.isalnum()):
        raise QuestionnaireBad(where=f"{where} code")
    return code


def _text(entry: Mapping[str, Any], key: str, where: str, longest: int) -> str:
    value = entry.get(key)
    if (
        not isinstance(value, str)
        or not 1 <= len(value.strip()) <= longest
        or any(character < " " for character in value)
    ):
        raise QuestionnaireBad(where=where if where == key else f"{where} {key}")
    return value.strip()


def _tables(entry: Mapping[str, Any], key: str, where: str) -> list[Mapping[str, Any]]:
    value = entry.get(key)
    if not isinstance(value, list) or not all(isinstance(each, Mapping) for each in value):
        raise QuestionnaireBad(where=where if where == key else f"{where} {key}")
    return value


def _check_unique(names: Iterable[str]) -> None:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            raise QuestionnaireBad(where=f"{name} (twice)")
        seen.add(name)
