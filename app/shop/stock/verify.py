"""Re-add the stock (promise I2): shelves against moves, moves against the papers behind them."""

from sqlalchemy import Executable, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import InstrumentedAttribute

from app.kernel.checking import SHOWN, Check
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


def shelves_agree(session: Session) -> Check:
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
        .limit(SHOWN)
    )
    bad = [
        f"store {store}, goods {goods}, lot {lot}: {there} on the shelf, {summed} by its moves"
        for store, goods, lot, there, summed in session.execute(wrong)
    ]
    rows = session.scalar(select(func.count()).select_from(Move)) or 0
    return Check.of("shelves equal the moves of goods", rows, bad)


def goods_are_conserved(session: Session) -> Check:
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
        .limit(SHOWN)
    )
    bad = [
        f"goods {code}: {came} came and stayed, {on_way} lost between stores, {there} on hand"
        for code, came, on_way, there in session.execute(wrong)
    ]
    rows = session.scalar(select(func.count()).select_from(moved)) or 0
    return Check.of("goods are conserved over all stores", rows, bad)


def relocations_balance(session: Session) -> Check:
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
        .limit(SHOWN)
    )
    bad = [
        f"relocation {paper}, lot {lot}: {difference:+} between its two stores"
        for paper, lot, difference in session.execute(wrong)
    ]
    rows = session.scalar(select(func.count()).select_from(Relocation)) or 0
    return Check.of("relocations take from one store what they bring to the other", rows, bad)


def papers_agree(session: Session) -> Check:
    """An approved write-off took what it says, a confirmed count booked its difference.

    One that waits or was refused moved nothing.
    """
    bad = [
        f"{name} {paper}, goods {goods}: {said} on the paper, {moved} moved"
        for name, statement in (
            ("write-off", _disagreeing(WriteOff, WriteOffLine.write_off_id, Move.write_off_id)),
            ("count", _disagreeing(StockCount, CountLine.count_id, Move.count_id)),
        )
        for paper, goods, said, moved in session.execute(statement)
    ]
    rows = sum(
        session.scalar(select(func.count()).select_from(paper)) or 0
        for paper in (WriteOff, StockCount)
    )
    return Check.of("write-offs and counts moved what they say", rows, bad)


def _disagreeing(
    paper: type[WriteOff | StockCount],
    of_line: InstrumentedAttribute[int],
    of_move: InstrumentedAttribute[int | None],
) -> Executable:
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
        .limit(SHOWN)
    )


def reservations_agree(session: Session) -> Check:
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
        .limit(SHOWN)
    )
    bad = [
        f"store {store}, lot {lot}: {there} set aside, {summed} by reservations"
        for store, lot, there, summed in session.execute(wrong)
    ]
    rows = session.scalar(select(func.count()).select_from(Reservation)) or 0
    return Check.of("what is set aside equals the reservations", rows, bad)


def stock_checks(session: Session) -> list[Check]:
    """All checks of the stock."""
    return [
        shelves_agree(session),
        goods_are_conserved(session),
        relocations_balance(session),
        papers_agree(session),
        reservations_agree(session),
    ]
