"""A short questionnaire, and a household in front of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.places.models import Place
from app.scoring.questionnaires.actions import (
    FilledIn,
    answer_questionnaire,
    publish_questionnaire,
)
from app.scoring.questionnaires.models import QuestionnaireVersion, VisitAnswers
from app.scoring.rounds.models import Round
from tests import make
from tests.make import NOW

ANSWERS = {"A1": "多了", "A2": "12000", "B1": "yes"}


def definition(*, starts: str = "2026-01", **more: object) -> dict[str, Any]:
    """Two sections, four questions; the last may stay empty."""
    income = [
        {
            "code": "A1",
            "words": "收入比去年",
            "kind": "choice",
            "choices": ["多了", "少了", "一样"],
        },
        {"code": "A2", "words": "打工收入", "kind": "number", "unit": "元"},
    ]
    water = [
        {"code": "B1", "words": "喝的是自来水吗", "kind": "yes_no"},
        {"code": "B2", "words": "最想办的事", "kind": "text", "required": False},
    ]
    sections = [
        {"code": "A", "name": "收入", "questions": income},
        {"code": "B", "name": "饮水", "questions": water},
    ]
    return {"title": "回头看", "starts": starts, "sections": sections} | more


def with_question(**question: object) -> dict[str, Any]:
    """A questionnaire of one question, which is this one."""
    asked = {"code": "A1", "words": "喝的是自来水吗", "kind": "yes_no"} | question
    return definition(sections=[{"code": "A", "name": "生活", "questions": [asked]}])


def published(session: Session, *, starts: str = "2026-01") -> QuestionnaireVersion:
    """The short questionnaire, asked from a month on."""
    return publish_questionnaire(session, make.admin(session), definition(starts=starts), now=NOW)


@dataclass
class Door:
    """A household whose month is open, and who scored it."""

    session: Session
    place: Place
    household: Household
    round: Round
    scorer: Actor

    @classmethod
    def made(cls, session: Session, *, visited: bool = True) -> "Door":
        """In a village of its own; visited this month unless told otherwise."""
        place = make.village(session, "古漯河新村")
        household = make.household(session, village=place)
        round_ = make.open_round(session, place)
        scorer = make.specialist(session, place)
        if visited:
            make.sheet(session, round_, household, by=scorer)
        return cls(session, place, household, round_, scorer)

    def answer(
        self, answers: Mapping[str, str], *, by: Actor | None = None, replaces: int | None = None
    ) -> VisitAnswers:
        """Hang answers on the household's visit."""
        filled = FilledIn(self.round.id, self.household.id, answers, replaces)
        return answer_questionnaire(self.session, by or self.scorer, filled, now=NOW)


def neighbours_answered(door: Door, *answers: Mapping[str, str]) -> None:
    """So many other households of the village, with what each of them said."""
    for given in answers:
        home = make.household(door.session, village=door.place)
        make.sheet(door.session, door.round, home, by=door.scorer)
        filled = FilledIn(door.round.id, home.id, given)
        answer_questionnaire(door.session, door.scorer, filled, now=NOW)


NOVEMBER = Period.parse("2026-11")
