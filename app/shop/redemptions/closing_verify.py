"""Re-add closed days: what a closing says against what happened on the day, in four statements."""

from collections import Counter
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.kernel.checking import Check
from app.kernel.clock import local
from app.shop.redemptions.models import DayClosing, Redemption, RedemptionReturn, RedemptionVoid
from app.shop.stock.models import Move, MoveKind

NAME = "closed days equal what happened on them"
_Days = Counter[tuple[int, date]]
_CLOSED_STORES = select(DayClosing.store_id)


def closings_add_up(session: Session) -> Check:
    """A closing's receipts, points and pieces are those of its day, then and for ever."""
    closings = session.scalars(select(DayClosing).order_by(DayClosing.store_id, DayClosing.day))
    kept = {
        (one.store_id, one.day): (one.redemptions, one.points_out, one.points_back, one.pieces)
        for one in closings
    }
    if not kept:
        return Check.of(NAME, 0, [])
    sold = select(Redemption.store_id, Redemption.at, Redemption.points)
    receipts, points_out = _added(session, sold.where(Redemption.store_id.in_(_CLOSED_STORES)))
    points_back = _added(session, _returned())[1] + _added(session, _voided())[1]
    _, pieces = _added(session, _moved())
    bad = [
        f"store {day[0]} {day[1]:%Y-%m-%d}"
        for day, said in kept.items()
        if said != (receipts[day], points_out[day], points_back[day], pieces[day])
    ]
    return Check.of(NAME, len(kept), bad)


def _added(session: Session, wanted: Select[*tuple[Any, ...]]) -> tuple[_Days, _Days]:
    """How many rows there are of each day of a store, and what they add up to."""
    counted: _Days = Counter()
    summed: _Days = Counter()
    for store_id, at, amount in session.execute(wanted):
        day = (store_id, local(at).date())
        counted[day] += 1
        summed[day] += amount
    return counted, summed


def _returned() -> Select[*tuple[Any, ...]]:
    return (
        select(Redemption.store_id, RedemptionReturn.returned_at, RedemptionReturn.points)
        .join(Redemption, Redemption.id == RedemptionReturn.redemption_id)
        .where(Redemption.store_id.in_(_CLOSED_STORES))
    )


def _voided() -> Select[*tuple[Any, ...]]:
    """A void gives back what parts that came earlier had left."""
    earlier = (
        select(func.coalesce(func.sum(RedemptionReturn.points), 0))
        .where(RedemptionReturn.redemption_id == Redemption.id)
        .correlate(Redemption)
        .scalar_subquery()
    )
    return (
        select(Redemption.store_id, RedemptionVoid.voided_at, Redemption.points - earlier)
        .join(Redemption, Redemption.id == RedemptionVoid.redemption_id)
        .where(Redemption.store_id.in_(_CLOSED_STORES))
    )


def _moved() -> Select[*tuple[Any, ...]]:
    return select(Move.store_id, Move.at, -Move.quantity).where(
        Move.store_id.in_(_CLOSED_STORES),
        Move.kind.in_([MoveKind.HAND_OUT, MoveKind.TAKE_BACK]),
    )
