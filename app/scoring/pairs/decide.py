"""A third person decides which of two sheets counts, with a reason. Both are kept."""

from dataclasses import dataclass
from datetime import datetime
from uuid import uuid4

from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.scoring.pairs.access import has_side, second_sheet_for
from app.scoring.pairs.rules import AlreadyDecided, FirstChanged, OwnPair
from app.scoring.rounds.compare import outcome_of
from app.scoring.rounds.mine import current_sheet
from app.scoring.rounds.models import RoundState, Sheet, SheetState
from app.scoring.rounds.rules import SHEET_MOVES, check_reason
from app.scoring.rounds.second_models import Outcome, SecondSheet
from app.scoring.rounds.seconds import decision_of
from app.scoring.rounds.send_back import answer_with_sheet

on_violation(
    "pk_second_sheet_decisions", AlreadyDecided, columns="second_sheet_decisions.second_id"
)
on_violation("ck_second_sheet_decisions_four_eyes", OwnPair)


@dataclass(frozen=True)
class Verdict:
    """Which sheet counts from now on, why, and which first sheet the person has read."""

    takes_second: bool
    reason: str
    first_sheet_id: int


def decide_between_sheets(
    session: Session, actor: Actor, *, second_id: int, verdict: Verdict, now: datetime
) -> SecondSheet:
    """Keep the first sheet, or let the second take its place, recorded by its own scorer.

    :raises SecondSheetNotFound: missing, or out of reach.
    :raises AlreadyDecided: somebody was faster, or the two became the same.
    :raises OwnPair: the person had a part in one of them.
    :raises FirstChanged: the first was replaced since the person read it.
    :raises RoundReasonMissing: no reason.
    """
    second, round_ = second_sheet_for(session, actor, Permission.SUBMIT, second_id, lock="update")
    if decision_of(session, second) is not None:
        raise AlreadyDecided
    assert round_.state is RoundState.OPEN, "a month waits for this before it is submitted"
    if has_side(session, actor, second):
        raise OwnPair
    first = current_sheet(session, second.household_id, round_.id)
    assert first is not None, "a sheet goes only when another takes its place"
    if first.id != verdict.first_sheet_id:
        raise FirstChanged
    outcome = Outcome.SECOND if verdict.takes_second else Outcome.FIRST
    decision = outcome_of(second, first, outcome, now)
    decision.decided_by, decision.reason = actor.user_id, check_reason(verdict.reason)
    if verdict.takes_second:
        decision.sheet_id = _taken(session, actor, second, first, now).id
    session.add(decision)
    session.flush()
    note(
        session, actor, "decide_between_sheets", ("sheet", first.id), now=now,
        place_code=round_.village_code, second=second.id, taken=outcome.value,
    )  # fmt: skip
    return second


def _taken(
    session: Session, actor: Actor, second: SecondSheet, first: Sheet, now: datetime
) -> Sheet:
    """The second as the sheet that counts; it also answers where the first was sent back."""
    first.state = move(SHEET_MOVES, first.state, "replace")
    session.flush()
    sheet = Sheet(
        uuid=uuid4(),
        round_id=second.round_id,
        household_id=second.household_id,
        visit_id=second.visit_id,
        answers=second.answers,
        reasons=second.reasons,
        points=second.points,
        category_points=second.category_points,
        state=SheetState.RECORDED,
        recorded_by=second.recorded_by,
        recorded_at=second.recorded_at,
        replaces_id=first.id,
    )
    session.add(sheet)
    session.flush()
    answer_with_sheet(session, actor, sheet, now=now)
    return sheet
