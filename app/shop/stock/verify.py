"""Re-add the stock (promise I2): shelves against moves, moves against the papers behind them."""

from functools import cache
from typing import Any

from sqlalchemy import Select, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from app.kernel.checking import Check, Promise, all_checked, count_of
from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.stock.models import Lot, Move, MoveKind, Shelf
from app.shop.stock.paper_models import (
    CountLine,
    PaperState,
    Relocation,
    StockCount,
    WriteOff,
    WriteOffLine,
)
from app.shop.stock.reservation_models import Reservation

_SAID = "{}, goods {}: {} on the paper, {} moved"


def shelves_agree() -> Promise:
    """Every shelf holds the sum of its lot's moves there, and every move belongs to a shelf."""
    both = union_all(
        select(Shelf.store_id, Shelf.lot_id, Shelf.quantity, literal(0).label("moved")),
        select(Move.store_id, Move.lot_id, literal(0), Move.quantity),
    ).subquery()
    stands, moved = func.sum(both.c.quantity), func.sum(both.c.moved)
    wrong = (
        select(Store.code, Goods.code, Lot.id, stands, moved)
        .join(both, both.c.store_id == Store.id)
        .join(Lot, Lot.id == both.c.lot_id)
        .join(Goods, Goods.id == Lot.goods_id)
        .group_by(Store.id, Store.code, Lot.id, Goods.code)
        .having(stands != moved)
        .order_by(Store.id, Lot.id)
    )
    called = "store {}, goods {}, lot {}: {} on the shelf, {} by its moves"
    return Promise("shelves equal the moves of goods", count_of(Move), {called: wrong})


def goods_are_conserved() -> Promise:
    """For each goods over all stores, received + found + taken back − handed out − lost stands.

    What moves between stores adds up to nothing.
    """
    moved = (
        select(
            Move.goods_id,
            func.sum(case((Move.kind != MoveKind.RELOCATE, Move.quantity), else_=0)).label("came"),
            func.sum(case((Move.kind == MoveKind.RELOCATE, Move.quantity), else_=0)).label(
                "on_way"
            ),
        )
        .group_by(Move.goods_id)
        .subquery()
    )
    standing = (
        select(Shelf.goods_id, func.sum(Shelf.quantity).label("stands"))
        .group_by(Shelf.goods_id)
        .subquery()
    )
    stands = func.coalesce(standing.c.stands, 0)
    wrong = (
        select(Goods.code, moved.c.came, moved.c.on_way, stands)
        .join(moved, moved.c.goods_id == Goods.id)
        .outerjoin(standing, standing.c.goods_id == Goods.id)
        .where(or_(moved.c.on_way != 0, moved.c.came != stands))
        .order_by(Goods.id)
    )
    called = "goods {}: {} came and stayed, {} lost between stores, {} on hand"
    kinds = select(func.count()).select_from(moved)
    return Promise("goods are conserved over all stores", kinds, {called: wrong})


def relocations_balance() -> Promise:
    """What a relocation takes from one store it brings to the other, lot by lot."""
    wrong = (
        select(Move.relocation_id, Move.lot_id, func.sum(Move.quantity))
        .join(Relocation, Relocation.id == Move.relocation_id)
        .group_by(Move.relocation_id, Move.lot_id)
        .having(
            or_(
                func.sum(Move.quantity) != 0,
                func.sum(case((Move.store_id == Relocation.from_store_id, Move.quantity), else_=0))
                >= 0,
                func.sum(case((Move.store_id == Relocation.to_store_id, Move.quantity), else_=0))
                <= 0,
            )
        )
        .order_by(Move.relocation_id, Move.lot_id)
    )
    called = "relocation {}, lot {}: {:+} between its two stores"
    name = "relocations take from one store what they bring to the other"
    return Promise(name, count_of(Relocation), {called: wrong})


def papers_agree() -> Promise:
    """An approved write-off took what it says, a confirmed count booked its difference.

    One that waits or was refused moved nothing.
    """
    papers = count_of(WriteOff).scalar_subquery() + count_of(StockCount).scalar_subquery()
    losses = _disagreeing(WriteOff, WriteOffLine.write_off_id, Move.write_off_id)
    counts = _disagreeing(StockCount, CountLine.count_id, Move.count_id)
    return Promise(
        "write-offs and counts moved what they say",
        select(papers),
        {f"write-off {_SAID}": losses, f"count {_SAID}": counts},
    )


def _disagreeing(
    paper: type[WriteOff | StockCount],
    of_line: InstrumentedAttribute[int],
    of_move: InstrumentedAttribute[int | None],
) -> Select[*tuple[Any, ...]]:
    is_count = paper is StockCount
    line = CountLine if is_count else WriteOffLine
    difference = CountLine.counted - CountLine.booked if is_count else -WriteOffLine.quantity
    both = union_all(
        select(
            of_line.label("paper"), line.goods_id,
            case((paper.state == PaperState.APPROVED, difference), else_=0).label("said"),
            literal(0).label("moved"),
        ).join(paper, paper.id == of_line),
        select(of_move, Move.goods_id, literal(0), Move.quantity).where(of_move.is_not(None)),
    ).subquery()  # fmt: skip
    said, moved = func.sum(both.c.said), func.sum(both.c.moved)
    return (
        select(both.c.paper, both.c.goods_id, said, moved)
        .group_by(both.c.paper, both.c.goods_id)
        .having(said != moved)
        .order_by(both.c.paper, both.c.goods_id)
    )


def reservations_agree() -> Promise:
    """What is set aside on a shelf is the sum of its open reservations."""
    both = union_all(
        select(Shelf.store_id, Shelf.lot_id, Shelf.reserved, literal(0).label("asked")),
        select(Reservation.store_id, Reservation.lot_id, literal(0), Reservation.quantity).where(
            Reservation.ended.is_(None)
        ),
    ).subquery()
    aside, asked = func.sum(both.c.reserved), func.sum(both.c.asked)
    wrong = (
        select(Store.code, both.c.lot_id, aside, asked)
        .join(both, both.c.store_id == Store.id)
        .group_by(Store.id, Store.code, both.c.lot_id)
        .having(aside != asked)
        .order_by(Store.id, both.c.lot_id)
    )
    called = "store {}, lot {}: {} set aside, {} by reservations"
    return Promise(
        "what is set aside equals the reservations", count_of(Reservation), {called: wrong}
    )


@cache
def _promises() -> tuple[Promise, ...]:
    return (
        shelves_agree(),
        goods_are_conserved(),
        relocations_balance(),
        papers_agree(),
        reservations_agree(),
    )


def stock_checks(session: Session) -> list[Check]:
    """All checks of the stock."""
    return all_checked(session, _promises())
