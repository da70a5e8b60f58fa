"""Households that are scored for other things than work. Why is nobody's business here."""

from datetime import datetime

from flask import Response

from app.api.requests import answers, made, once, said, takes_nothing, wing
from app.api.schemas import Answer, Id
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.exempting import end_exemption, exempt_household
from app.scoring.rounds.models import Exemption

exemptions = wing("exemptions", tag="households")


class ExemptionOut(Answer):
    """From when until when a household is scored for other things of the same weight."""

    household_id: Id
    granted_at: datetime
    ended_at: datetime | None


@exemptions.post("/households/<int:household_id>/exemption")
@needs(Permission.EXCUSE)
@takes_nothing
@answers(ExemptionOut, 201, 200)
def post_exemption(household_id: int) -> Response:
    """From now on, score the household for the other items."""
    person, at = actor(), now()

    def act() -> int:
        return exempt_household(session, person, household_id=household_id, now=at).id

    with db().write() as session:
        done = once(session, act)
        return made(_exemption(session.get_one(Exemption, done.id)), done)


@exemptions.post("/households/<int:household_id>/exemption/end")
@needs(Permission.EXCUSE)
@takes_nothing
@answers(ExemptionOut)
def post_exemption_end(household_id: int) -> Response:
    """From now on, score the household like everybody."""
    person, at = actor(), now()

    def act() -> int:
        return end_exemption(session, person, household_id=household_id, now=at).id

    with db().write() as session:
        done = once(session, act)
        return said(_exemption(session.get_one(Exemption, done.id)))


def _exemption(row: Exemption) -> ExemptionOut:
    return ExemptionOut(
        household_id=str(row.household_id), granted_at=row.granted_at, ended_at=row.ended_at
    )
