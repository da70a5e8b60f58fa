"""A questionnaire as it is asked: sections, questions, and what fits as an answer. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.kernel.errors import Conflict, Invalid, NotFound
from app.scoring.questionnaires.guard import long_number, private_word

LONGEST_ANSWER: Final = 100
MOST_DIGITS: Final = 7
YES, NO = "yes", "no"


class QuestionKind(StrEnum):
    """How a question is answered."""

    CHOICE = "choice"
    YES_NO = "yes_no"
    NUMBER = "number"
    TEXT = "text"


class UnknownQuestion(Invalid):
    """An answer to what is not asked. Fact: `question`, its code."""

    code = "question_unknown"


class QuestionAnswerBad(Invalid):
    """An answer that the question does not take. Facts: `field` its code, `question` its words."""

    code = "question_answer_bad"


class AnswerTellsTooMuch(Invalid):
    """A short text that holds a long number, or tells of illness. Facts: `field`, `question`."""

    code = "answer_tells_too_much"


class NothingAnswered(Invalid):
    """A questionnaire without a single answer."""

    code = "nothing_answered"


class NotVisitedYet(Conflict):
    """Nobody has met the household this month, so that there is no visit to hang answers on."""

    code = "not_visited_yet"


class AnsweredMeanwhile(Conflict):
    """There are answers of this month, and not those that these were to take the place of."""

    code = "answered_meanwhile"


class NoQuestionnaire(NotFound):
    """No questionnaire is asked in this month. Fact: `period`."""

    code = "no_questionnaire"


@dataclass(frozen=True)
class Question:
    """One question; `choices` of a choice, the `unit` of a number."""

    code: str
    words: str
    kind: QuestionKind
    required: bool = True
    choices: tuple[str, ...] = ()
    unit: str = ""

    def takes(self, answer: str) -> bool:
        """Whether an answer fits; what it tells is another matter."""
        match self.kind:
            case QuestionKind.CHOICE:
                return answer in self.choices
            case QuestionKind.YES_NO:
                return answer in {YES, NO}
            case QuestionKind.NUMBER:
                return answer.isascii() and answer.isdigit() and len(answer) <= MOST_DIGITS
            case QuestionKind.TEXT:
                return 0 < len(answer) <= LONGEST_ANSWER


@dataclass(frozen=True)
class Section:
    """Questions of one kind: income, schooling and so on."""

    code: str
    name: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class Questionnaire:
    """All that is asked."""

    title: str
    sections: tuple[Section, ...]

    @property
    def questions(self) -> dict[str, Question]:
        """All questions by code, in their order."""
        return {each.code: each for section in self.sections for each in section.questions}

    def missing(self, answers: Mapping[str, str]) -> list[Question]:
        """What must be answered and is not."""
        return [
            each for each in self.questions.values() if each.required and each.code not in answers
        ]

    def still_fitting(self, answers: Mapping[str, str]) -> dict[str, str]:
        """Of the answers of another time, perhaps to another version, those that fit here."""
        return {
            code: answers[code]
            for code, question in self.questions.items()
            if code in answers and question.takes(answers[code])
        }


def checked_answers(questionnaire: Questionnaire, given: Mapping[str, str]) -> dict[str, str]:
    """The answers as they are kept: without those left empty.

    :raises UnknownQuestion: something was answered that is not asked.
    :raises QuestionAnswerBad: an answer does not fit its question.
    :raises AnswerTellsTooMuch: a short text holds what the programme must not know.
    :raises NothingAnswered: all of it was left empty.
    """
    questions = questionnaire.questions
    answers: dict[str, str] = {}
    for code, answer in given.items():
        if code not in questions:
            raise UnknownQuestion(question=code)
        if answer.strip():
            answers[code] = _checked(questions[code], answer.strip())
    if not answers:
        raise NothingAnswered
    return answers


def _checked(question: Question, answer: str) -> str:
    if not question.takes(answer):
        raise QuestionAnswerBad(field=question.code, question=question.words)
    if question.kind is QuestionKind.NUMBER:
        return str(int(answer))
    if question.kind is QuestionKind.TEXT and (private_word(answer) or long_number(answer)):
        raise AnswerTellsTooMuch(field=question.code, question=question.words)
    return answer
