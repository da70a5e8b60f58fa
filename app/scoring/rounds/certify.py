"""From the village to the township: submit, withdraw, look, send back, certify."""

from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.faults import fault_point
from app.kernel.states import move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.award_steps import certify_awards, join_waiting
from app.scoring.rounds.compare import check_decided
from app.scoring.rounds.deliberate import check_deliberated
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.rounds.queries import count_missing, live_sheets
from app.scoring.rounds.rules import (
    LONGEST_REASON,
    ROUND_MOVES,
    CertifierScored,
    CertifierSubmitted,
    HouseholdsMissing,
    NothingToSubmit,
    TownshipLooked,
    check_reason,
)
from app.scoring.rounds.seconds import has_scored
from app.scoring.rounds.send_back_rules import SheetsSentBack
from app.scoring.rounds.sent_back import count_unanswered
from app.scoring.rounds.year import cut_at_year_cap

on_violation("ck_sheets_four_eyes", CertifierScored)
on_violation("ck_sheets_second_visitor", CertifierScored)
on_violation("ck_rounds_four_eyes", CertifierSubmitted)


def submit_round(session: Session, actor: Actor, *, round_id: int, now: datetime) -> Round:
    """The village's level of certification: every household is scored or excused.

    :raises HouseholdsMissing: some are neither.
    :raises NothingToSubmit: not one was scored.
    :raises SheetsSentBack: sheets that were sent back have no answer yet.
    :raises SheetsDiffer: two sheets of a household differ, and nobody has decided.
    :raises DeliberationMissing: the district wants a meeting on record, and there is none.
    :raises WrongState: the round is not open.
    """
    round_ = round_for(session, actor, Permission.SUBMIT, round_id, lock="update")
    state = move(ROUND_MOVES, round_.state, "submit")
    missing = count_missing(session, round_)
    if missing:
        raise HouseholdsMissing(count=missing)
    if session.scalar(live_sheets(round_.id).limit(1)) is None:
        raise NothingToSubmit
    unanswered = count_unanswered(session, round_.id)
    if unanswered:
        raise SheetsSentBack(count=unanswered)
    check_decided(session, round_)
    check_deliberated(session, round_)
    round_.state = state
    round_.submitted_at, round_.submitted_by = now, actor.user_id
    round_.looked_at = round_.sent_back_reason = None
    return _noted(session, actor, round_, "submit_round", now)


def withdraw_round(session: Session, actor: Actor, *, round_id: int, now: datetime) -> Round:
    """Take a submitted month back, as long as the township has not looked at it.

    :raises TownshipLooked: it has.
    :raises WrongState: the round is not submitted.
    """
    round_ = round_for(session, actor, Permission.SUBMIT, round_id, lock="update")
    state = move(ROUND_MOVES, round_.state, "withdraw")
    if round_.looked_at is not None:
        raise TownshipLooked
    round_.state = state
    round_.submitted_at = round_.submitted_by = None
    return _noted(session, actor, round_, "withdraw_round", now)


def look_at_round(session: Session, actor: Actor, *, round_id: int, now: datetime) -> None:
    """Mark that the township has opened a submitted month; only the first look counts."""
    if not actor.may(Permission.CERTIFY):
        return
    round_ = round_for(session, actor, Permission.CERTIFY, round_id)
    if round_.state is RoundState.SUBMITTED and round_.looked_at is None:
        session.execute(
            update(Round)
            .where(Round.id == round_.id, Round.looked_at.is_(None))
            .values(looked_at=now)
        )


def send_back_round(
    session: Session, actor: Actor, *, round_id: int, reason: str, now: datetime
) -> Round:
    """Send a month back to the village, with a reason that the village reads.

    :raises RoundReasonMissing: no reason.
    :raises WrongState: the round is not submitted.
    """
    round_ = round_for(session, actor, Permission.CERTIFY, round_id, lock="update")
    round_.state = move(ROUND_MOVES, round_.state, "send_back")
    round_.sent_back_reason = check_reason(reason, LONGEST_REASON)
    round_.submitted_at = round_.submitted_by = round_.looked_at = round_.reopened_at = None
    join_waiting(session, [round_])
    return _noted(session, actor, round_, "send_back_round", now)


def certify_round(session: Session, actor: Actor, *, round_id: int, now: datetime) -> Round:
    """The township's level of certification, by somebody who scored none of it (four eyes).

    :raises CertifierScored: the person recorded a sheet of this round, first or second, or came
        along for one.
    :raises CertifierSubmitted: the person submitted it for the village.
    :raises CertifierProposed: the person proposed a one-off award that is in it.
    :raises WrongState: the round is not submitted.
    """
    round_ = round_for(session, actor, Permission.CERTIFY, round_id, lock="update")
    state = move(ROUND_MOVES, round_.state, "certify")
    if round_.submitted_by == actor.user_id:
        raise CertifierSubmitted
    if session.scalar(select(has_scored(actor.user_id, round_.id))):
        raise CertifierScored
    round_.state = state
    round_.certified_at, round_.certified_by = now, actor.user_id
    session.execute(
        update(Sheet)
        .where(Sheet.round_id == round_.id, Sheet.state == SheetState.RECORDED)
        .values(state=SheetState.CERTIFIED, certified_by=actor.user_id)
        .execution_options(synchronize_session="fetch")
    )
    fault_point("certify.after_sheets")
    cut_at_year_cap(session, round_)
    certify_awards(session, actor, round_)
    return _noted(session, actor, round_, "certify_round", now)


def _noted(session: Session, actor: Actor, round_: Round, verb: str, now: datetime) -> Round:
    session.flush()
    note(
        session, actor, verb, ("round", round_.id), now=now,
        place_code=round_.village_code, period=str(round_.period),
    )  # fmt: skip
    return round_
