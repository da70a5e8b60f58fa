"""What is asked beside the scorecard, what a household answered, and how many answered what."""

from datetime import datetime
from typing import Annotated, Any

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, PeriodOut, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.questionnaires.actions import FilledIn, answer_questionnaire
from app.scoring.questionnaires.counting import Tally
from app.scoring.questionnaires.counts import Counts, counts
from app.scoring.questionnaires.models import VisitAnswers
from app.scoring.questionnaires.queries import answers_of, running
from app.scoring.questionnaires.reading import questionnaire_from
from app.scoring.questionnaires.rules import LONGEST_ANSWER, Question, QuestionKind

questionnaires = wing("questionnaires")

Given = Annotated[
    dict[str, Annotated[str, Field(max_length=LONGEST_ANSWER)]],
    Field(examples=[{"A1": "2", "A5": "多了", "D5": "yes"}]),
]


class QuestionOut(Answer):
    """A question: one of its `choices`, `yes` or `no`, a whole number in its `unit`, or a text."""

    code: str
    words: str
    kind: QuestionKind
    required: bool
    choices: list[str]
    unit: str


class SectionOut(Answer):
    """Questions of one kind."""

    code: str
    name: str
    questions: list[QuestionOut]


class QuestionnaireOut(Answer):
    """What is asked from a month on. Answers never earn or cost a point."""

    id: Id
    title: str
    starts: PeriodOut
    sections: list[SectionOut]


class AnswersIn(Strict):
    """Answers by the questions' codes; what they take the place of, if the month has some."""

    answers: Given
    replaces: Id | None = None


class AnswersOut(Answer):
    """A household's answers; `complete`: everything was answered that must be."""

    id: Id
    questionnaire_id: Id
    answers: dict[str, str]
    complete: bool
    answered_at: datetime
    replaces: Id | None


class MonthAnswers(AnswersOut):
    """The answers of a month that count, and who wrote them down."""

    period: PeriodOut
    answered_by: str


class HouseholdAnswers(Listing):
    """A household's answers, the latest month first, all of them."""

    items: list[MonthAnswers]


class TallyOut(Answer):
    """Answers to a question: households by answer, the average of a number.

    Null is held back: fewer than five households, or to be worked out from the others.
    """

    code: str
    answered: int | None
    cells: dict[str, int | None]
    average: int | None


class VillageOut(Answer):
    """A village's households, those that answered all, and those that answered a part."""

    village: str
    households: int
    answered: int
    begun: int


class CountsOut(Answer):
    """All villages in reach, and their complete answers counted together."""

    questionnaire_id: Id
    villages: list[VillageOut]
    questions: list[TallyOut]


@questionnaires.get("/questionnaires/current")
@needs(Permission.VIEW_SCHEME)
@answers(QuestionnaireOut)
def get_current_questionnaire() -> Response:
    """The questionnaire of this month."""
    with db().read() as session:
        version = running(session, Period.of(now()))
        read = questionnaire_from(version.definition)
        sections = [
            SectionOut(
                code=section.code,
                name=section.name,
                questions=[_question(each) for each in section.questions],
            )
            for section in read.sections
        ]
        return said(
            QuestionnaireOut(
                id=str(version.id),
                title=version.title,
                starts=str(version.starts),
                sections=sections,
            )
        )


@questionnaires.post("/rounds/<int:round_id>/households/<int:household_id>/answers")
@needs(Permission.SCORE)
@takes(AnswersIn)
@answers(AnswersOut, 201, 200)
def post_answers(round_id: int, household_id: int, body: AnswersIn) -> Response:
    """Hang answers on the household's visit of the month, all or a part of them."""
    person, at = actor(), now()
    replaces_id = id_of(body.replaces) if body.replaces is not None else None
    filled = FilledIn(round_id, household_id, body.answers, replaces_id)
    with db().write() as session:
        done = once(session, lambda: answer_questionnaire(session, person, filled, now=at).id)
        household_for(session, person, Permission.SCORE, household_id)
        return made(AnswersOut(**_row(session.get_one(VisitAnswers, done.id))), done)


@questionnaires.get("/households/<int:household_id>/answers")
@needs(Permission.VIEW_HOUSEHOLD)
@answers(HouseholdAnswers)
def list_answers(household_id: int) -> Response:
    """What a household answered, the latest of each month."""
    with db().read() as session:
        household = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
        items = [
            MonthAnswers(**_row(each.row), period=str(each.period), answered_by=each.answered_by)
            for each in answers_of(session, household)
        ]
        return said(HouseholdAnswers(items=items, next=None))


@questionnaires.get("/questionnaires/current/counts")
@needs(Permission.VIEW_ROUND)
@answers(CountsOut)
def get_question_counts() -> Response:
    """How many households of the caller's places answered what, without names."""
    with db().read() as session:
        version = running(session, Period.of(now()))
        found = counts(session, actor(), version)
        return said(_counts(version.id, found))


def _counts(questionnaire_id: int, found: Counts) -> CountsOut:
    return CountsOut(
        questionnaire_id=str(questionnaire_id),
        villages=[
            VillageOut(
                village=each.code,
                households=each.households,
                answered=each.answered,
                begun=each.begun,
            )
            for each in found.villages
        ],
        questions=[_tally(each) for section in found.sections for each in section.tallies],
    )


def _question(question: Question) -> QuestionOut:
    return QuestionOut(
        code=question.code,
        words=question.words,
        kind=question.kind,
        required=question.required,
        choices=list(question.choices),
        unit=question.unit,
    )


def _tally(tally: Tally) -> TallyOut:
    return TallyOut(
        code=tally.question.code,
        answered=tally.answered,
        cells=dict(tally.cells),
        average=tally.average,
    )


def _row(row: VisitAnswers) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "questionnaire_id": str(row.questionnaire_id),
        "answers": row.answers,
        "complete": row.complete,
        "answered_at": row.answered_at,
        "replaces": str(row.replaces_id) if row.replaces_id is not None else None,
    }
