"""Somebody is away: who does his work."""

from datetime import date, datetime

from flask import Response

from app.api.requests import answers, made, once, said, takes, takes_nothing, wing
from app.api.schemas import Answer, Id, Listing, Strict
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs, needs_sign_in
from app.kernel.clock import local
from app.registry.accounts.permissions import Permission
from app.registry.places.deputies import (
    Absence,
    StandingIn,
    deputyship,
    end_deputy,
    name_deputy,
    standing_in,
)

deputies = wing("deputies")

# Whose work can be passed on, and the office that names deputies for others.
CONCERNED = (Permission.SCORE, Permission.SUBMIT, Permission.CERTIFY, Permission.MANAGE_USERS)


class DeputyIn(Strict):
    """Who stands in, from when until when (both days included), and why.

    `away_id` names somebody else than the caller: for the district office only.
    """

    deputy_id: Id
    starts_on: date
    ends_on: date
    reason: str
    away_id: Id | None = None


class DeputyOut(Answer):
    """Who does whose work when; `ended_at` when it was ended before its last day."""

    id: Id
    away_id: Id
    away: str
    deputy_id: Id
    deputy: str
    starts_on: date
    ends_on: date
    reason: str
    ended_at: datetime | None


class Deputies(Listing):
    """For whom the caller stands in, and who for him, today or later; all of them."""

    items: list[DeputyOut]


@deputies.get("/deputies")
@needs_sign_in
@answers(Deputies)
def get_deputies() -> Response:
    """For whom the caller stands in, and who for him."""
    with db().read() as session:
        found = standing_in(session, actor().user_id, local(now()).date())
    return said(Deputies(items=[_deputy(each) for each in found], next=None))


@deputies.post("/deputies")
@needs(*CONCERNED)
@takes(DeputyIn)
@answers(DeputyOut, 201, 200)
def post_deputy(body: DeputyIn) -> Response:
    """Let a colleague do one's work for some days; each step carries the deputy's own name."""
    person, at = actor(), now()
    away_id = id_of(body.away_id) if body.away_id is not None else person.user_id
    absence = Absence(body.starts_on, body.ends_on, body.reason)

    def act() -> int:
        return name_deputy(
            session, person, away_id=away_id, deputy_id=id_of(body.deputy_id), absence=absence,
            now=at,
        ).id  # fmt: skip

    with db().write() as session:
        done = once(session, act)
        return made(_deputy(deputyship(session, done.id)), done)


@deputies.post("/deputies/<int:deputyship_id>/end")
@needs(*CONCERNED)
@takes_nothing
@answers(DeputyOut)
def post_deputy_end(deputyship_id: int) -> Response:
    """End it at once."""
    person, at = actor(), now()

    def act() -> int:
        end_deputy(session, person, deputyship_id, now=at)
        return deputyship_id

    with db().write() as session:
        done = once(session, act)
        return said(_deputy(deputyship(session, done.id)))


def _deputy(row: StandingIn) -> DeputyOut:
    return DeputyOut(
        id=str(row.id),
        away_id=str(row.away_id),
        away=row.away_name,
        deputy_id=str(row.deputy_id),
        deputy=row.deputy_name,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        reason=row.reason,
        ended_at=row.ended_at,
    )
