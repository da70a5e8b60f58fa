"""What households and neighbours say against a sheet on the wall, and how it is decided."""

from datetime import datetime

from flask import Response
from pydantic import Field

from app.api.requests import answers, asks, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Paged, Strict, page_of
from app.api.sheets import Answers
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import objection_for
from app.scoring.rounds.models import Objection, ObjectionState
from app.scoring.rounds.objections import Decision, decide_objection, record_objection
from app.scoring.rounds.queries import objections_in_reach

PAGE = 100

objections = wing("objections")


class ObjectionIn(Strict):
    """Who objects, and what he says."""

    by: str
    text: str


class DecisionIn(Strict):
    """How an objection is decided, and why; one that is upheld names the grades that change."""

    upheld: bool
    reason: str
    answers: Answers = Field(default_factory=dict)


class ObjectionQuery(Paged):
    """A state."""

    state: ObjectionState | None = None


class ObjectionOut(Answer):
    """An objection to a sheet; when it is upheld, another sheet takes that one's place.

    Its number counts in its village and year; until `answer_by` it is answered.
    """

    id: Id
    number: str
    sheet_id: Id
    by: str
    text: str
    answer_by: datetime | None
    state: ObjectionState
    recorded_at: datetime
    decided_at: datetime | None
    reason: str | None
    corrected_sheet_id: Id | None


class ListedObjection(ObjectionOut):
    """An objection with the household and month of its sheet."""

    round_id: Id
    household_id: Id
    household_number: str
    head: str


class Objections(Listing):
    """Objections, the oldest first."""

    items: list[ListedObjection]


@objections.post("/sheets/<int:sheet_id>/objections")
@needs(Permission.RECORD_OBJECTION)
@takes(ObjectionIn)
@answers(ObjectionOut, 201, 200)
def post_objection(sheet_id: int, body: ObjectionIn) -> Response:
    """Take down what somebody says against a sheet on the wall; that sheet waits, no other."""
    person, at = actor(), now()

    def act() -> int:
        return record_objection(
            session, person, sheet_id=sheet_id, said_by=body.by, words=body.text, now=at
        ).id

    with db().write() as session:
        done = once(session, act)
        return made(_objection(session.get_one(Objection, done.id)), done)


@objections.get("/objections")
@needs(Permission.VIEW_ROUND)
@asks(ObjectionQuery)
@answers(Objections)
def list_objections(query: ObjectionQuery) -> Response:
    """The objections within reach."""
    with db().read() as session:
        found = objections_in_reach(
            session, actor(), state=query.state, after_id=query.after, limit=PAGE + 1
        )
        rows, after = page_of(found, PAGE, lambda row: row[0].id)
        items = [
            ListedObjection(
                **_objection(objection).model_dump(),
                round_id=str(round_.id),
                household_id=str(household.id),
                household_number=household.number,
                head=household.head_name,
            )
            for objection, _, household, round_ in rows
        ]
    return said(Objections(items=items, next=after))


@objections.post("/objections/<int:objection_id>/decide")
@needs(Permission.DECIDE_OBJECTION)
@takes(DecisionIn)
@answers(ObjectionOut)
def post_decision(objection_id: int, body: DecisionIn) -> Response:
    """Uphold or dismiss an objection, by somebody who neither recorded nor certified the sheet."""
    person, at = actor(), now()
    decision = Decision(body.upheld, body.reason, body.answers)

    def act() -> int:
        return decide_objection(
            session, person, objection_id=objection_id, decision=decision, now=at
        ).id

    with db().write() as session:
        once(session, act)
        objection, _, _ = objection_for(
            session, person, Permission.DECIDE_OBJECTION, objection_id, lock="none"
        )
        return said(_objection(objection))


def _objection(row: Objection) -> ObjectionOut:
    corrected = row.corrected_sheet_id
    return ObjectionOut(
        id=str(row.id),
        number=row.label,
        answer_by=row.answer_by,
        sheet_id=str(row.sheet_id),
        by=row.said_by,
        text=row.words,
        state=row.state,
        recorded_at=row.recorded_at,
        decided_at=row.decided_at,
        reason=row.reason,
        corrected_sheet_id=str(corrected) if corrected is not None else None,
    )
