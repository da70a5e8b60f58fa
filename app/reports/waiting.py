"""What waits for an office: counted, so that a first page can say it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, case, func, select
from sqlalchemy.orm import Session

from app.changes.queries import count_waiting_changes
from app.ledger.asked import stands
from app.ledger.due import waiting_to_end
from app.ledger.models import Correction, CorrectionStanding, Direction
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.cards.lost import count_waiting_for_card
from app.registry.households.models import Household
from app.registry.households.queries import within_reach
from app.scoring.rounds.certifying_models import SentBackSheet
from app.scoring.rounds.deliberations import (
    count_without_deliberation,
    deliberation_required,
)
from app.scoring.rounds.models import Objection, ObjectionState, Round, RoundState, Sheet
from app.scoring.rounds.overdue import is_overdue
from app.scoring.rounds.postings import not_on_the_wall
from app.scoring.rounds.second_models import SecondSheet
from app.scoring.rounds.seconds import undecided
from app.scoring.rounds.sent_back import unanswered
from app.shop.stock.paper_queries import count_waiting_papers


@dataclass(frozen=True)
class Waiting:
    """Counts within the person's reach, whoever has to act."""

    to_certify: int
    to_publicise: int
    to_settle: int
    not_on_wall: int  # publicised, and nobody has noted that the paper hangs
    objections: int
    oldest_objection_at: datetime | None
    overdue_objections: int  # of those, whose day for the answer has passed
    corrections: int
    own_corrections: int  # of those, asked for by the person: somebody else approves them
    correction_points: int  # signed: what approving all of them would add
    lost_cards: int
    ended: int  # households with points whose last day is over; for who may let them go
    changes: int  # of households
    own_changes: int  # of those, recorded by the person: somebody else decides them
    sent_back: int  # sheets that went back to their scorers and have no answer yet
    differing: int  # households with two sheets between which nobody has decided
    stock_papers: int  # write-offs and counts that this person may decide about
    without_deliberation: int  # open months without the meeting that the district wants


def waiting(session: Session, actor: Actor, now: datetime) -> Waiting:
    """What waits in the person's places, in a few statements."""
    to_certify, to_publicise, to_settle, not_on_wall = _rounds(session, actor, now)
    objections, oldest, overdue = _objections(session, actor, now)
    corrections, own, points = _corrections(session, actor)
    changes, own_changes = count_waiting_changes(session, actor)
    return Waiting(
        to_certify=to_certify,
        to_publicise=to_publicise,
        to_settle=to_settle,
        not_on_wall=not_on_wall,
        objections=objections,
        oldest_objection_at=oldest,
        overdue_objections=overdue,
        corrections=corrections,
        own_corrections=own,
        correction_points=points,
        lost_cards=count_waiting_for_card(session, actor),
        ended=waiting_to_end(session, actor, now) if actor.may(Permission.EXPIRE_POINTS) else 0,
        changes=changes,
        own_changes=own_changes,
        sent_back=_sent_back(session, actor),
        differing=_differing(session, actor),
        stock_papers=count_waiting_papers(session, actor),
        without_deliberation=(
            count_without_deliberation(session, actor) if deliberation_required(session) else 0
        ),
    )


def _rounds(session: Session, actor: Actor, now: datetime) -> tuple[int, int, int, int]:
    ended = and_(Round.state == RoundState.PUBLICISED, Round.closes_at <= now)
    row = session.execute(
        select(
            func.count().filter(Round.state == RoundState.SUBMITTED),
            func.count().filter(Round.state == RoundState.CERTIFIED),
            func.count().filter(ended),
            func.count().filter(not_on_the_wall()),
        ).where(below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places))
    ).one()
    return row[0], row[1], row[2], row[3]


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


def _differing(session: Session, actor: Actor) -> int:
    wanted = (
        select(func.count())
        .select_from(SecondSheet)
        .join(Round, Round.id == SecondSheet.round_id)
        .where(
            undecided(),
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
        )
    )
    return session.scalar(wanted) or 0


def _objections(session: Session, actor: Actor, now: datetime) -> tuple[int, datetime | None, int]:
    row = session.execute(
        select(
            func.count(),
            func.min(Objection.recorded_at),
            func.count().filter(is_overdue(now)),
        )
        .join(Sheet, Sheet.id == Objection.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .where(
            Objection.state == ObjectionState.OPEN,
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
        )
    ).one()
    return row[0], row[1], row[2]


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
            stands(CorrectionStanding.ASKED),
            within_reach(actor, Permission.VIEW_STATEMENT),
        )
    ).one()
    return row[0], row[1], int(row[2])
