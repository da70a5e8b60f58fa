"""Credit a month: every certified, undisputed sheet whose notice has ended, each exactly once."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import ColumnElement, CursorResult, select, update
from sqlalchemy.orm import Session

from app.changes.points import forward_merged, merged
from app.kernel.faults import fault_point
from app.kernel.states import move
from app.ledger.actions import Earned, award
from app.ledger.corrections import collect_debts, indebted
from app.ledger.moving import lock_accounts
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import Noted, note_each
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.scoring.rounds.access import round_for
from app.scoring.rounds.award_steps import credit_awards
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.rounds.rules import ROUND_MOVES, check_notice_ended
from app.scoring.schemes.queries import scheme_by_id

SOURCE = "sheet"


def settle_round(session: Session, actor: Actor, *, round_id: int, now: datetime) -> Round:
    """Settle one village's month. Repeatable: what was credited is not credited again.

    :raises NoticeStillOpen: the notice has not ended.
    :raises WrongState: the round is not on notice.
    """
    round_ = round_for(session, actor, Permission.SETTLE, round_id, lock="update")
    move(ROUND_MOVES, round_.state, "settle")
    check_notice_ended(round_, now)
    settle_rounds(session, [round_], actor_id=actor.user_id, now=now)
    _note(session, actor, [round_], now)
    return round_


def settle_due(session: Session, actor: Actor, *, now: datetime) -> Sequence[Round]:
    """Settle every month of the person's villages whose notice has ended."""
    rounds = session.scalars(
        select(Round)
        .where(
            Round.state == RoundState.PUBLICISED,
            Round.closes_at <= now,
            below_any(Round.village_code, actor.reach(Permission.SETTLE).places),
        )
        .order_by(Round.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    settle_rounds(session, rounds, actor_id=actor.user_id, now=now)
    _note(session, actor, rounds, now)
    return rounds


def settle_rounds(
    session: Session, rounds: Sequence[Round], *, actor_id: int, now: datetime
) -> int:
    """Credit the rounds' certified sheets and awards, set-based; the caller holds their locks.

    Answers how many sheets were credited. A sheet of no points is credited without a transfer.
    """
    _lock_accounts(session, [round_.id for round_ in rounds])
    credited = 0
    for expires_on, round_ids in _by_expiry(session, rounds).items():
        # Before the sheets: one that is disputed keeps its household's awards back.
        credit_awards(session, round_ids, expires_on, actor_id, now)
        fault_point("settle.after_awards")
        credited += _credit(session, round_ids, expires_on, actor_id, now)
    for round_ in rounds:
        round_.state = move(ROUND_MOVES, round_.state, "settle")
        round_.settled_at = round_.settled_at or now
    session.flush()
    forward_merged(session, actor_id=actor_id, now=now)
    collect_debts(session, actor_id=actor_id, now=now)
    fault_point("settle.after_debts")
    return credited


def _lock_accounts(session: Session, round_ids: list[int]) -> None:
    """All accounts that settling may touch, at once: an expiry beside it takes them so too."""
    earning = select(Sheet.household_id).where(_creditable(round_ids))
    lock_accounts(session, earning, indebted(), merged())


def _creditable(round_ids: list[int]) -> ColumnElement[bool]:
    return Sheet.round_id.in_(round_ids) & (Sheet.state == SheetState.CERTIFIED)


def _credit(
    session: Session, round_ids: list[int], expires_on: date | None, actor_id: int, now: datetime
) -> int:
    creditable = _creditable(round_ids)
    earned = (
        select(Sheet.id.label("source_id"), Sheet.household_id, Sheet.points, Round.period)
        .join(Round, Round.id == Sheet.round_id)
        .where(creditable, Sheet.points > 0)
    )
    award(session, Earned(SOURCE, earned), expires_on=expires_on, actor_id=actor_id, now=now)
    fault_point("settle.after_credits")
    done = session.execute(
        update(Sheet)
        .where(creditable)
        .values(state=SheetState.CREDITED)
        .execution_options(synchronize_session="evaluate")
    )
    assert isinstance(done, CursorResult)
    return done.rowcount


def _by_expiry(session: Session, rounds: Sequence[Round]) -> dict[date | None, list[int]]:
    """Ids of the rounds by the day on which their points end; each scorecard is read once."""
    versions = {round_.scheme_version_id for round_ in rounds}
    schemes = {version_id: scheme_by_id(session, version_id) for version_id in versions}
    ids: dict[date | None, list[int]] = {}
    for round_ in rounds:
        expires_on = schemes[round_.scheme_version_id].expires_on(round_.period)
        ids.setdefault(expires_on, []).append(round_.id)
    return ids


def _note(session: Session, actor: Actor, rounds: Sequence[Round], now: datetime) -> None:
    things = [
        Noted(("round", round_.id), round_.village_code, {"period": str(round_.period)})
        for round_ in rounds
    ]
    note_each(session, actor, "settle_round", things, now=now)
