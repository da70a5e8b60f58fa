"""Points that go from one household to another, each part with the day on which it ends."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, func, insert, or_, select, update
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.ledger.actions import Source, take_points
from app.ledger.models import Account, Transfer, TransferKind


@dataclass(frozen=True)
class Lot:
    """Points of a household that end on the same day, or never."""

    points: int
    expires_on: date | None


_LATEST: Final = date.max
_POST: Final = insert(Transfer)


def lots_left(session: Session, household_id: int) -> Sequence[Lot]:
    """What a household has left, by the day on which it ends; what never ends comes last.

    First in, first out: what was spent came from what ends earliest. A voided redemption was not
    spent; what went to another household says itself when it would have ended. The sum is the
    balance. The caller holds the lock on the account.
    """
    account = _account(session, household_id)
    came: Counter[date | None] = Counter()
    spent = account.debited
    for expires_on, kind, points in _sums(session, Transfer.credit_account_id == account.id):
        if kind is TransferKind.REVERSAL:
            spent -= points
        else:
            came[expires_on] += points
    for expires_on, kind, points in _sums(session, Transfer.debit_account_id == account.id):
        if kind is TransferKind.TRANSFER:
            came[expires_on] -= points
            spent -= points
    in_order = sorted(came.items(), key=lambda lot: lot[0] or _LATEST)
    return without_first([Lot(points, ends) for ends, points in in_order], spent)


def first_points(lots: Iterable[Lot], points: int) -> Sequence[Lot]:
    """The first so many points of some lots, the last lot cut where it must be."""
    taken: list[Lot] = []
    left = points
    for lot in lots:
        if left:
            part = min(lot.points, left)
            taken.append(Lot(part, lot.expires_on))
            left -= part
    return taken


def without_first(lots: Iterable[Lot], points: int) -> Sequence[Lot]:
    """Some lots without their first so many points."""
    kept: list[Lot] = []
    left = points
    for lot in lots:
        gone = min(lot.points, left)
        left -= gone
        if lot.points > gone:
            kept.append(Lot(lot.points - gone, lot.expires_on))
    return kept


def lock_accounts(
    session: Session, *household_ids: Collection[int] | Select[int] | Select[int | None]
) -> None:
    """Hold the accounts of some households, in the order of their ids, until the unit ends.

    Whoever holds more than one account takes them in this order, or two wait for each other.
    """
    session.execute(
        select(Account.id)
        .where(or_(*(Account.household_id.in_(some) for some in household_ids)))
        .order_by(Account.id)
        .with_for_update()
    ).all()


def move_points(
    session: Session, giver_id: int, receiver_id: int, parts: Sequence[tuple[Lot, Source]]
) -> None:
    """Move points between two households; each part is a transfer that keeps its end.

    :raises NotEnoughPoints: the giver has fewer.
    """
    total = sum(lot.points for lot, _source in parts)
    if not total:
        return
    lock_accounts(session, [giver_id, receiver_id])
    spent = take_points(session, giver_id, total)
    receiver = _account(session, receiver_id)
    session.execute(
        update(Account)
        .where(Account.id == receiver.id)
        .values(balance=Account.balance + total, credited=Account.credited + total)
        .execution_options(synchronize_session=False)
    )
    session.connection().execute(
        _POST,
        [
            {
                "debit_account_id": spent.account_id,
                "credit_account_id": receiver.id,
                "points": lot.points,
                "kind": TransferKind.TRANSFER,
                "source_kind": source.kind,
                "source_id": source.id,
                "period": Period.of(source.now),
                "at": source.now,
                "actor_id": source.actor_id,
                "expires_on": lot.expires_on,
            }
            for lot, source in parts
        ],
    )


def _sums(
    session: Session, which: ColumnElement[bool]
) -> Sequence[tuple[date | None, TransferKind, int]]:
    rows = session.execute(
        select(Transfer.expires_on, Transfer.kind, func.sum(Transfer.points))
        .where(which)
        .group_by(Transfer.expires_on, Transfer.kind)
    ).all()
    return [(row[0], row[1], int(row[2])) for row in rows]


def _account(session: Session, household_id: int) -> Account:
    return session.execute(
        select(Account)
        .where(Account.household_id == household_id)
        .execution_options(populate_existing=True)
    ).scalar_one()
