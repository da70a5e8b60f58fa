"""Re-add the shelves (promise I2): what stands on each against the moves to and from it."""

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from app.kernel.checking import SHOWN, Check
from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.stock.models import Lot, Move, Shelf


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


def stock_checks(session: Session) -> list[Check]:
    """All checks of the stock."""
    return [shelves_agree(session)]
