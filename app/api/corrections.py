"""A mistake made good: asked for by one person, approved by another."""

from datetime import datetime

from flask import Response

from app.api.requests import answers, made, once, said, takes, takes_nothing, wing
from app.api.schemas import Answer, Id, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.ledger.corrections import approve_correction, ask_correction
from app.ledger.models import Correction, CorrectionState, Direction
from app.registry.accounts.permissions import Permission

corrections = wing("corrections")


class CorrectionIn(Strict):
    """Points to be added to a household's or taken from it, and why."""

    household_id: Id
    points: int
    direction: Direction
    reason: str


class CorrectionOut(Answer):
    """A correction; points move when somebody else has approved it."""

    id: Id
    household_id: Id
    points: int
    direction: Direction
    reason: str
    state: CorrectionState
    asked_at: datetime
    approved_at: datetime | None


@corrections.post("/corrections")
@needs(Permission.ASK_CORRECTION)
@takes(CorrectionIn)
@answers(CorrectionOut, 201, 200)
def post_correction(body: CorrectionIn) -> Response:
    """Ask for a correction; nothing moves until somebody else approves it."""
    person, at = actor(), now()
    household_id = id_of(body.household_id)

    def act() -> int:
        return ask_correction(
            session, person, household_id=household_id, points=body.points,
            direction=body.direction, reason=body.reason, now=at,
        ).id  # fmt: skip

    with db().write() as session:
        done = once(session, act)
        return made(_correction(session.get_one(Correction, done.id)), done)


@corrections.post("/corrections/<int:correction_id>/approve")
@needs(Permission.APPROVE_CORRECTION)
@takes_nothing
@answers(CorrectionOut)
def post_approval(correction_id: int) -> Response:
    """Approve somebody else's correction; its points move now."""
    person, at = actor(), now()

    def act() -> int:
        return approve_correction(session, person, correction_id=correction_id, now=at).id

    with db().write() as session:
        done = once(session, act)
        return said(_correction(session.get_one(Correction, done.id)))


def _correction(row: Correction) -> CorrectionOut:
    return CorrectionOut(
        id=str(row.id),
        household_id=str(row.household_id),
        points=row.points,
        direction=row.direction,
        reason=row.reason,
        state=row.state,
        asked_at=row.asked_at,
        approved_at=row.approved_at,
    )
