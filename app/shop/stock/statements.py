"""The SQL of moves and shelves, built once: the till is the hot path."""

from typing import Final

from sqlalchemy import BindParameter, Insert, bindparam, insert, literal, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from app.kernel.types import UtcDateTime
from app.shop.goods.models import Goods
from app.shop.stock.models import Move, MoveKind, Shelf

MOVE = insert(Move)
MOVE_WITH_ID = MOVE.returning(Move.goods_id, Move.id)

# Take `taken` of one kind off a shelf, if as much stands there: one row changed, or none.
TAKE = (
    update(Shelf)
    .where(
        Shelf.store_id == bindparam("at_store"),
        Shelf.goods_id == bindparam("of_goods"),
        Shelf.quantity >= bindparam("taken"),
    )
    .values(quantity=Shelf.quantity - bindparam("taken"))
    .execution_options(synchronize_session=False)
)
LEFT = (
    select(Goods.code, Goods.name, Goods.unit, Shelf.quantity)
    .outerjoin(Shelf, (Shelf.goods_id == Goods.id) & (Shelf.store_id == bindparam("at_store")))
    .where(Goods.id == bindparam("of_goods"))
)

_SHELF_KEY: Final = ("store_id", "goods_id")
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
HANDED_OUT = select(Move.goods_id, -Move.quantity).where(_THESE_MOVES)
TAKE_BACK = insert(Move).from_select(
    ["store_id", "goods_id", "quantity", "kind", "reverses_id", "at", "actor_id"],
    select(
        Move.store_id,
        Move.goods_id,
        -Move.quantity,
        literal(MoveKind.TAKE_BACK.value),
        Move.id,
        bindparam("moved_at", type_=UtcDateTime),
        bindparam("moved_by", type_=Move.actor_id.type),
    ).where(_THESE_MOVES),
)
