"""What households answered, counted without names; small counts are held back. Pure.

Source: the usual threshold of statistical offices for cells of small areas; a count that could be
worked out from the others of its question is held back with it.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from app.scoring.questionnaires.rules import NO, YES, Question, QuestionKind, Questionnaire

LEAST_HOUSEHOLDS: Final = 5


@dataclass(frozen=True)
class Tally:
    """The answers to one question. What is None is held back."""

    question: Question
    answered: int | None
    #: By answer, for a choice and for yes or no.
    cells: Mapping[str, int | None]
    #: Of a number, rounded half up.
    average: int | None


@dataclass(frozen=True)
class SectionTally:
    """The questions of a section with their answers."""

    name: str
    tallies: Sequence[Tally]


def tallied(
    questionnaire: Questionnaire, answers: Sequence[Mapping[str, str]]
) -> list[SectionTally]:
    """All questions with what was answered to them, by section."""
    return [
        SectionTally(
            section.name,
            [
                tally(each, [given[each.code] for given in answers if each.code in given])
                for each in section.questions
            ],
        )
        for section in questionnaire.sections
    ]


def tally(question: Question, answers: Sequence[str]) -> Tally:
    """One question. Of numbers the average, of texts only how many there are."""
    counted = Counter(answers)
    options = _options(question)
    enough = len(answers) >= LEAST_HOUSEHOLDS
    average = None
    if enough and question.kind is QuestionKind.NUMBER:
        numbers = [int(answer) for answer in answers]
        average = (2 * sum(numbers) + len(numbers)) // (2 * len(numbers))
    return Tally(
        question,
        shown(len(answers)),
        held_back({option: counted[option] for option in options}),
        average,
    )


def shown(households: int) -> int | None:
    """A number of households; None when it is small enough to point at one. Nobody is no one."""
    return None if 0 < households < LEAST_HOUSEHOLDS else households


def held_back(cells: Mapping[str, int]) -> dict[str, int | None]:
    """The counts of a question whose sum is known: never a single one is missing.

    Where one is too small, the smallest of the others that is not nothing goes with it.
    """
    safe = {option: shown(count) for option, count in cells.items()}
    missing = [option for option, count in safe.items() if count is None]
    if len(missing) == 1:
        others = [option for option, count in safe.items() if count]
        if others:
            safe[min(others, key=lambda option: cells[option])] = None
    return safe


def _options(question: Question) -> Sequence[str]:
    match question.kind:
        case QuestionKind.CHOICE:
            return question.choices
        case QuestionKind.YES_NO:
            return (YES, NO)
        case QuestionKind.NUMBER | QuestionKind.TEXT:
            return ()
