"""Reading what was sent back: which sheets wait for an answer, and what became of the others."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, aliased

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import seen_by
from app.scoring.rounds.certifying_models import SentBackAnswer, SentBackSheet
from app.scoring.rounds.models import Round, Sheet


@dataclass(frozen=True)
class SentBack:
    """A sheet that was sent back: whose, by whom, and the answer if there is one."""

    asked: SentBackSheet
    sheet: Sheet  # as it was when it went back
    household: Household
    asked_by: str
    answer: SentBackAnswer | None
    answered_by: str | None
    new_points: int | None  # when another sheet is the answer


def unanswered() -> ColumnElement[bool]:
    """Whether a sheet that was sent back still waits for an answer."""
    return ~exists().where(SentBackAnswer.sent_back_id == SentBackSheet.id)


def unanswered_of(session: Session, sheet_id: int) -> SentBackSheet | None:
    """Why a sheet was sent back, as long as nobody has answered."""
    return session.scalar(
        select(SentBackSheet).where(SentBackSheet.sheet_id == sheet_id, unanswered())
    )


def count_unanswered(session: Session, round_id: int) -> int:
    """How many sheets of a round were sent back and wait for an answer."""
    wanted = (
        select(func.count())
        .select_from(SentBackSheet)
        .join(Sheet, Sheet.id == SentBackSheet.sheet_id)
        .where(Sheet.round_id == round_id, unanswered())
    )
    return session.scalar(wanted) or 0


def turns_of(session: Session, sheet_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How often each of these sheets was sent back, and how often that was answered."""
    rows = session.execute(
        select(SentBackSheet.sheet_id, func.count(), func.count(SentBackAnswer.sent_back_id))
        .outerjoin(SentBackAnswer, SentBackAnswer.sent_back_id == SentBackSheet.id)
        .where(SentBackSheet.sheet_id.in_(sheet_ids))
        .group_by(SentBackSheet.sheet_id)
    )
    return {row[0]: (row[1], row[2]) for row in rows.all()}


def sent_back_in(session: Session, actor: Actor, round_: Round) -> Sequence[SentBack]:
    """All that was sent back in a round, latest first; a cadre sees his own. One statement."""
    wanted = _sent_back().where(Sheet.round_id == round_.id, seen_by(actor, Permission.VIEW_ROUND))
    return [SentBack(*row) for row in session.execute(wanted).all()]


def sent_back_of(session: Session, sheet: Sheet) -> Sequence[SentBack]:
    """The same for the household of one sheet, in its month."""
    wanted = _sent_back().where(
        Sheet.round_id == sheet.round_id, Sheet.household_id == sheet.household_id
    )
    return [SentBack(*row) for row in session.execute(wanted).all()]


def _sent_back() -> Select[SentBackSheet, Sheet, Household, str, SentBackAnswer, str, int]:
    asker, answerer, new = aliased(User), aliased(User), aliased(Sheet)
    return (
        select(
            SentBackSheet, Sheet, Household, asker.name, SentBackAnswer, answerer.name, new.points
        )
        .join(Sheet, Sheet.id == SentBackSheet.sheet_id)
        .join(Household, Household.id == Sheet.household_id)
        .join(asker, asker.id == SentBackSheet.sent_back_by)
        .outerjoin(SentBackAnswer, SentBackAnswer.sent_back_id == SentBackSheet.id)
        .outerjoin(answerer, answerer.id == SentBackAnswer.answered_by)
        .outerjoin(new, new.id == SentBackAnswer.sheet_id)
        .order_by(SentBackSheet.id.desc())
    )
