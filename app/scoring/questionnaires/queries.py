"""Which questionnaire is asked, and what a household answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, func, or_, select, true
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdLeft, household_for
from app.scoring.questionnaires.models import QuestionnaireVersion, VisitAnswers
from app.scoring.questionnaires.reading import questionnaire_from
from app.scoring.questionnaires.rules import NoQuestionnaire, Questionnaire
from app.scoring.rounds.access import Lock, round_for
from app.scoring.rounds.models import Round, RoundState
from app.scoring.rounds.rules import NotInRound
from app.scoring.visits.models import Visit, VisitOutcome


class QuestionnaireNotFound(NotFound):
    """There is no such version."""

    code = "questionnaire_not_found"


@dataclass(frozen=True)
class Answered:
    """What a household answered in a month, to which questions, and who wrote it down."""

    row: VisitAnswers
    period: Period
    questionnaire: Questionnaire
    answered_by: str


@dataclass(frozen=True)
class Asking:
    """A household in front of its month's questionnaire, with what was answered before."""

    household: Household
    round: Round
    version: QuestionnaireVersion
    questionnaire: Questionnaire
    #: The latest visit of the month that met somebody; None: nobody was there yet.
    visit_id: int | None
    current: VisitAnswers | None  # of this month
    last: VisitAnswers | None  # of an earlier month
    last_period: Period | None

    @property
    def can_answer(self) -> bool:
        """Whether answers would be taken now: for what the page offers."""
        return self.round.state is RoundState.OPEN and self.visit_id is not None

    @property
    def begun_answers(self) -> dict[str, str]:
        """What was answered this month, where this questionnaire takes it."""
        return self.questionnaire.still_fitting(self.current.answers) if self.current else {}

    @property
    def last_answers(self) -> dict[str, str]:
        """What was answered last time, where this questionnaire takes it."""
        return self.questionnaire.still_fitting(self.last.answers) if self.last else {}


@dataclass(frozen=True)
class Offer:
    """What a household's page says of its month's questionnaire."""

    title: str
    current: VisitAnswers | None


def running(session: Session, period: Period) -> QuestionnaireVersion:
    """The questionnaire of a month: the latest that has started, unless it has ended before.

    :raises NoQuestionnaire: none is asked.
    """
    version = QuestionnaireVersion
    found = session.scalar(
        select(version)
        .where(
            version.starts <= period, or_(version.ends.is_(None), version.ends >= version.starts)
        )
        .order_by(version.starts.desc(), version.id.desc())
        .limit(1)
    )
    if found is None or (found.ends is not None and found.ends < period):
        raise NoQuestionnaire(period=str(period))
    return found


def questionnaire_for(
    session: Session, questionnaire_id: int, *, lock: bool = False
) -> QuestionnaireVersion:
    """One version.

    :raises QuestionnaireNotFound: there is none with this id.
    """
    wanted = select(QuestionnaireVersion).where(QuestionnaireVersion.id == questionnaire_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalar(wanted)
    if found is None:
        raise QuestionnaireNotFound
    return found


def questionnaires(session: Session) -> Sequence[QuestionnaireVersion]:
    """All versions, the latest first."""
    version = QuestionnaireVersion
    return session.scalars(select(version).order_by(version.starts.desc(), version.id.desc())).all()


def asking(
    session: Session, actor: Actor, round_id: int, household_id: int, *, lock: Lock = "none"
) -> Asking:
    """What the scorer sees of a household that he may ask in this month.

    :raises HouseholdNotFound: missing, or not among the scorer's.
    :raises RoundNotFound: missing, or out of reach.
    :raises NotInRound: the household does not belong to the village.
    :raises HouseholdLeft: it has left the register.
    :raises NoQuestionnaire: none is asked in this month.
    """
    household = household_for(session, actor, Permission.SCORE, household_id)
    round_ = round_for(session, actor, Permission.SCORE, round_id, lock=lock)
    if household.village_code != round_.village_code:
        raise NotInRound
    if household.status is not HouseholdStatus.REGISTERED:
        raise HouseholdLeft
    version = running(session, round_.period)
    current = _latest(session, household.id, Visit.period == round_.period)
    last = _latest(session, household.id, Visit.period < round_.period)
    return Asking(
        household,
        round_,
        version,
        questionnaire_from(version.definition),
        _visit_id(session, household.id, round_.period),
        current[0] if current else None,
        last[0] if last else None,
        last[1] if last else None,
    )


def answers_of(session: Session, household: Household) -> Sequence[Answered]:
    """What a household answered, the latest of each month, newest first; two statements."""
    newest = (
        select(func.max(VisitAnswers.id))
        .join(Visit, Visit.id == VisitAnswers.visit_id)
        .where(Visit.household_id == household.id)
        .group_by(Visit.period)
    )
    rows = session.execute(
        select(VisitAnswers, Visit.period, QuestionnaireVersion, User.name)
        .join(Visit, Visit.id == VisitAnswers.visit_id)
        .join(QuestionnaireVersion, QuestionnaireVersion.id == VisitAnswers.questionnaire_id)
        .join(User, User.id == VisitAnswers.answered_by)
        .where(VisitAnswers.id.in_(newest))
        .order_by(Visit.period.desc())
    ).all()
    return [
        Answered(row, period, questionnaire_from(version.definition), name)
        for row, period, version, name in rows
    ]


def offer(session: Session, household_id: int, period: Period) -> Offer | None:
    """The questionnaire of a month, and how far the household is; None: nothing is asked."""
    try:
        version = running(session, period)
    except NoQuestionnaire:
        return None
    found = _latest(session, household_id, Visit.period == period)
    return Offer(version.title, found[0] if found else None)


def ever_answered(session: Session, household_id: int) -> bool:
    """Whether a household has answered anything in any month."""
    return _latest(session, household_id, true()) is not None


def _latest(
    session: Session, household_id: int, when: ColumnElement[bool]
) -> tuple[VisitAnswers, Period] | None:
    found = session.execute(
        select(VisitAnswers, Visit.period)
        .join(Visit, Visit.id == VisitAnswers.visit_id)
        .where(Visit.household_id == household_id, when)
        .order_by(Visit.period.desc(), VisitAnswers.id.desc())
        .limit(1)
    ).first()
    return (found[0], found[1]) if found else None


def _visit_id(session: Session, household_id: int, period: Period) -> int | None:
    return session.scalar(
        select(func.max(Visit.id)).where(
            Visit.household_id == household_id,
            Visit.period == period,
            Visit.outcome == VisitOutcome.MET,
        )
    )
