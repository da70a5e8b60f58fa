"""What waits for an office: counted, so that a first page can say it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.ledger.models import Correction, CorrectionState, Direction
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.cards.lost import count_waiting_for_card
from app.registry.households.models import Household
from app.registry.households.queries import within_reach
from app.scoring.rounds.deliberations import (
    count_without_deliberation,
    deliberation_required,
)
from app.scoring.rounds.models import (
    Objection,
    ObjectionState,
    Round,
    RoundState,
    SentBackSheet,
    Sheet,
)
from app.scoring.rounds.sent_back import unanswered


@dataclass(frozen=True)
class Waiting:
    """Counts within the person's reach, whoever has to act."""

    to_certify: int
    to_publicise: int
    to_settle: int
    objections: int
    oldest_objection_at: datetime | None
    corrections: int
    own_corrections: int  # of those, asked for by the person: somebody else approves them
    correction_points: int  # signed: what approving all of them would add
    lost_cards: int
    sent_back: int  # sheets that went back to their scorers and have no answer yet
    without_deliberation: int  # open months without the meeting that the district wants


def waiting(session: Session, actor: Actor, now: datetime) -> Waiting:
    """What waits in the person's places, in seven statements at most."""
    to_certify, to_publicise, to_settle = _rounds(session, actor, now)
    objections, oldest = _objections(session, actor)
    corrections, own, points = _corrections(session, actor)
    return Waiting(
        to_certify=to_certify,
        to_publicise=to_publicise,
        to_settle=to_settle,
        objections=objections,
        oldest_objection_at=oldest,
        corrections=corrections,
        own_corrections=own,
        correction_points=points,
        lost_cards=count_waiting_for_card(session, actor),
        sent_back=_sent_back(session, actor),
        without_deliberation=(
            count_without_deliberation(session, actor) if deliberation_required(session) else 0
        ),
    )


def _rounds(session: Session, actor: Actor, now: datetime) -> tuple[int, int, int]:
    ended = and_(Round.state == RoundState.PUBLICISED, Round.closes_at <= now)
    row = session.execute(
        select(
            func.count().filter(Round.state == RoundState.SUBMITTED),
            func.count().filter(Round.state == RoundState.CERTIFIED),
            func.count().filter(ended),
        ).where(below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places))
    ).one()
    return row[0], row[1], row[2]


def _sent_back(session: Session, actor: Actor) -> int:
    wanted = (
        select(func.count())
        .select_from(SentBackSheet)
        .join(Sheet, Sheet.id == SentBackSheet.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .where(
            unanswered(),
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
        )
    )
    return session.scalar(wanted) or 0


def _objections(session: Session, actor: Actor) -> tuple[int, datetime | None]:
    row = session.execute(
        select(func.count(), func.min(Objection.recorded_at))
        .join(Sheet, Sheet.id == Objection.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .where(
            Objection.state == ObjectionState.OPEN,
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
        )
    ).one()
    return row[0], row[1]


def _corrections(session: Session, actor: Actor) -> tuple[int, int, int]:
    signed = case(
        (Correction.direction == Direction.CREDIT, Correction.points), else_=-Correction.points
    )
    row = session.execute(
        select(
            func.count(),
            func.count().filter(Correction.asked_by == actor.user_id),
            func.coalesce(func.sum(signed), 0),
        )
        .join(Household, Household.id == Correction.household_id)
        .where(
            Correction.state == CorrectionState.ASKED,
            within_reach(actor, Permission.VIEW_STATEMENT),
        )
    ).one()
    return row[0], row[1], int(row[2])
