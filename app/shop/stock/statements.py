"""The SQL of moves and shelves, built once: the till is the hot path."""

from datetime import date
from typing import Final

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Date,
    Insert,
    String,
    and_,
    bindparam,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import aliased

from app.kernel.types import UtcDateTime
from app.shop.goods.models import Goods
from app.shop.stock.models import Lot, Move, MoveKind, Shelf, StockReceipt

MOVE = insert(Move)
MOVE_WITH_ID = MOVE.returning(Move.lot_id, Move.id)

_TODAY: BindParameter[date] = bindparam("today", type_=Date)
IN_DATE = or_(Lot.use_by.is_(None), Lot.use_by >= _TODAY)
_VILLAGE: BindParameter[str] = bindparam("village_code", type_=String)
_GROUP: BindParameter[str] = bindparam("group_name", type_=String)
# A lot that was given for one place goes to whoever lives there or below, and is of its group.
_NOT_KEPT = or_(
    Lot.kept_for.is_(None),
    and_(
        func.substr(_VILLAGE, 1, func.length(Lot.kept_for)) == Lot.kept_for,
        or_(Lot.kept_group == "", Lot.kept_group == _GROUP),
    ),
)
FOR_THE_BUYER: ColumnElement[bool] = and_(IN_DATE, _NOT_KEPT)
_GOODS_IDS: BindParameter[int] = bindparam("goods_ids", expanding=True)
_LOTS_FOR_THE_BUYER = (
    select(
        Shelf.goods_id, Shelf.lot_id, Shelf.quantity, Lot.use_by, Lot.kept_for, Lot.kept_group,
        Shelf.reserved, StockReceipt.received_at,
    )
    .join(Lot, Lot.id == Shelf.lot_id)
    .outerjoin(StockReceipt, StockReceipt.id == Lot.receipt_id)
    .where(
        Shelf.store_id == bindparam("at_store"), Shelf.quantity > Shelf.reserved, FOR_THE_BUYER
    )
)  # fmt: skip
# What may be handed out to somebody today. Everybody who changes shelves locks them in this order.
USABLE = (
    _LOTS_FOR_THE_BUYER.where(Shelf.goods_id.in_(_GOODS_IDS))
    .order_by(Shelf.goods_id, Shelf.lot_id)
    .with_for_update(of=Shelf)
)
_OTHERS = aliased(Shelf)
_ENDS = aliased(Lot)
# The same, unlocked, of all goods of which a lot ends before a day: what may be marked down.
ENDING = _LOTS_FOR_THE_BUYER.where(
    Shelf.goods_id.in_(
        select(_OTHERS.goods_id)
        .join(_ENDS, _ENDS.id == _OTHERS.lot_id)
        .where(
            _OTHERS.store_id == bindparam("at_store"),
            _OTHERS.quantity > 0,
            _ENDS.use_by <= bindparam("ends_by", type_=Date),
        )
    )
)
# All lots of some goods in some stores, whoever may have them; locked in the same order.
LOCKED = (
    select(
        Shelf.store_id, Shelf.goods_id, Shelf.lot_id, Shelf.quantity, Lot.use_by, Lot.kept_for,
        Lot.kept_group, Shelf.reserved,
    )
    .join(Lot, Lot.id == Shelf.lot_id)
    .where(
        Shelf.store_id.in_(bindparam("at_stores", expanding=True)), Shelf.goods_id.in_(_GOODS_IDS)
    )
    .order_by(Shelf.store_id, Shelf.goods_id, Shelf.lot_id)
    .with_for_update(of=Shelf)
)  # fmt: skip
# Take `taken` of one lot off a shelf, if as much stands there beside what is set aside: one row
# changed, or none.
TAKE = (
    update(Shelf)
    .where(
        Shelf.store_id == bindparam("at_store"),
        Shelf.lot_id == bindparam("of_lot"),
        Shelf.quantity - Shelf.reserved >= bindparam("taken"),
    )
    .values(quantity=Shelf.quantity - bindparam("taken"))
    .execution_options(synchronize_session=False)
)
# Set aside `more` of one lot on a shelf, or let go of it when that is negative.
SET_ASIDE = (
    update(Shelf)
    .where(Shelf.store_id == bindparam("at_store"), Shelf.lot_id == bindparam("of_lot"))
    .values(reserved=Shelf.reserved + bindparam("more"))
    .execution_options(synchronize_session=False)
)
# All that stands there of some goods, whoever may have it; and what of it is set aside.
STANDING = (
    select(
        Goods.code,
        Goods.name,
        Goods.unit,
        func.coalesce(func.sum(Shelf.quantity), 0),
        func.coalesce(func.sum(Shelf.reserved), 0),
    )
    .outerjoin(Shelf, (Shelf.goods_id == Goods.id) & (Shelf.store_id == bindparam("at_store")))
    .where(Goods.id == bindparam("of_goods"))
    .group_by(Goods.id, Goods.code, Goods.name, Goods.unit)
)

_SHELF_KEY: Final = ("store_id", "lot_id")
_SQLITE_PUT = sqlite_insert(Shelf)
_POSTGRESQL_PUT = postgresql_insert(Shelf)
# Put goods on a shelf, by dialect: on a new one, or on top of what stands there.
PUT: Final[dict[str, Insert]] = {
    "sqlite": _SQLITE_PUT.on_conflict_do_update(
        index_elements=_SHELF_KEY,
        set_={"quantity": Shelf.quantity + _SQLITE_PUT.excluded.quantity},
    ),
    "postgresql": _POSTGRESQL_PUT.on_conflict_do_update(
        index_elements=_SHELF_KEY,
        set_={"quantity": Shelf.quantity + _POSTGRESQL_PUT.excluded.quantity},
    ),
}

_MOVE_IDS: BindParameter[int] = bindparam("move_ids", expanding=True)
_THESE_MOVES = Move.id.in_(_MOVE_IDS) & (Move.store_id == bindparam("at_store"))
HANDED_OUT = (
    select(Move.lot_id, Move.goods_id, -Move.quantity, Move.id)
    .where(_THESE_MOVES)
    .order_by(Move.goods_id, Move.lot_id)
)
TAKE_BACK = insert(Move).from_select(
    ["store_id", "goods_id", "lot_id", "quantity", "kind", "reverses_id", "at", "actor_id"],
    select(
        Move.store_id,
        Move.goods_id,
        Move.lot_id,
        -Move.quantity,
        literal(MoveKind.TAKE_BACK.value),
        Move.id,
        bindparam("moved_at", type_=UtcDateTime),
        bindparam("moved_by", type_=Move.actor_id.type),
    ).where(_THESE_MOVES),
)
