"""What letting go would take, and what earlier runs took: for the office that decides on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.ledger.expire import Due, check_over
from app.ledger.expiring import unspent, yesterday
from app.ledger.models import Account, Expiry, ExpiryRun, Transfer
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import within_reach

PAGE = 50
RUNS_SHOWN = 20


@dataclass(frozen=True)
class EndDays:
    """The last days on which awards of the district ended, and will end next."""

    last: date | None
    next: date | None


@dataclass(frozen=True)
class PastRun:
    """An earlier run: by whom, and what it took."""

    run: ExpiryRun
    who: str
    households: int
    points: int


def end_days(session: Session, now: datetime) -> EndDays:
    """The days around this one on which awards end."""
    today = local(now).date()
    row = session.execute(
        select(
            func.max(Transfer.expires_on).filter(Transfer.expires_on < today),
            func.min(Transfer.expires_on).filter(Transfer.expires_on >= today),
        ).where(Transfer.expires_on.is_not(None))
    ).one()
    return EndDays(row[0], row[1])


def due_in_all(session: Session, actor: Actor, cutoff: date) -> Due:
    """What awards that end by a day still hold now."""
    due = _due(actor, cutoff).subquery()
    row = session.execute(
        select(func.count(), func.coalesce(func.sum(due.c.due), 0)).select_from(due)
    ).one()
    return Due(row[0], int(row[1]))


def would_expire(session: Session, actor: Actor, *, cutoff: date, now: datetime) -> Due:
    """What `expire_points` would take; nothing moves.

    :raises CutoffNotOver: the day is not over in the village.
    """
    check_may(actor, Permission.EXPIRE_POINTS)
    check_over(cutoff, now)
    return due_in_all(session, actor, cutoff)


def due_households(
    session: Session, actor: Actor, cutoff: date, *, after_id: int = 0, limit: int = PAGE
) -> Sequence[Row[Household, int, int]]:
    """The households whose points these are, by id: each with its balance and what is due."""
    due = _due(actor, cutoff).subquery()
    return session.execute(
        select(Household, due.c.balance, due.c.due)
        .join(due, due.c.household_id == Household.id)
        .where(Household.id > after_id)
        .order_by(Household.id)
        .limit(limit)
    ).all()


def waiting_to_end(session: Session, actor: Actor, now: datetime) -> int:
    """How many households have points of a day that is over and that no run has seen yet.

    Counted between such a day and its run only: a first page must stay quick.
    """
    seen = select(func.coalesce(func.max(ExpiryRun.cutoff), date.min)).scalar_subquery()
    over = Transfer.expires_on <= yesterday(now)
    unseen = select(Transfer.id).where(over, Transfer.expires_on > seen).limit(1)
    if session.scalar(unseen) is None:
        return 0
    return due_in_all(session, actor, yesterday(now)).households


def past_runs(session: Session) -> Sequence[PastRun]:
    """The latest runs, newest first."""
    rows = session.execute(
        select(
            ExpiryRun, User.name, func.count(Expiry.id), func.coalesce(func.sum(Expiry.points), 0)
        )
        .join(User, User.id == ExpiryRun.actor_id)
        .outerjoin(Expiry, Expiry.run_id == ExpiryRun.id)
        .group_by(ExpiryRun.id, User.name)
        .order_by(ExpiryRun.id.desc())
        .limit(RUNS_SHOWN)
    )
    return [PastRun(run, who, households, int(points)) for run, who, households, points in rows]


def _due(actor: Actor, cutoff: date) -> Select[int | None, int, int]:
    return (
        select(Account.household_id, Account.balance, unspent(cutoff).label("due"))
        .join(Household, Household.id == Account.household_id)
        .where(within_reach(actor, Permission.EXPIRE_POINTS), unspent(cutoff) > 0)
    )
