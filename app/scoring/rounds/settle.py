"""Credit a month: every certified, undisputed sheet whose notice has ended, each exactly once."""

from collections.abc import Sequence
from datetime import date, datetime
from itertools import groupby

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.kernel.states import move
from app.ledger.actions import Earned, award
from app.ledger.corrections import collect_debts
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.scoring.rounds.access import round_for
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
    """Credit the rounds' certified sheets, set-based; the caller holds their locks.

    Answers how many sheets were credited. A sheet of no points is credited without a transfer.
    """
    credited = 0
    expiry = {round_.id: _expires_on(session, round_) for round_ in rounds}
    by_expiry = sorted(rounds, key=lambda round_: str(expiry[round_.id]))
    for expires_on, group in groupby(by_expiry, key=lambda round_: expiry[round_.id]):
        ids = [round_.id for round_ in group]
        credited += _credit(session, ids, expires_on, actor_id, now)
    for round_ in rounds:
        round_.state = move(ROUND_MOVES, round_.state, "settle")
        round_.settled_at = round_.settled_at or now
    session.flush()
    collect_debts(session, actor_id=actor_id, now=now)
    return credited


def _credit(
    session: Session, round_ids: list[int], expires_on: date | None, actor_id: int, now: datetime
) -> int:
    creditable = Sheet.round_id.in_(round_ids) & (Sheet.state == SheetState.CERTIFIED)
    earned = (
        select(Sheet.id.label("source_id"), Sheet.household_id, Sheet.points, Round.period)
        .join(Round, Round.id == Sheet.round_id)
        .where(creditable, Sheet.points > 0)
    )
    award(session, Earned(SOURCE, earned), expires_on=expires_on, actor_id=actor_id, now=now)
    done = session.connection().execute(
        update(Sheet).where(creditable).values(state=SheetState.CREDITED)
    )
    session.expire_all()
    return done.rowcount


def _expires_on(session: Session, round_: Round) -> date | None:
    return scheme_by_id(session, round_.scheme_version_id).expires_on(round_.period)


def _note(session: Session, actor: Actor, rounds: Sequence[Round], now: datetime) -> None:
    for round_ in rounds:
        note(
            session, actor, "settle_round", ("round", round_.id), now=now,
            place_code=round_.village_code, period=str(round_.period),
        )  # fmt: skip
