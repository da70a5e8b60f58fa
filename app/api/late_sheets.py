"""A household's month that is recorded after it was closed: proposed as a correction."""

from typing import Annotated

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, takes, wing
from app.api.schemas import Answer, Id, Instant
from app.api.sheets import Answers, Words
from app.api.visits import EvidenceIn
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.ledger.corrections import LONGEST_REASON
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.late import LateFilled, propose_late_sheet
from app.scoring.rounds.late_models import LateSheet

late_sheets = wing("late_sheets")


class LateSheetIn(EvidenceIn):
    """What was found at the door in a month that is closed by now; `why` says why it comes late."""

    household_id: Id
    round_id: Id
    visited_at: Instant
    answers: Answers
    why: Annotated[str, Field(max_length=LONGEST_REASON)]
    note: str = ""
    reasons: Words = Field(default_factory=dict)

    def filled(self) -> LateFilled:
        """The sheet as the domain takes it."""
        return LateFilled(
            round_id=id_of(self.round_id),
            household_id=id_of(self.household_id),
            visited_at=self.visited_at,
            answers=self.answers,
            why=self.why,
            note=self.note,
            reasons=self.reasons,
            evidence=self.evidence,
        )


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
    filled = body.filled()
    with db().write() as session:
        done = once(session, lambda: propose_late_sheet(session, person, filled, now=at).id)
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
