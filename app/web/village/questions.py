"""问卷: what is asked at the door beside the scorecard; filled in section by section, and read."""

from collections.abc import Mapping
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.questionnaires.actions import FilledIn, answer_questionnaire
from app.scoring.questionnaires.queries import Asking, Offer, answers_of, asking, offer
from app.scoring.questionnaires.rules import (
    AnsweredMeanwhile,
    AnswerTellsTooMuch,
    NothingAnswered,
    NotVisitedYet,
    QuestionAnswerBad,
    UnknownQuestion,
)
from app.scoring.rounds.history import HouseholdMonth
from app.scoring.rounds.rules import RoundNotOpen
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.village.pages import pages

SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    AnsweredMeanwhile, AnswerTellsTooMuch, NothingAnswered, NotVisitedYet, QuestionAnswerBad,
    RoundNotOpen, UnknownQuestion,
)  # fmt: skip
NOT_ANSWERS: Final = frozenset({"csrf_token", "request_id", "replaces", "save", "same"})


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/questions")
@needs(Permission.SCORE)
def questions(round_id: int, household_id: int) -> str:
    """The form, with what was answered this month."""
    with db().read() as session:
        there = asking(session, actor(), round_id, household_id)
        return _form(there, there.begun_answers)


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/questions")
@needs(Permission.SCORE)
def save_questions(round_id: int, household_id: int) -> Response:
    """Keep the answers; or fill in a section as it was last time, and keep nothing yet."""
    if "same" in request.form:
        with db().read() as session:
            there = asking(session, actor(), round_id, household_id)
            return make_response(_form(there, _entered() | _last_of(there, request.form["same"])))
    try:
        with db().write() as session:
            filled = _filled(round_id, household_id)
            run_once(
                session,
                request_of("answer_questionnaire"),
                lambda: answer_questionnaire(session, actor(), filled, now=now()).id,
            )
    except SHOWN_AGAIN as refusal:
        with db().read() as session:
            there = asking(session, actor(), round_id, household_id)
            return shown_again(_form(there, _entered(), refusal), refusal)
    with db().read() as session:
        _tell(asking(session, actor(), round_id, household_id))
    return make_response(redirect(url_for(".answers", household_id=household_id)))


@pages.get("/households/<int:household_id>/answers")
@needs(Permission.VIEW_HOUSEHOLD)
def answers(household_id: int) -> str:
    """What the household answered, month by month."""
    with db().read() as session:
        household = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
        return render_template(
            "village/answers.html", household=household, answered=answers_of(session, household)
        )


def questions_offered(
    session: Session, household_id: int, month: HouseholdMonth | None
) -> Offer | None:
    """The questionnaire of a household's open month, for who may fill it in."""
    if month is None or not actor().may(Permission.SCORE):
        return None
    return offer(session, household_id, month.round.period)


def _tell(there: Asking) -> None:
    left = len(there.questionnaire.missing(there.begun_answers))
    if left:
        tell(
            ngettext("存好了，还有 %(num)s 问没填", "存好了，还有 %(num)s 问没填", left),
            _("村里提交以前，可以接着填。"),
            kind="info",
        )
    else:
        tell(_("问卷填完了"), _("和积分没有关系。村里提交以前还可以改。"))


def _filled(round_id: int, household_id: int) -> FilledIn:
    replaces = request.form.get("replaces", "")
    return FilledIn(round_id, household_id, _entered(), id_of(replaces) if replaces else None)


def _entered() -> dict[str, str]:
    return {name: value for name, value in request.form.items() if name not in NOT_ANSWERS}


def _last_of(there: Asking, section_code: str) -> dict[str, str]:
    """Last time's answers of one section."""
    codes = {
        question.code
        for section in there.questionnaire.sections
        if section.code == section_code
        for question in section.questions
    }
    return {code: answer for code, answer in there.last_answers.items() if code in codes}


def _form(there: Asking, given: Mapping[str, str], refusal: Refusal | None = None) -> str:
    given = {code: answer for code, answer in given.items() if answer.strip()}
    return render_template(
        "village/questions.html",
        there=there,
        given=given,
        left=len(there.questionnaire.missing(given)),
        said=said(refusal) if refusal else None,
    )
