"""Take in a delivery; and for the till: hand out, take back.

Lots leave in the order in which they end. Everybody locks shelves in the order of goods and lots,
so that no two tills wait for each other in a ring. The steps of the till ask for no permission,
because the till has.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.constraints import on_violation
from app.kernel.faults import fault_point
from app.registry.accounts import audit
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_for
from app.shop.stock.mark_down_rules import NOTHING_OFF, MarkDowns
from app.shop.stock.models import MoveKind, StockReceipt
from app.shop.stock.receiving_rules import (
    NOBODY_KNOWS,
    Source,
    StockReceiptUuidTaken,
    check_delivery,
    check_source,
)
from app.shop.stock.rules import (
    AlreadyTakenBack,
    Buyer,
    GoodsHeldBack,
    GoodsReserved,
    NotEnoughStock,
    Standing,
    StockLine,
    Taken,
    add_up,
    first_ending_first,
)
from app.shop.stock.shelving import (
    By,
    add_to_shelves,
    check_groups_known,
    known_piles,
    make_lots,
    put_on_shelves,
    take_off_shelves,
)
from app.shop.stock.statements import HANDED_OUT, STANDING, TAKE_BACK, USABLE

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
    source: Source = NOBODY_KNOWS,
) -> StockReceipt:
    """Take in a delivery at a store: goods by code or barcode; each line becomes a lot.

    Lines of the same goods, use-by day and place are added up.

    :raises UnknownPlace: no such store within reach, or goods kept for a place that is not known.
    :raises UnknownGroup: goods kept for a group that the village has not.
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
    received = known_piles(session, lines, now)
    check_groups_known(session, received)
    receipt = StockReceipt(
        uuid=uuid, store_id=store.id, received_by=actor.user_id, received_at=now, note=said,
        origin=origin.origin, source_name=origin.name, bill=origin.bill,
    )  # fmt: skip
    session.add(receipt)
    session.flush()
    lots = make_lots(session, received, receipt.id)
    fault_point("receive.after_lots")
    by = By(MoveKind.RECEIVE, actor.user_id, now, "receipt_id", receipt.id)
    put_on_shelves(session, store.id, lots, by)
    fault_point("receive.after_shelves")
    audit.note(
        session, actor, "receive_stock", ("stock_receipt", receipt.id), now=now,
        place_code=store.place_code, store=store.code, kinds=len(received),
    )  # fmt: skip
    return receipt


def choose_lots(
    session: Session,
    *,
    store_id: int,
    lines: Sequence[tuple[int, int]],
    buyer: Buyer,
    mark_downs: MarkDowns = NOTHING_OFF,
) -> list[Taken]:
    """The lots that a basket of (goods id, quantity) comes from, what ends first; they are locked.

    The caller holds the buyer's account, which is locked before shelves.

    :raises NotEnoughStock: names the first goods of which too few are left, and how many.
    :raises GoodsHeldBack: enough stands there, but not for this buyer today.
    :raises GoodsReserved: enough stands there, but too much of it is set aside for market days.
    """
    wanted = add_up(lines)
    usable: dict[int, list[Standing]] = defaultdict(list)
    asked = {
        "at_store": store_id, "goods_ids": [goods_id for goods_id, _ in wanted],
        "today": buyer.today, "village_code": buyer.village_code, "group_name": buyer.group_name,
    }  # fmt: skip
    for row in session.connection().execute(USABLE, asked):
        usable[row.goods_id].append(Standing(*row[1:]))
    taken = []
    for goods_id, quantity in wanted:
        chosen = first_ending_first(usable[goods_id], quantity)
        if chosen is None:
            left = sum(lot.free for lot in usable[goods_id])
            raise _too_few(session, store_id, goods_id, left, quantity)
        off = {
            lot.lot_id: mark_downs.percent_off(lot.use_by, lot.received_at, buyer.today)
            for lot in usable[goods_id]
        }
        taken += [Taken(goods_id, lot_id, pieces, off[lot_id]) for lot_id, pieces in chosen]
    return sorted(taken, key=lambda each: (each.goods_id, each.lot_id))


def hand_out(
    session: Session, *, store_id: int, taken: Sequence[Taken], actor_id: int, now: datetime
) -> list[tuple[Taken, int]]:
    """Take lots that were chosen off the shelves; answers each with the id of its move."""
    move_of = take_off_shelves(session, store_id, taken, By(MoveKind.HAND_OUT, actor_id, now))
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
    add_to_shelves(session, store_id, lots)


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
    add_to_shelves(session, store_id, list(left.values()))
    if not kept:
        return {}
    staying = By(MoveKind.HAND_OUT, actor_id, now)
    move_of = take_off_shelves(session, store_id, list(kept.values()), staying)
    return {move_id: move_of[taken.lot_id] for move_id, taken in kept.items()}


def _too_few(
    session: Session, store_id: int, goods_id: int, left: int, wanted: int
) -> NotEnoughStock | GoodsHeldBack | GoodsReserved:
    which = {"at_store": store_id, "of_goods": goods_id}
    code, name, unit, standing, reserved = session.connection().execute(STANDING, which).one()
    facts = {"goods": name, "goods_code": code, "unit": unit, "left": left, "wanted": wanted}
    if standing >= wanted > standing - reserved:
        return GoodsReserved(reserved=reserved, **facts)
    if standing >= wanted:
        return GoodsHeldBack(standing=standing, **facts)
    return NotEnoughStock(**facts)
