"""Count what stands on the shelves: found by one person, compared and booked by another."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.states import move
from app.registry.accounts import audit
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import store_for
from app.shop.stock.models import MoveKind
from app.shop.stock.paper_models import CountLine, PaperState, StockCount
from app.shop.stock.paper_queries import count_for, count_waits
from app.shop.stock.paper_rules import (
    PAPER_MOVES,
    BeforeCount,
    CountOvertaken,
    CountWaits,
    OwnCount,
    PaperUuidTaken,
    check_loss_reason,
    check_papers_lines,
)
from app.shop.stock.rules import Pile, PileTooSmall, Standing, StockLine, Taken
from app.shop.stock.shelving import (
    By,
    known_piles,
    lock_piles,
    lots_of,
    make_lots,
    put_on_shelves,
    take_off_shelves,
)

on_violation("uq_stock_counts_uuid", PaperUuidTaken, columns="stock_counts.uuid")
on_violation("uq_stock_counts_waiting", CountWaits, columns="stock_counts.store_id")
on_violation("ck_stock_counts_four_eyes", OwnCount)
on_violation("before_stock_count", BeforeCount)


@dataclass(frozen=True)
class Counted:
    """What somebody found in a store; a line may say that none is there."""

    uuid: UUID
    store_code: str
    lines: Sequence[StockLine]


def count_stock(session: Session, actor: Actor, counted: Counted, *, now: datetime) -> StockCount:
    """Write down what was found beside what the book says at this moment; the shelf stays.

    Goods that no line names were not counted.

    :raises NothingChosen: no lines.
    :raises CountWaits: another count of this store is not decided about yet.
    :raises PaperUuidTaken: another count came with this UUID.
    """
    store = store_for(session, actor, Permission.COUNT_STOCK, counted.store_code)
    if count_waits(session, store.id):
        raise CountWaits
    check_papers_lines(counted.lines, none_too=True)
    piles = known_piles(session, counted.lines, now)
    count = StockCount(
        uuid=counted.uuid, store_id=store.id, state=PaperState.WAITING, counted_by=actor.user_id,
        counted_at=now, answer="",
    )  # fmt: skip
    session.add(count)
    session.flush()
    standing = lock_piles(session, [store.id], piles)
    session.add_all(
        CountLine(
            count_id=count.id, goods_id=pile.goods_id, use_by=pile.use_by, kept_for=pile.kept_for,
            kept_group=pile.kept_group, counted=counted,
            booked=sum(lot.quantity for lot in standing[store.id, pile]),
        )
        for pile, counted in piles.items()
    )  # fmt: skip
    session.flush()
    _note(session, actor, "count_stock", count, now)
    return count


def confirm_count(session: Session, actor: Actor, *, count_id: int, now: datetime) -> StockCount:
    """Book the differences: what came and went since the count stays as it is.

    What is too much joins the newest such lot, or becomes one; what is missing leaves the oldest.

    :raises PaperNotFound: missing, or out of reach.
    :raises OwnCount: the person counted himself.
    :raises WrongState: decided before.
    :raises CountOvertaken: less stands there by now than was missing.
    """
    count = _decide(session, actor, count_id, "approve", now)
    differences = {
        Pile(line.goods_id, line.use_by, line.kept_for, line.kept_group): (
            line.counted - line.booked
        )
        for line in session.scalars(
            select(CountLine).where(CountLine.count_id == count.id).order_by(CountLine.id)
        )
    }
    standing = lock_piles(session, [count.store_id], differences)
    by = By(MoveKind.COUNT, actor.user_id, now, "count_id", count.id)
    missing, surplus, unknown = [], [], {}
    for pile, difference in differences.items():
        lots = standing[count.store_id, pile]
        if difference < 0:
            missing += _missing(session, count.store_id, pile, -difference, lots)
        elif difference and lots:
            surplus.append(Taken(pile.goods_id, lots[-1].lot_id, difference))
        elif difference:
            unknown[pile] = difference
    if missing:
        take_off_shelves(session, count.store_id, missing, by)
    if unknown:
        surplus += make_lots(session, unknown)
    if surplus:
        put_on_shelves(session, count.store_id, surplus, by)
    _note(session, actor, "confirm_count", count, now)
    return count


def refuse_count(
    session: Session, actor: Actor, *, count_id: int, answer: str, now: datetime
) -> StockCount:
    """Leave the book as it is, and say why; the store may be counted again.

    :raises PaperNotFound: missing, or out of reach.
    :raises OwnCount: the person counted himself.
    :raises WrongState: decided before.
    :raises LossReasonBad: no reason.
    """
    said = check_loss_reason(answer)
    count = _decide(session, actor, count_id, "refuse", now)
    count.answer = said
    session.flush()
    _note(session, actor, "refuse_count", count, now)
    return count


def _missing(
    session: Session, store_id: int, pile: Pile, quantity: int, lots: Sequence[Standing]
) -> list[Taken]:
    try:
        return lots_of(session, store_id, pile, quantity, lots)
    except PileTooSmall as refusal:
        raise CountOvertaken(**refusal.facts) from None


def _decide(session: Session, actor: Actor, count_id: int, verb: str, now: datetime) -> StockCount:
    count = count_for(session, actor, Permission.CONFIRM_COUNT, count_id, lock=True)
    if count.counted_by == actor.user_id:
        raise OwnCount
    count.state = move(PAPER_MOVES, count.state, verb)
    count.decided_by, count.decided_at = actor.user_id, now
    session.flush()
    return count


def _note(session: Session, actor: Actor, verb: str, count: StockCount, now: datetime) -> None:
    store = session.get_one(Store, count.store_id)
    audit.note(
        session, actor, verb, ("stock_count", count.id), now=now, place_code=store.place_code,
        store=store.code,
    )  # fmt: skip
