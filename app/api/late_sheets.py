"""A household's month that is recorded after it was closed: proposed as a correction."""

from typing import Annotated

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, takes, wing
from app.api.schemas import Answer, Id
from app.api.sheets import FoundIn
from app.door.context import actor, db, now
from app.door.routes import needs
from app.ledger.corrections import LONGEST_REASON
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.late import propose_late_sheet
from app.scoring.rounds.late_models import LateSheet

late_sheets = wing("late_sheets")


class LateSheetIn(FoundIn):
    """What was found in a month that is closed by now; `why` says why it comes late."""

    why: Annotated[str, Field(max_length=LONGEST_REASON)]


class LateSheetOut(Answer):
    """A late sheet: its points, what was credited before, and the correction that waits."""

    id: Id
    household_id: Id
    round_id: Id
    correction_id: Id
    points: int
    credited_points: int
    difference: int


@late_sheets.post("/late-sheets")
@needs(Permission.SCORE)
@takes(LateSheetIn)
@answers(LateSheetOut, 201, 200)
def post_late_sheet(body: LateSheetIn) -> Response:
    """Propose a household's sheet of a closed month; its points move when somebody approves."""
    person, at = actor(), now()

    def act() -> int:
        return propose_late_sheet(session, person, body.found, why=body.why, now=at).id

    with db().write() as session:
        done = once(session, act)
        return made(_late(session.get_one(LateSheet, done.id)), done)


def _late(row: LateSheet) -> LateSheetOut:
    return LateSheetOut(
        id=str(row.id),
        household_id=str(row.household_id),
        round_id=str(row.round_id),
        correction_id=str(row.correction_id),
        points=row.points,
        credited_points=row.credited_points,
        difference=row.difference,
    )
