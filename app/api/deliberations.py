"""The committee's meetings about a month."""

from datetime import date, datetime
from uuid import UUID

from flask import Response

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.deliberate import Meeting, record_deliberation
from app.scoring.rounds.deliberations import Held, deliberation_for, deliberations_of

deliberations = wing("deliberations", tag="rounds")


class DeliberationIn(Strict):
    """A meeting: its day, who chaired, who was there, what was said; what it corrects."""

    met_on: date
    chaired_by: str
    present: list[str]
    minutes: str
    replaces: Id | None = None


class DeliberationOut(Answer):
    """A meeting as it was recorded; `corrected`: a later record takes its place."""

    id: Id
    round_id: Id
    met_on: date
    chaired_by: str
    present: list[str]
    minutes: str
    recorded_by: str
    recorded_at: datetime
    replaces: Id | None
    corrected: bool


class Deliberations(Listing):
    """The meetings of a month, the latest first, all of them."""

    items: list[DeliberationOut]


@deliberations.put("/rounds/<int:round_id>/deliberations/<uuid:request_id>")
@needs(Permission.SUBMIT)
@takes(DeliberationIn)
@answers(DeliberationOut, 201, 200)
def put_deliberation(round_id: int, request_id: UUID, body: DeliberationIn) -> Response:
    """Record a meeting of the village committee, or correct an earlier record by a new one."""
    person, at = actor(), now()
    meeting = Meeting(
        uuid=request_id,
        round_id=round_id,
        met_on=body.met_on,
        chaired_by=body.chaired_by,
        present=body.present,
        minutes=body.minutes,
        replaces_id=id_of(body.replaces) if body.replaces is not None else None,
    )
    with db().write() as session:
        done = once(session, lambda: record_deliberation(session, person, meeting, now=at).id)
        held, _round = deliberation_for(session, person, Permission.SUBMIT, done.id)
        return made(_deliberation(held), done)


@deliberations.get("/rounds/<int:round_id>/deliberations")
@needs(Permission.VIEW_ROUND)
@answers(Deliberations)
def list_deliberations(round_id: int) -> Response:
    """The meetings of the committee about a month, corrected records among them."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        items = [_deliberation(held) for held in deliberations_of(session, round_.id)]
        return said(Deliberations(items=items, next=None))


def _deliberation(held: Held) -> DeliberationOut:
    row = held.deliberation
    return DeliberationOut(
        id=str(row.id),
        round_id=str(row.round_id),
        met_on=row.met_on,
        chaired_by=row.chaired_by,
        present=row.present,
        minutes=row.minutes,
        recorded_by=held.recorded_by,
        recorded_at=row.recorded_at,
        replaces=str(row.replaces_id) if row.replaces_id is not None else None,
        corrected=held.corrected,
    )
