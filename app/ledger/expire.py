"""到期清零: let points go whose last day is over, for all households at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, insert, literal, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.constraints import on_violation
from app.kernel.errors import Invalid
from app.ledger.actions import Source, post_expiries
from app.ledger.expiring import unspent, yesterday
from app.ledger.models import Account, Expiry, ExpiryRun
from app.ledger.queries import BATCH
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import within_reach


class CutoffNotOver(Invalid):
    """Points can be spent until the end of their last day: it is not over yet."""

    code = "cutoff_not_over"


on_violation("ck_expiry_runs_cutoff_over", CutoffNotOver)


@dataclass(frozen=True)
class Due:
    """So many households have so many points to let go."""

    households: int
    points: int


@dataclass(frozen=True)
class LetGo(Due):
    """What a run took; without a run nothing was due."""

    run_id: int | None


def check_over(cutoff: date, now: datetime) -> None:
    """Whether a day is over in the village.

    :raises CutoffNotOver: it is not.
    """
    if cutoff > yesterday(now):
        raise CutoffNotOver


def expire_points(session: Session, actor: Actor, *, cutoff: date, now: datetime) -> LetGo:
    """Take what is left of awards whose last day was `cutoff` or earlier.

    Set-based: as many statements for ten households as for ten thousand. Run again it takes only
    what has come back since, such as the points of a redemption voided after the last day. Of two
    runs at once the second leaves no trace, and answers what the first took.

    :raises CutoffNotOver: the day is not over in the village.
    """
    check_may(actor, Permission.EXPIRE_POINTS)
    check_over(cutoff, now)
    last_run = session.scalar(select(func.max(ExpiryRun.id))) or 0
    # Counted anew: somebody may have spent, or let go, while we waited for a lock.
    accounts = _still_due(session, _locked_accounts(session, actor, cutoff), cutoff)
    if not accounts:
        return _let_go_meanwhile(session, cutoff, last_run)
    run = ExpiryRun(cutoff=cutoff, ran_on=local(now).date(), at=now, actor_id=actor.user_id)
    session.add(run)
    session.flush()
    for start in range(0, len(accounts), BATCH):
        _take(session, run, accounts[start : start + BATCH])
    post_expiries(session, Source("expiry", run.id, actor.user_id, now))
    done = let_go_by(session, run.id)
    note(
        session, actor, "expire_points", ("expiry", run.id), now=now,
        until=cutoff.isoformat(), households=done.households, points=done.points,
    )  # fmt: skip
    return done


def let_go_by(session: Session, run_id: int) -> LetGo:
    """What a run took."""
    row = session.execute(
        select(func.count(), func.coalesce(func.sum(Expiry.points), 0)).where(
            Expiry.run_id == run_id
        )
    ).one()
    return LetGo(row[0], int(row[1]), run_id)


def _locked_accounts(session: Session, actor: Actor, cutoff: date) -> Sequence[int]:
    """The accounts with something due, in the order in which everybody locks accounts."""
    return session.scalars(
        select(Account.id)
        .join(Household, Household.id == Account.household_id)
        .where(within_reach(actor, Permission.EXPIRE_POINTS), unspent(cutoff) > 0)
        .order_by(Account.id)
        .with_for_update(of=Account)
    ).all()


def _still_due(session: Session, accounts: Sequence[int], cutoff: date) -> Sequence[int]:
    return [
        account_id
        for start in range(0, len(accounts), BATCH)
        for account_id in session.scalars(
            select(Account.id).where(
                Account.id.in_(accounts[start : start + BATCH]), unspent(cutoff) > 0
            )
        )
    ]


def _let_go_meanwhile(session: Session, cutoff: date, last_run: int) -> LetGo:
    first = session.scalar(
        select(func.min(ExpiryRun.id)).where(ExpiryRun.id > last_run, ExpiryRun.cutoff == cutoff)
    )
    return LetGo(0, 0, None) if first is None else let_go_by(session, first)


def _take(session: Session, run: ExpiryRun, accounts: Sequence[int]) -> None:
    """Write down what is due of accounts that are locked."""
    due = unspent(run.cutoff)
    rows = select(literal(run.id), Account.id, due).where(Account.id.in_(accounts), due > 0)
    session.connection().execute(
        insert(Expiry).from_select(["run_id", "account_id", "points"], rows)
    )
