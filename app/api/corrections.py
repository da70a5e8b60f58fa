"""A mistake made good: asked for by one person, decided by another."""

from datetime import datetime

from flask import Response

from app.api.requests import answers, made, once, said, takes, takes_nothing, wing
from app.api.schemas import Answer, Id, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.ledger.asked import Asked, correction_for
from app.ledger.corrections import ask_correction, refuse_correction
from app.ledger.models import CorrectionStanding, Direction
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.late import approve_any_correction

corrections = wing("corrections")


class CorrectionIn(Strict):
    """Points to be added to a household's or taken from it, and why."""

    household_id: Id
    points: int
    direction: Direction
    reason: str


class RefusalIn(Strict):
    """Why a correction is not approved."""

    reason: str


class CorrectionOut(Answer):
    """A correction; points move when somebody else has approved it."""

    id: Id
    household_id: Id
    points: int
    direction: Direction
    reason: str
    state: CorrectionStanding
    asked_at: datetime
    approved_at: datetime | None
    refused_at: datetime | None
    refusal: str | None


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
        return made(_correction(correction_for(session, person, done.id)), done)


@corrections.post("/corrections/<int:correction_id>/approve")
@needs(Permission.APPROVE_CORRECTION)
@takes_nothing
@answers(CorrectionOut)
def post_approval(correction_id: int) -> Response:
    """Approve somebody else's correction; its points move now."""
    person, at = actor(), now()

    def act() -> int:
        return approve_any_correction(session, person, correction_id=correction_id, now=at).id

    with db().write() as session:
        done = once(session, act)
        return said(_correction(correction_for(session, person, done.id)))


@corrections.post("/corrections/<int:correction_id>/refuse")
@needs(Permission.APPROVE_CORRECTION)
@takes(RefusalIn)
@answers(CorrectionOut)
def post_correction_refusal(correction_id: int, body: RefusalIn) -> Response:
    """Refuse somebody else's correction, with a reason; no points move."""
    person, at = actor(), now()

    def act() -> int:
        return refuse_correction(
            session, person, correction_id=correction_id, reason=body.reason, now=at
        ).id

    with db().write() as session:
        done = once(session, act)
        return said(_correction(correction_for(session, person, done.id)))


def _correction(asked: Asked) -> CorrectionOut:
    row, refusal = asked.correction, asked.refusal
    return CorrectionOut(
        id=str(row.id),
        household_id=str(row.household_id),
        points=row.points,
        direction=row.direction,
        reason=row.reason,
        state=asked.standing,
        asked_at=row.asked_at,
        approved_at=row.approved_at,
        refused_at=refusal.refused_at if refusal else None,
        refusal=refusal.reason if refusal else None,
    )
