"""Set goods aside for a market day, and let go of them; whoever calls has asked who may.

Shelves are locked in the same order as by the tills, so that two tills and one reservation never
promise the same bag twice.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.shop.stock.models import Lot
from app.shop.stock.reservation_models import Reservation, ReservationEnd
from app.shop.stock.rules import (
    Standing,
    Taken,
    TooFewToReserve,
    add_up,
    first_ending_first,
    may_go_to,
)
from app.shop.stock.statements import LOCKED, SET_ASIDE, STANDING


@dataclass(frozen=True)
class Purpose:
    """What goods are set aside for: a market day, its date, and the villages it goes to."""

    market_day_id: int
    day: date
    villages: tuple[str, ...]


def hold_shelves(session: Session, store_ids: Collection[int], goods_ids: Collection[int]) -> None:
    """Lock all shelves of some goods in everybody's order.

    Whoever lets go of some goods and sets others aside in one step holds both before: letting go
    locks shelves too, and a till that waits for them may hold those that come next.
    """
    asked = {"at_stores": sorted(store_ids), "goods_ids": sorted(goods_ids)}
    session.connection().execute(LOCKED, asked).all()


def reserve(
    session: Session,
    store_id: int,
    purpose: Purpose,
    lines: Sequence[tuple[int, int]],
    *,
    actor_id: int,
    now: datetime,
) -> list[Taken]:
    """Set (goods id, quantity) aside: what is given for these villages first, then what ends first.

    :raises TooFewToReserve: names the first goods of which fewer may be set aside.
    """
    chosen = _choose(session, store_id, purpose, add_up(lines))
    session.add_all(
        Reservation(
            market_day_id=purpose.market_day_id, store_id=store_id, lot_id=each.lot_id,
            quantity=each.quantity, reserved_by=actor_id, reserved_at=now,
        )
        for each in chosen
    )  # fmt: skip
    session.flush()
    _set_aside(session, store_id, [(each.lot_id, each.quantity) for each in chosen])
    return chosen


def release(
    session: Session,
    market_day_id: int,
    *,
    actor_id: int,
    now: datetime,
    ended: ReservationEnd = ReservationEnd.RELEASED,
) -> int:
    """Let go of all that is set aside for a market day; answers how many lots that were."""
    open_ones = session.execute(
        select(Reservation.store_id, Lot.goods_id, Reservation.lot_id, Reservation.quantity)
        .join(Lot, Lot.id == Reservation.lot_id)
        .where(Reservation.market_day_id == market_day_id, Reservation.ended.is_(None))
        .order_by(Reservation.store_id, Lot.goods_id, Reservation.lot_id)
        .with_for_update(of=Reservation)
    ).all()
    for store_id, _goods, lot_id, quantity in open_ones:
        _set_aside(session, store_id, [(lot_id, -quantity)])
    session.execute(
        update(Reservation)
        .where(Reservation.market_day_id == market_day_id, Reservation.ended.is_(None))
        .values(ended=ended, ended_by=actor_id, ended_at=now)
    )
    return len(open_ones)


def _choose(
    session: Session, store_id: int, purpose: Purpose, wanted: Sequence[tuple[int, int]]
) -> list[Taken]:
    asked = {"at_stores": [store_id], "goods_ids": [goods_id for goods_id, _ in wanted]}
    usable: dict[int, list[Standing]] = {goods_id: [] for goods_id, _ in wanted}
    for row in session.connection().execute(LOCKED, asked):
        lot = Standing(*row[2:])
        if may_go_to(lot, purpose.day, purpose.villages):
            usable[row.goods_id].append(lot)
    taken = []
    for goods_id, quantity in wanted:
        chosen = first_ending_first(usable[goods_id], quantity)
        if chosen is None:
            left = sum(lot.free for lot in usable[goods_id])
            which = {"at_store": store_id, "of_goods": goods_id}
            code, name, unit, *_all = session.connection().execute(STANDING, which).one()
            raise TooFewToReserve(
                goods=name, goods_code=code, unit=unit, left=left, wanted=quantity
            )
        taken += [Taken(goods_id, lot_id, pieces) for lot_id, pieces in chosen]
    return sorted(taken, key=lambda each: (each.goods_id, each.lot_id))


def _set_aside(session: Session, store_id: int, lots: Sequence[tuple[int, int]]) -> None:
    """More of these lots, or fewer where the number is negative."""
    for lot_id, quantity in lots:
        shelf = {"at_store": store_id, "of_lot": lot_id, "more": quantity}
        changed = session.connection().execute(SET_ASIDE, shelf).rowcount
        assert changed == 1, "a shelf that was reserved from stays"
