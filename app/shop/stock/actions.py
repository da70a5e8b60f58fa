"""Take in a delivery; and for the till: hand out, take off the shelves, take back.

A till writes its moves with its other rows and changes shelves last of all, in the order of the
goods' ids: so these are two steps. They ask for no permission, because the till has.
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts import audit
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_for
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.stock.models import MoveKind, StockReceipt
from app.shop.stock.rules import (
    AlreadyTakenBack,
    NotEnoughStock,
    StockLine,
    StockReceiptUuidTaken,
    add_up,
    check_delivery,
    check_quantity,
)
from app.shop.stock.statements import HANDED_OUT, LEFT, MOVE, MOVE_WITH_ID, PUT, TAKE, TAKE_BACK

on_violation("uq_stock_receipts_uuid", StockReceiptUuidTaken, columns="stock_receipts.uuid")
on_violation("uq_moves_reverses_id", AlreadyTakenBack, columns="moves.reverses_id")


def receive_stock(
    session: Session,
    actor: Actor,
    *,
    uuid: UUID,
    store_code: str,
    lines: Sequence[StockLine],
    now: datetime,
    note: str = "",
) -> StockReceipt:
    """Take in a delivery at a store: goods by code or barcode, equal ones added up.

    :raises UnknownPlace: no such store within reach.
    :raises UnknownGoods: names all goods that are not on the price list.
    :raises StockQuantityBad: not between 1 and 100,000.
    :raises NothingReceived: no lines.
    :raises StockReceiptUuidTaken: another delivery came with this UUID.
    """
    store = store_for(session, actor, Permission.RECEIVE_STOCK, store_code)
    said = check_delivery(lines, note)
    received = _known_lines(session, lines, now)
    receipt = StockReceipt(
        uuid=uuid, store_id=store.id, received_by=actor.user_id, received_at=now, note=said
    )
    session.add(receipt)
    session.flush()
    moves = _moves(MoveKind.RECEIVE, store.id, received, actor.user_id, now)
    session.connection().execute(MOVE, [{**move, "receipt_id": receipt.id} for move in moves])
    _put_on_shelves(session, store.id, received)
    audit.note(
        session, actor, "receive_stock", ("stock_receipt", receipt.id), now=now,
        place_code=store.place_code, store=store.code, kinds=len(received),
    )  # fmt: skip
    return receipt


def hand_out(
    session: Session,
    *,
    store_id: int,
    lines: Sequence[tuple[int, int]],
    actor_id: int,
    now: datetime,
) -> dict[int, int]:
    """Write the moves of a basket of (goods id, quantity); answers the moves' ids by goods id."""
    moves = _moves(MoveKind.HAND_OUT, store_id, add_up(lines), actor_id, now)
    made = session.connection().execute(MOVE_WITH_ID, moves)
    return {row.goods_id: row.id for row in made}


def take_from_shelves(session: Session, store_id: int, lines: Sequence[tuple[int, int]]) -> None:
    """Take a basket of (goods id, quantity) off the shelves; never below nothing.

    :raises NotEnoughStock: names the first goods of which too few are left, and how many.
    """
    connection = session.connection()
    for goods_id, quantity in add_up(lines):
        shelf = {"at_store": store_id, "of_goods": goods_id}
        if connection.execute(TAKE, {**shelf, "taken": quantity}).rowcount == 1:
            continue
        left = connection.execute(LEFT, shelf).one()
        raise NotEnoughStock(
            goods=left.name,
            goods_code=left.code,
            unit=left.unit,
            left=left.quantity or 0,
            wanted=quantity,
        )


def take_back(
    session: Session, *, store_id: int, move_ids: Collection[int], actor_id: int, now: datetime
) -> None:
    """Reverse moves of goods that were handed out: they stand on the shelves again.

    :raises AlreadyTakenBack: one of them was reversed before.
    """
    which = {"move_ids": list(move_ids), "at_store": store_id}
    connection = session.connection()
    lines = [(row[0], row[1]) for row in connection.execute(HANDED_OUT, which)]
    assert len(lines) == len(set(move_ids)), "goods are taken back by the store they left"
    connection.execute(TAKE_BACK, {**which, "moved_at": now, "moved_by": actor_id})
    _put_on_shelves(session, store_id, lines)


def _known_lines(
    session: Session, lines: Sequence[StockLine], now: datetime
) -> list[tuple[int, int]]:
    goods = goods_by_any_code(session, {line.goods for line in lines}, now)
    check_known((line.goods for line in lines), goods)
    received = add_up((goods[line.goods].goods_id, line.quantity) for line in lines)
    names = {known.goods_id: known.name for known in goods.values()}
    for goods_id, quantity in received:
        check_quantity(names[goods_id], quantity)
    return received


def _moves(
    kind: MoveKind, store_id: int, lines: Sequence[tuple[int, int]], actor_id: int, now: datetime
) -> list[dict[str, object]]:
    sign = -1 if kind is MoveKind.HAND_OUT else 1
    return [
        {
            "store_id": store_id,
            "goods_id": goods_id,
            "quantity": sign * quantity,
            "kind": kind,
            "at": now,
            "actor_id": actor_id,
        }
        for goods_id, quantity in lines
    ]


def _put_on_shelves(session: Session, store_id: int, lines: Sequence[tuple[int, int]]) -> None:
    session.connection().execute(
        PUT[session.get_bind().dialect.name],
        [
            {"store_id": store_id, "goods_id": goods_id, "quantity": quantity}
            for goods_id, quantity in add_up(lines)
        ],
    )
