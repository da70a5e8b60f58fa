"""The year's look-back in the practice district: asked of most households that were visited."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from typing import Final

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.demo.staff import Staff, Where
from app.kernel.period import Period
from app.registry.households.models import Household
from app.scoring.questionnaires.actions import publish_questionnaire, read_questionnaire
from app.scoring.questionnaires.models import VisitAnswers
from app.scoring.questionnaires.reading import questionnaire_from
from app.scoring.questionnaires.rules import NO, YES, Question, QuestionKind, Questionnaire
from app.scoring.visits.models import Visit, VisitOutcome

MONTHS_AGO: Final = 3  # when the practice village was asked the last time
MOST: Final = {"人": 4, "次": 12, "回": 3, "元": 30}  # of a number, by its unit; thousands of yuan
WISHES: Final = ("把村东头的路修一修", "想学电焊", "路灯再多几盏", "")
ASKED_PERCENT, WHOLE_PERCENT = 80, 90


def look_back(
    session: Session, staff: Staff, where: Where, *, now: datetime, seed: int, since: datetime
) -> None:
    """Publish the questionnaire; ask this month's visits, and the practice village's before."""
    told = read_questionnaire(bytes_of("questionnaire.toml"))
    version = publish_questionnaire(session, staff.district, told, now=since)
    questionnaire, random = questionnaire_from(told), Random(f"{seed}-questions")
    this_month = Period.of(now)
    visits = [
        *_visits(session, this_month.plus(-MONTHS_AGO), where.village.code),
        *(v for v in _visits(session, this_month, "") if random.random() * 100 < ASKED_PERCENT),
    ]
    rows = [
        {
            "visit_id": visit.id,
            "questionnaire_id": version.id,
            "answered_by": visit.visitor_id,
            "answered_at": visit.visited_at,
            **_said(questionnaire, random),
        }
        for visit in visits
    ]
    if rows:
        session.execute(insert(VisitAnswers), rows)


def _visits(session: Session, period: Period, below: str) -> Sequence[Row[int, int, datetime]]:
    """Visits of a month that met somebody, in the villages whose codes begin so."""
    return session.execute(
        select(Visit.id, Visit.visitor_id, Visit.visited_at)
        .join(Household, Household.id == Visit.household_id)
        .where(
            Visit.period == period,
            Visit.outcome == VisitOutcome.MET,
            Household.village_code.startswith(below),
        )
        .order_by(Visit.id)
    ).all()


def _said(questionnaire: Questionnaire, random: Random) -> dict[str, object]:
    """One household's answers; some had to leave before the end."""
    questions = list(questionnaire.questions.values())
    upto = len(questions)
    if random.random() * 100 >= WHOLE_PERCENT:
        upto = random.randrange(8, upto - 8)
    answers = {each.code: _answer(each, random) for each in questions[:upto]}
    answers = {code: answer for code, answer in answers.items() if answer}
    return {"answers": answers, "complete": not questionnaire.missing(answers)}


def _answer(question: Question, random: Random) -> str:
    match question.kind:
        case QuestionKind.CHOICE:
            weights = [1 / (place**2) for place, _ in enumerate(question.choices, start=1)]
            return random.choices(question.choices, weights)[0]
        case QuestionKind.YES_NO:
            return random.choices((YES, NO), (3, 1))[0]
        case QuestionKind.NUMBER:
            number = random.randrange(MOST[question.unit] + 1)
            return str(number * 1_000 if question.unit == "元" else number)
        case QuestionKind.TEXT:
            return random.choice(WISHES)
