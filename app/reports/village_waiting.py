"""What waits for a village committee, month by month, so that its first page can say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Subquery, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.places.models import Place
from app.scoring.pairs.access import is_side
from app.scoring.rounds.certifying_models import Deliberation, SentBackSheet
from app.scoring.rounds.deliberations import deliberation_required
from app.scoring.rounds.models import Objection, ObjectionState, Round, RoundState, Sheet
from app.scoring.rounds.second_models import SecondSheet
from app.scoring.rounds.seconds import undecided
from app.scoring.rounds.sent_back import unanswered

MOST_MONTHS = 20


@dataclass(frozen=True)
class VillageWaits:
    """One month of one village, with all that somebody of its committee has to see to."""

    round: Round
    village_name: str
    sent_back: int  # sheets that wait for an answer
    differing: int  # households with two sheets, which the person may decide between
    objections: int
    unrecorded: bool  # no meeting on record, though the district wants one
    ended: bool  # the notice is over, nothing is credited yet


def village_waiting(session: Session, actor: Actor, now: datetime) -> Sequence[VillageWaits]:
    """What waits in the villages that the person submits for, the oldest month first.

    Two statements, however many villages.
    """
    required = deliberation_required(session)
    back, differing, objections = _sent_back(), _differing(actor), _objections()
    ended = and_(Round.state == RoundState.PUBLICISED, Round.closes_at <= now)
    unrecorded = _unrecorded() if required else Round.id.is_(None)
    rows = session.execute(
        select(
            Round,
            Place.name,
            func.coalesce(back.c.sheets, 0),
            func.coalesce(differing.c.pairs, 0),
            func.coalesce(objections.c.said, 0),
            unrecorded,
            func.coalesce(ended, False),
        )
        .join(Place, Place.code == Round.village_code)
        .outerjoin(back, back.c.round_id == Round.id)
        .outerjoin(differing, differing.c.round_id == Round.id)
        .outerjoin(objections, objections.c.round_id == Round.id)
        .where(
            below_any(Round.village_code, actor.reach(Permission.SUBMIT).places),
            or_(
                back.c.sheets > 0,
                differing.c.pairs > 0,
                objections.c.said > 0,
                unrecorded,
                ended,
                Round.state == RoundState.CERTIFIED,
            ),
        )
        .order_by(Round.period, Round.id)
        .limit(MOST_MONTHS)
    ).all()
    return [VillageWaits(*row) for row in rows]


def _unrecorded() -> ColumnElement[bool]:
    held = exists().where(Deliberation.round_id == Round.id)
    return and_(Round.state == RoundState.OPEN, ~held)


def _sent_back() -> Subquery:
    return (
        select(Sheet.round_id, func.count().label("sheets"))
        .join(SentBackSheet, SentBackSheet.sheet_id == Sheet.id)
        .where(unanswered())
        .group_by(Sheet.round_id)
        .subquery()
    )


def _differing(actor: Actor) -> Subquery:
    return (
        select(SecondSheet.round_id, func.count().label("pairs"))
        .where(undecided(), ~is_side(actor))
        .group_by(SecondSheet.round_id)
        .subquery()
    )


def _objections() -> Subquery:
    return (
        select(Sheet.round_id, func.count().label("said"))
        .join(Objection, Objection.sheet_id == Sheet.id)
        .where(Objection.state == ObjectionState.OPEN)
        .group_by(Sheet.round_id)
        .subquery()
    )
