"""Send single sheets back with a reason; the answer is another sheet, or why it stays."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import Noted, note, note_each
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.rounds.access import round_for, sheet_for
from app.scoring.rounds.certifying_models import Level, SentBackAnswer, SentBackSheet
from app.scoring.rounds.models import Round, RoundState, Sheet
from app.scoring.rounds.queries import live_sheets
from app.scoring.rounds.rules import ROUND_MOVES, RoundNotOpen, SheetNotFound, check_reason
from app.scoring.rounds.send_back_rules import (
    LEVEL_NEEDS,
    AlreadySentBack,
    NoSheetChosen,
    OwnSendBack,
    SendBackAnswered,
)
from app.scoring.rounds.sent_back import turns_of, unanswered_of

on_violation(
    "uq_sent_back_sheets_turn",
    AlreadySentBack,
    columns="sent_back_sheets.sheet_id, sent_back_sheets.turn",
)
on_violation("pk_sent_back_answers", SendBackAnswered, columns="sent_back_answers.sent_back_id")
on_violation("ck_sent_back_answers_four_eyes", OwnSendBack)


def send_back_sheets(
    session: Session,
    actor: Actor,
    *,
    round_id: int,
    sheet_ids: Sequence[int],
    reason: str,
    now: datetime,
) -> Round:
    """Send single sheets back to their scorers, with a reason that they read.

    The township opens a submitted month for these sheets alone; the village asks while it is open.

    :raises NoSheetChosen: not one.
    :raises SheetNotFound: one of them is no sheet of this month that counts.
    :raises AlreadySentBack: one of them waits for an answer already.
    :raises RoundReasonMissing: no reason.
    :raises WrongState: the township after certifying, the village after submitting.
    """
    level = _level(actor)
    round_ = round_for(session, actor, LEVEL_NEEDS[level], round_id, lock="update")
    _open_for_sheets(round_, level, now)
    said, wanted = check_reason(reason), set(sheet_ids)
    if not wanted:
        raise NoSheetChosen
    sheets = session.scalars(live_sheets(round_.id).where(Sheet.id.in_(wanted))).all()
    if len(sheets) < len(wanted):
        raise SheetNotFound
    _ask(session, actor, sheets, (level, said), now)
    note_each(
        session, actor, "send_back_sheet", now=now,
        things=[
            Noted(("sheet", sheet.id), round_.village_code, {"period": str(round_.period)})
            for sheet in sheets
        ],
    )  # fmt: skip
    return round_


def send_back_sheet(
    session: Session, actor: Actor, *, sheet_id: int, reason: str, now: datetime
) -> Sheet:
    """Send one sheet back; see `send_back_sheets`.

    :raises SheetNotFound: missing, out of reach, or replaced already.
    """
    sheet, round_ = sheet_for(session, actor, LEVEL_NEEDS[_level(actor)], sheet_id)
    send_back_sheets(
        session, actor, round_id=round_.id, sheet_ids=[sheet.id], reason=reason, now=now
    )
    return sheet


def keep_sheet(
    session: Session, actor: Actor, *, sheet_id: int, reason: str, now: datetime
) -> Sheet:
    """Answer for a sheet that was sent back: it stays as it is, and why.

    Who scores the household says so, or the village committee; never who sent it back.

    :raises SheetNotFound: missing, or out of reach.
    :raises HouseholdNotFound: not among the scorer's.
    :raises RoundNotOpen: the month was submitted.
    :raises SendBackAnswered: nothing waits for an answer.
    :raises OwnSendBack: the person sent it back himself.
    :raises RoundReasonMissing: no reason.
    """
    permission = Permission.SUBMIT if actor.may(Permission.SUBMIT) else Permission.SCORE
    sheet, round_ = sheet_for(session, actor, permission, sheet_id, lock="update")
    household_for(session, actor, permission, sheet.household_id)
    if round_.state is not RoundState.OPEN:
        raise RoundNotOpen(state=round_.state.value)
    said = check_reason(reason)
    asked = unanswered_of(session, sheet.id)
    if asked is None:
        raise SendBackAnswered
    if asked.sent_back_by == actor.user_id:
        raise OwnSendBack
    session.add(_answer(asked, actor, now, reason=said))
    session.flush()
    note(
        session, actor, "keep_sheet", ("sheet", sheet.id), now=now,
        place_code=round_.village_code, period=str(round_.period),
    )  # fmt: skip
    return sheet


def answer_with_sheet(session: Session, actor: Actor, sheet: Sheet, *, now: datetime) -> None:
    """A sheet that replaces one that was sent back is the answer; recording it calls this."""
    asked = unanswered_of(session, sheet.replaces_id) if sheet.replaces_id is not None else None
    if asked is not None:
        session.add(_answer(asked, actor, now, sheet_id=sheet.id))
        session.flush()


def _level(actor: Actor) -> Level:
    return Level.TOWNSHIP if actor.may(Permission.CERTIFY) else Level.VILLAGE


def _open_for_sheets(round_: Round, level: Level, now: datetime) -> None:
    reopened = round_.state is RoundState.OPEN and round_.reopened_at is not None
    if level is Level.VILLAGE or reopened:
        round_.state = move(ROUND_MOVES, round_.state, "look_again")
        return
    round_.state = move(ROUND_MOVES, round_.state, "reopen")
    round_.reopened_at = now
    round_.submitted_at = round_.submitted_by = round_.looked_at = None


def _ask(
    session: Session,
    actor: Actor,
    sheets: Sequence[Sheet],
    said: tuple[Level, str],
    now: datetime,
) -> None:
    turns = turns_of(session, [sheet.id for sheet in sheets])
    if any(asked > answered for asked, answered in turns.values()):
        raise AlreadySentBack
    level, reason = said
    session.add_all(
        SentBackSheet(
            sheet_id=sheet.id,
            turn=turns.get(sheet.id, (0, 0))[1] + 1,
            level=level,
            reason=reason,
            sent_back_by=actor.user_id,
            sent_back_at=now,
        )
        for sheet in sheets
    )
    session.flush()


def _answer(
    asked: SentBackSheet,
    actor: Actor,
    now: datetime,
    *,
    sheet_id: int | None = None,
    reason: str | None = None,
) -> SentBackAnswer:
    return SentBackAnswer(
        sent_back_id=asked.id,
        sent_back_by=asked.sent_back_by,
        answered_by=actor.user_id,
        answered_at=now,
        sheet_id=sheet_id,
        reason=reason,
    )
