"""Take in a delivery; and for the till: hand out, take back.

Lots leave in the order in which they end. Everybody locks shelves in the order of goods and lots,
so that no two tills wait for each other in a ring. The steps of the till ask for no permission,
because the till has.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.constraints import on_violation
from app.registry.accounts import audit
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import check_places_known, store_for
from app.shop.goods.queries import goods_by_any_code
from app.shop.goods.rules import check_known
from app.shop.stock.models import Lot, MoveKind, StockReceipt
from app.shop.stock.rules import (
    NOBODY_KNOWS,
    AlreadyTakenBack,
    GoodsHeldBack,
    NotEnoughStock,
    Source,
    Standing,
    StockLine,
    StockReceiptUuidTaken,
    Taken,
    add_up,
    check_delivery,
    check_quantity,
    check_source,
    first_ending_first,
)
from app.shop.stock.statements import (
    HANDED_OUT,
    MOVE,
    MOVE_WITH_ID,
    PUT,
    STANDING,
    TAKE,
    TAKE_BACK,
    USABLE,
)

on_violation("uq_stock_receipts_uuid", StockReceiptUuidTaken, columns="stock_receipts.uuid")
on_violation("uq_moves_reverses_id", AlreadyTakenBack, columns="moves.reverses_id")

_LOT = insert(Lot).returning(Lot.id, sort_by_parameter_order=True)


@dataclass(frozen=True)
class _Lot:
    """Goods of a delivery that came together and end together."""

    goods_id: int
    use_by: date | None
    kept_for: str | None
    quantity: int


@dataclass(frozen=True)
class Buyer:
    """For whom goods leave: where he lives, and on which day."""

    village_code: str
    today: date


def receive_stock(
    session: Session,
    actor: Actor,
    *,
    uuid: UUID,
    store_code: str,
    lines: Sequence[StockLine],
    now: datetime,
    note: str = "",
    source: Source = NOBODY_KNOWS,
) -> StockReceipt:
    """Take in a delivery at a store: goods by code or barcode; each line becomes a lot.

    Lines of the same goods, use-by day and place are added up.

    :raises UnknownPlace: no such store within reach, or goods kept for a place that is not known.
    :raises UnknownGoods: names all goods that are not on the price list.
    :raises StockQuantityBad: not between 1 and 100,000.
    :raises UseByPast: goods that may not be handed out any more.
    :raises SourceBad: a bill for a gift, or words that are too long.
    :raises NothingReceived: no lines.
    :raises StockReceiptUuidTaken: another delivery came with this UUID.
    """
    store = store_for(session, actor, Permission.RECEIVE_STOCK, store_code)
    said = check_delivery(lines, note, local(now).date())
    origin = check_source(source)
    received = _known_lots(session, lines, now)
    receipt = StockReceipt(
        uuid=uuid, store_id=store.id, received_by=actor.user_id, received_at=now, note=said,
        origin=origin.origin, source_name=origin.name, bill=origin.bill,
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    lots = _make_lots(session, received, receipt.id)
    moves = _moves(MoveKind.RECEIVE, store.id, lots, actor.user_id, now)
    session.connection().execute(MOVE, [{**move, "receipt_id": receipt.id} for move in moves])
    _put_on_shelves(session, store.id, lots)
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
    buyer: Buyer,
    actor_id: int,
    now: datetime,
) -> list[tuple[Taken, int]]:
    """Take a basket of (goods id, quantity) off the shelves, what ends first, never below nothing.

    Answers what was taken from which lot, with the id of its move.

    :raises NotEnoughStock: names the first goods of which too few are left, and how many.
    :raises GoodsHeldBack: enough stands there, but not for this buyer today.
    """
    taken = _choose(session, store_id, add_up(lines), buyer)
    connection = session.connection()
    for each in taken:
        shelf = {"at_store": store_id, "of_lot": each.lot_id, "taken": each.quantity}
        left = connection.execute(TAKE, shelf).rowcount
        assert left == 1, "the shelf was locked when it was chosen"
    made = connection.execute(
        MOVE_WITH_ID, _moves(MoveKind.HAND_OUT, store_id, taken, actor_id, now)
    )
    move_of = {row.lot_id: row.id for row in made}
    return [(each, move_of[each.lot_id]) for each in taken]


def take_back(
    session: Session, *, store_id: int, move_ids: Collection[int], actor_id: int, now: datetime
) -> None:
    """Reverse moves of goods that were handed out: they stand on the shelves again.

    :raises AlreadyTakenBack: one of them was reversed before.
    """
    which = {"move_ids": list(move_ids), "at_store": store_id}
    connection = session.connection()
    lots = [Taken(row[1], row[0], row[2]) for row in connection.execute(HANDED_OUT, which)]
    assert len(lots) == len(set(move_ids)), "goods are taken back by the store they left"
    connection.execute(TAKE_BACK, {**which, "moved_at": now, "moved_by": actor_id})
    _put_on_shelves(session, store_id, lots)


def take_back_some(
    session: Session, *, store_id: int, back: Mapping[int, int], actor_id: int, now: datetime
) -> dict[int, int]:
    """Take back a part of what moves handed out: each is reversed, what stays leaves anew.

    :param back: pieces that come back, by the id of the move they left with.
    :returns: by that id, the move of what stays; nothing where nothing stays.
    :raises AlreadyTakenBack: one of them was reversed before.
    """
    which = {"move_ids": list(back), "at_store": store_id}
    connection = session.connection()
    left = {row[3]: Taken(row[1], row[0], row[2]) for row in connection.execute(HANDED_OUT, which)}
    connection.execute(TAKE_BACK, {**which, "moved_at": now, "moved_by": actor_id})
    kept = {
        move_id: replace(taken, quantity=taken.quantity - back[move_id])
        for move_id, taken in left.items()
        if taken.quantity > back[move_id]
    }
    _put_on_shelves(
        session, store_id,
        [replace(taken, quantity=back[move_id]) for move_id, taken in left.items()],
    )  # fmt: skip
    if not kept:
        return {}
    made = connection.execute(
        MOVE_WITH_ID, _moves(MoveKind.HAND_OUT, store_id, list(kept.values()), actor_id, now)
    )
    move_of = {row.lot_id: row.id for row in made}
    return {move_id: move_of[taken.lot_id] for move_id, taken in kept.items()}


def _choose(
    session: Session, store_id: int, wanted: Sequence[tuple[int, int]], buyer: Buyer
) -> list[Taken]:
    usable: dict[int, list[Standing]] = defaultdict(list)
    asked = {
        "at_store": store_id, "goods_ids": [goods_id for goods_id, _ in wanted],
        "today": buyer.today, "village_code": buyer.village_code,
    }  # fmt: skip
    for row in session.connection().execute(USABLE, asked):
        usable[row.goods_id].append(Standing(row.lot_id, row.quantity, row.use_by, row.kept_for))
    taken = []
    for goods_id, quantity in wanted:
        chosen = first_ending_first(usable[goods_id], quantity)
        if chosen is None:
            left = sum(lot.quantity for lot in usable[goods_id])
            raise _too_few(session, store_id, goods_id, left, quantity)
        taken += [Taken(goods_id, lot_id, pieces) for lot_id, pieces in chosen]
    return sorted(taken, key=lambda each: (each.goods_id, each.lot_id))


def _too_few(
    session: Session, store_id: int, goods_id: int, left: int, wanted: int
) -> NotEnoughStock | GoodsHeldBack:
    which = {"at_store": store_id, "of_goods": goods_id}
    code, name, unit, standing = session.connection().execute(STANDING, which).one()
    facts = {"goods": name, "goods_code": code, "unit": unit, "left": left, "wanted": wanted}
    if standing >= wanted:
        return GoodsHeldBack(standing=standing, **facts)
    return NotEnoughStock(**facts)


def _known_lots(session: Session, lines: Sequence[StockLine], now: datetime) -> list[_Lot]:
    goods = goods_by_any_code(session, {line.goods for line in lines}, now)
    check_known((line.goods for line in lines), goods)
    check_places_known(session, {line.kept_for for line in lines if line.kept_for})
    sums: dict[tuple[int, date | None, str | None], int] = defaultdict(int)
    for line in lines:
        sums[goods[line.goods].goods_id, line.use_by, line.kept_for] += line.quantity
    names = {known.goods_id: known.name for known in goods.values()}
    for (goods_id, _use_by, _kept_for), quantity in sums.items():
        check_quantity(names[goods_id], quantity)
    return [_Lot(*what, quantity) for what, quantity in sums.items()]


def _make_lots(session: Session, received: Sequence[_Lot], receipt_id: int) -> list[Taken]:
    rows = [
        {
            "goods_id": lot.goods_id,
            "receipt_id": receipt_id,
            "use_by": lot.use_by,
            "kept_for": lot.kept_for,
        }
        for lot in received
    ]
    ids = session.connection().execute(_LOT, rows).scalars().all()
    made = [
        Taken(lot.goods_id, lot_id, lot.quantity) for lot, lot_id in zip(received, ids, strict=True)
    ]
    return sorted(made, key=lambda each: (each.goods_id, each.lot_id))


def _moves(
    kind: MoveKind, store_id: int, lots: Sequence[Taken], actor_id: int, now: datetime
) -> list[dict[str, object]]:
    sign = -1 if kind is MoveKind.HAND_OUT else 1
    return [
        {
            "store_id": store_id,
            "goods_id": each.goods_id,
            "lot_id": each.lot_id,
            "quantity": sign * each.quantity,
            "kind": kind,
            "at": now,
            "actor_id": actor_id,
        }
        for each in lots
    ]


def _put_on_shelves(session: Session, store_id: int, lots: Sequence[Taken]) -> None:
    session.connection().execute(
        PUT[session.get_bind().dialect.name],
        [
            {
                "store_id": store_id,
                "lot_id": each.lot_id,
                "goods_id": each.goods_id,
                "quantity": each.quantity,
            }
            for each in lots
        ],
    )
