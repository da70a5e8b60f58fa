"""A household's month, recorded at the door."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, takes, wing
from app.api.schemas import Answer, Id, Instant, Strict
from app.api.visits import EvidenceIn
from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import sheet_for
from app.scoring.rounds.burden import Burden
from app.scoring.rounds.found import Found
from app.scoring.rounds.models import Sheet, SheetState
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import LONGEST_REASON

sheets = wing("sheets")

# Whether an answer fits its item is the scorecard's to say, which names the item.
Words = dict[str, Annotated[str, Field(max_length=LONGEST_REASON)]]
Answers = Annotated[
    dict[str, Annotated[str, Field(max_length=20)]],
    Field(examples=[{"A1": "good", "A2": "excellent"}]),
]


class BurdenIn(Strict):
    """What filling it in took. Figures that cannot be are not kept; the sheet is."""

    taps: int
    typed: int  # characters
    seconds: int  # in which the form could be seen


class FoundIn(EvidenceIn):
    """What was found at the door: an answer to each item.

    Where an item takes points, `reasons` says why, by its code, and a photo of it shows it; if the
    household refuses a photo, a second visitor was there.
    """

    household_id: Id
    round_id: Id
    visited_at: Instant
    answers: Answers
    note: str = ""
    reasons: Words = Field(default_factory=dict)

    @property
    def found(self) -> Found:
        """As the domain takes it."""
        return Found(
            round_id=id_of(self.round_id),
            household_id=id_of(self.household_id),
            visited_at=self.visited_at,
            answers=self.answers,
            note=self.note,
            reasons=self.reasons,
            evidence=self.evidence,
        )


class SheetIn(FoundIn):
    """A household's month. To mend a sheet, name it in `replaces`.

    `burden` measures the form, and nobody by name.
    """

    replaces: Id | None = None
    burden: BurdenIn | None = None

    def filled(self, request_id: UUID) -> FilledSheet:
        """The sheet as the domain takes it."""
        return FilledSheet(
            uuid=request_id,
            found=self.found,
            replaces_id=id_of(self.replaces) if self.replaces is not None else None,
            burden=Burden(**self.burden.model_dump()) if self.burden else None,
        )


class SheetOut(Answer):
    """A recorded sheet and what it earned, by category and in all."""

    id: Id
    household_id: Id
    round_id: Id
    state: SheetState
    points: int
    category_points: dict[str, int]
    replaces: Id | None
    recorded_at: datetime


@sheets.put("/sheets/<uuid:request_id>")
@needs(Permission.SCORE)
@takes(SheetIn)
@answers(SheetOut, 201, 200)
def put_sheet(request_id: UUID, body: SheetIn) -> Response:
    """Record a household's month, or replace its sheet while the month is open."""
    person, at = actor(), now()
    filled = body.filled(request_id)
    with db().write() as session:
        done = once(session, lambda: record_sheet(session, person, filled, now=at).id)
        sheet, _ = sheet_for(session, person, Permission.SCORE, done.id)
        return made(_sheet(sheet), done)


def _sheet(row: Sheet) -> SheetOut:
    return SheetOut(
        id=str(row.id),
        household_id=str(row.household_id),
        round_id=str(row.round_id),
        state=row.state,
        points=row.points,
        category_points=row.category_points,
        replaces=str(row.replaces_id) if row.replaces_id is not None else None,
        recorded_at=row.recorded_at,
    )
