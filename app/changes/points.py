"""The points of a change: moved when it is approved; what reaches a merged household later too."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from app.changes.models import HouseholdChange, MovedPoints
from app.changes.queries import is_approved_merge
from app.changes.rules import SplitPointsSpent
from app.ledger.actions import Source
from app.ledger.corrections import hand_over_debts
from app.ledger.models import Account, Debt
from app.ledger.moving import Lot, first_points, lock_accounts, lots_left, move_points
from app.registry.households.models import Household

SOURCE = "moved_points"


def move_some(
    session: Session,
    change: HouseholdChange,
    receiver_id: int,
    points: int,
    *,
    actor_id: int,
    now: datetime,
) -> None:
    """Move so many points of the change's household, those first that end first.

    :raises SplitPointsSpent: it has fewer by now.
    """
    lock_accounts(session, [change.household_id, receiver_id])
    lots = lots_left(session, change.household_id)
    balance = sum(lot.points for lot in lots)
    if balance < points:
        raise SplitPointsSpent(balance=balance, points=points)
    _move(session, change, receiver_id, first_points(lots, points), actor_id=actor_id, now=now)


def move_all(
    session: Session, change: HouseholdChange, receiver_id: int, *, actor_id: int, now: datetime
) -> None:
    """Move all points of the change's household, each with the day on which it ends."""
    lock_accounts(session, [change.household_id, receiver_id])
    lots = lots_left(session, change.household_id)
    _move(session, change, receiver_id, lots, actor_id=actor_id, now=now)


def merged() -> Select[int]:
    """The households that went into others, and those others."""
    took_part = or_(
        HouseholdChange.household_id == Household.id, HouseholdChange.other_id == Household.id
    )
    return select(Household.id).join(HouseholdChange, took_part).where(is_approved_merge())


def forward_merged(session: Session, *, actor_id: int, now: datetime) -> None:
    """What came to households after they had gone into others goes there too, and what they owe.

    A month that was under way, a receipt that was voided, a correction that was approved late.
    One merger after the other in their order, asked for anew each time: what was handed on may
    have reached a household that went into another itself, and had nothing before.
    """
    while merge := _first_with_something_left(session):
        assert merge.other_id is not None, "a merge names who stays"
        hand_over_debts(session, merge.household_id, merge.other_id)
        move_all(session, merge, merge.other_id, actor_id=actor_id, now=now)


def _first_with_something_left(session: Session) -> HouseholdChange | None:
    """The first merger whose household has points or debts nevertheless."""
    owes = exists().where(Debt.account_id == Account.id, Debt.points_left > 0)
    return session.scalars(
        select(HouseholdChange)
        .join(Account, Account.household_id == HouseholdChange.household_id)
        .where(is_approved_merge(), or_(Account.balance > 0, owes))
        .order_by(HouseholdChange.id)
        .limit(1)
    ).first()


def _move(
    session: Session,
    change: HouseholdChange,
    receiver_id: int,
    lots: Sequence[Lot],
    *,
    actor_id: int,
    now: datetime,
) -> None:
    rows = [
        MovedPoints(change_id=change.id, points=lot.points, expires_on=lot.expires_on, at=now)
        for lot in lots
    ]
    session.add_all(rows)
    session.flush()
    parts = [
        (lot, Source(SOURCE, row.id, actor_id, now)) for lot, row in zip(lots, rows, strict=True)
    ]
    move_points(session, change.household_id, receiver_id, parts)
