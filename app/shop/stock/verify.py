"""Re-add the shelves (promise I2): what stands on each against the moves to and from it."""

from sqlalchemy import func, literal, select, union_all
from sqlalchemy.orm import Session

from app.kernel.checking import SHOWN, Check
from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.stock.models import Move, Shelf


def shelves_agree(session: Session) -> Check:
    """Every shelf holds the sum of its moves, and every move belongs to a shelf."""
    both = union_all(
        select(Shelf.store_id, Shelf.goods_id, Shelf.quantity, literal(0).label("moved")),
        select(Move.store_id, Move.goods_id, literal(0), Move.quantity),
    ).subquery()
    stands, moved = func.sum(both.c.quantity), func.sum(both.c.moved)
    wrong = (
        select(Store.code, Goods.code, stands, moved)
        .join(both, both.c.store_id == Store.id)
        .join(Goods, Goods.id == both.c.goods_id)
        .group_by(Store.id, Store.code, Goods.id, Goods.code)
        .having(stands != moved)
        .order_by(Store.id, Goods.id)
        .limit(SHOWN)
    )
    bad = [
        f"store {row[0]}, goods {row[1]}: {row[2]} on the shelf, {row[3]} by its moves"
        for row in session.execute(wrong)
    ]
    rows = session.scalar(select(func.count()).select_from(Move)) or 0
    return Check.of("shelves equal the moves of goods", rows, bad)


def stock_checks(session: Session) -> list[Check]:
    """All checks of the stock."""
    return [shelves_agree(session)]
