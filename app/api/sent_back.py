"""Single sheets that go back to their scorers, and what is answered."""

from collections.abc import Callable
from datetime import datetime

from flask import Response
from sqlalchemy.orm import Session

from app.api.requests import answers, made, once, said, takes, wing
from app.api.rounds import ReasonIn
from app.api.schemas import Answer, Id, Listing
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.certifying_models import Level
from app.scoring.rounds.models import Sheet
from app.scoring.rounds.send_back import keep_sheet, send_back_sheet
from app.scoring.rounds.sent_back import SentBack, sent_back_in, sent_back_of

Verb = Callable[[Session, Actor, datetime], Sheet]

sent_back = wing("sent_back", tag="sheets")


class SentBackOut(Answer):
    """A sheet that was sent back, why, and the answer: another sheet, or why this one stays."""

    id: Id
    sheet_id: Id
    household_id: Id
    household_number: str
    head: str
    level: Level
    reason: str
    sent_back_at: datetime
    answered_at: datetime | None
    answer_sheet_id: Id | None
    answer_reason: str | None


class SentBackSheets(Listing):
    """What was sent back in a month, the latest first, all of it."""

    items: list[SentBackOut]


@sent_back.post("/sheets/<int:sheet_id>/send-back")
@needs(Permission.CERTIFY, Permission.SUBMIT)
@takes(ReasonIn)
@answers(SentBackOut, 201, 200)
def post_sheet_send_back(sheet_id: int, body: ReasonIn) -> Response:
    """Send one sheet back: the township of a submitted month, the village of an open one."""
    return _step(
        lambda session, who, at: send_back_sheet(
            session, who, sheet_id=sheet_id, reason=body.reason, now=at
        )
    )


@sent_back.post("/sheets/<int:sheet_id>/keep")
@needs(Permission.SCORE, Permission.SUBMIT)
@takes(ReasonIn)
@answers(SentBackOut, 201, 200)
def post_sheet_keep(sheet_id: int, body: ReasonIn) -> Response:
    """Answer for a sheet that was sent back: it stays as it is, and why."""
    return _step(
        lambda session, who, at: keep_sheet(
            session, who, sheet_id=sheet_id, reason=body.reason, now=at
        )
    )


@sent_back.get("/rounds/<int:round_id>/sent-back")
@needs(Permission.VIEW_ROUND)
@answers(SentBackSheets)
def list_sent_back(round_id: int) -> Response:
    """The sheets of a month that were sent back, and what became of them."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.VIEW_ROUND, round_id)
        found = sent_back_in(session, actor(), round_)
        return said(SentBackSheets(items=[_sent_back(each) for each in found], next=None))


def _step(verb: Verb) -> Response:
    """Carry it out once; answers what stands now."""
    person, at = actor(), now()
    with db().write() as session:
        done = once(session, lambda: verb(session, person, at).id)
        sheet = session.get_one(Sheet, done.id)
        latest = next(
            each for each in sent_back_of(session, sheet) if each.asked.sheet_id == sheet.id
        )
        return made(_sent_back(latest), done)


def _sent_back(row: SentBack) -> SentBackOut:
    answer = row.answer
    new_id = answer.sheet_id if answer else None
    return SentBackOut(
        id=str(row.asked.id),
        sheet_id=str(row.sheet.id),
        household_id=str(row.household.id),
        household_number=row.household.number,
        head=row.household.head_name,
        level=row.asked.level,
        reason=row.asked.reason,
        sent_back_at=row.asked.sent_back_at,
        answered_at=answer.answered_at if answer else None,
        answer_sheet_id=str(new_id) if new_id is not None else None,
        answer_reason=answer.reason if answer else None,
    )
