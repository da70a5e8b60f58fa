"""Letting points go whose last day is over, for all households at once."""

from datetime import date

from flask import Response

from app.api.requests import answers, made, once, takes, wing
from app.api.schemas import Answer, Id, Strict
from app.door.context import actor, db, now
from app.door.routes import needs
from app.ledger.expire import LetGo, expire_points, let_go_by
from app.registry.accounts.permissions import Permission

expiry = wing("expiry")


class ExpiryRunIn(Strict):
    """The last day of the points that end: one that is over."""

    cutoff: date


class ExpiryRunOut(Answer):
    """What was taken from how many households; `id` is null when nothing was due."""

    id: Id | None
    households: int
    points: int


@expiry.post("/expiry-runs")
@needs(Permission.EXPIRE_POINTS)
@takes(ExpiryRunIn)
@answers(ExpiryRunOut, 201, 200)
def post_expiry_run(body: ExpiryRunIn) -> Response:
    """Take what is left of awards whose last day was the cutoff or earlier."""
    person, at = actor(), now()

    def act() -> int:
        # A claim wants an object; no run has the number 0.
        return expire_points(session, person, cutoff=body.cutoff, now=at).run_id or 0

    with db().write() as session:
        done = once(session, act)
        taken = let_go_by(session, done.id) if done.id else LetGo(0, 0, None)
        run_id = str(done.id) if done.id else None
        return made(ExpiryRunOut(id=run_id, households=taken.households, points=taken.points), done)
