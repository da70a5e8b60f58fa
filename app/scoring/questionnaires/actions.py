"""Publish a questionnaire, end it, and write down what a household answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict
from app.kernel.period import Period
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.scoring.questionnaires.models import QuestionnaireVersion, VisitAnswers
from app.scoring.questionnaires.queries import Asking, asking, questionnaire_for
from app.scoring.questionnaires.reading import (
    QuestionnaireBad,
    check_private,
    questionnaire_from,
    starts_of,
)
from app.scoring.questionnaires.rules import AnsweredMeanwhile, NotVisitedYet, checked_answers
from app.scoring.questionnaires.writing import definition_of
from app.scoring.rounds.rules import check_recordable
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.reading import SchemeBad


class QuestionnaireExists(Conflict):
    """Another questionnaire starts in the same month; a published one never changes."""

    code = "questionnaire_exists"


class QuestionnaireEnded(Conflict):
    """It was ended before."""

    code = "questionnaire_ended"


on_violation(
    "uq_questionnaire_versions_starts", QuestionnaireExists, columns="questionnaire_versions.starts"
)
on_violation("uq_visit_answers_first", AnsweredMeanwhile, columns="visit_answers.visit_id")
on_violation("uq_visit_answers_replaces_id", AnsweredMeanwhile, columns="visit_answers.replaces_id")


@dataclass(frozen=True)
class FilledIn:
    """A household's answers of a month, and whose place they take."""

    round_id: int
    household_id: int
    answers: Mapping[str, str]  # question code → answer; empty ones are left out
    replaces_id: int | None = None


def read_questionnaire(content: bytes) -> dict[str, Any]:
    """The definition in a TOML file.

    :raises QuestionnaireBad: not UTF-8, not TOML, or too large.
    """
    try:
        return read_toml(content)
    except SchemeBad:
        raise QuestionnaireBad(where="file") from None


def publish_questionnaire(
    session: Session, actor: Actor, definition: Mapping[str, Any], *, now: datetime
) -> QuestionnaireVersion:
    """Ask these questions from their first month on. The same file twice is one version.

    :raises QuestionnaireBad: it cannot be read.
    :raises QuestionForbidden: a question asks for what is nobody's business.
    :raises QuestionnaireExists: another one starts in that month.
    """
    check_may(actor, Permission.MANAGE_SCHEMES)
    questionnaire = questionnaire_from(definition)
    check_private(questionnaire)
    starts = starts_of(definition)
    plain = definition_of(questionnaire, starts)
    existing = session.scalar(
        select(QuestionnaireVersion).where(
            QuestionnaireVersion.starts == starts, QuestionnaireVersion.ended_at.is_(None)
        )
    )
    if existing is not None:
        if existing.definition != plain:
            raise QuestionnaireExists
        return existing
    version = QuestionnaireVersion(
        title=questionnaire.title,
        starts=starts,
        definition=plain,
        published_at=now,
        published_by=actor.user_id,
    )
    session.add(version)
    session.flush()
    note(
        session, actor, "publish_questionnaire", ("questionnaire", version.id), now=now,
        starts=str(starts),
    )  # fmt: skip
    return version


def end_questionnaire(
    session: Session, actor: Actor, *, questionnaire_id: int, now: datetime
) -> QuestionnaireVersion:
    """Ask it no longer after this month; one that has not begun is never asked.

    :raises QuestionnaireNotFound: there is none with this id.
    :raises QuestionnaireEnded: it was ended before.
    """
    check_may(actor, Permission.MANAGE_SCHEMES)
    version = questionnaire_for(session, questionnaire_id, lock=True)
    if version.ended_at is not None:
        raise QuestionnaireEnded
    version.ends = max(Period.of(now), version.starts.plus(-1))
    version.ended_at, version.ended_by = now, actor.user_id
    session.flush()
    note(
        session, actor, "end_questionnaire", ("questionnaire", version.id), now=now,
        until=str(version.ends),
    )  # fmt: skip
    return version


def answer_questionnaire(
    session: Session, actor: Actor, filled: FilledIn, *, now: datetime
) -> VisitAnswers:
    """Hang answers on the household's visit of the month; the latest count. They earn no point.

    :raises HouseholdNotFound: missing, or not among the scorer's.
    :raises NotInRound: the household belongs to another village.
    :raises RoundNotOpen: the village has submitted the month.
    :raises HouseholdLeft: the household has left the register.
    :raises NoQuestionnaire: none is asked in this month.
    :raises NotVisitedYet: nobody has met the household this month.
    :raises AnsweredMeanwhile: there are answers, and not those that these take the place of.
    :raises UnknownQuestion: and the other refusals of `rules.checked_answers`.
    """
    there = asking(session, actor, filled.round_id, filled.household_id, lock="share")
    check_recordable(there.round, there.round.period.starts_at)
    if there.visit_id is None:
        raise NotVisitedYet
    answers = checked_answers(there.questionnaire, filled.answers)
    _check_seen(there, filled)
    row = VisitAnswers(
        visit_id=there.visit_id,
        questionnaire_id=there.version.id,
        answers=answers,
        complete=not there.questionnaire.missing(answers),
        answered_by=actor.user_id,
        answered_at=now,
        replaces_id=filled.replaces_id,
    )
    session.add(row)
    session.flush()
    note(
        session, actor, "answer_questionnaire", ("household", filled.household_id), now=now,
        place_code=there.round.village_code, period=str(there.round.period),
    )  # fmt: skip
    return row


def _check_seen(there: Asking, filled: FilledIn) -> None:
    if (there.current.id if there.current else None) != filled.replaces_id:
        raise AnsweredMeanwhile
