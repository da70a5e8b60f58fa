"""What stands in a store, what came and what went."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    ScalarSelect,
    Select,
    SQLColumnExpression,
    and_,
    bindparam,
    func,
    select,
)
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import stores_in_reach
from app.shop.goods.models import Goods
from app.shop.goods.queries import PricedGoods, priced
from app.shop.stock.mark_down_rules import Batch, MarkDowns, in_batches
from app.shop.stock.models import Lot, Move, Origin, Shelf, StockReceipt
from app.shop.stock.near_expiry import mark_downs
from app.shop.stock.receiving_rules import ReceiptNotFound
from app.shop.stock.rules import LOW, Buyer, Standing, in_turn
from app.shop.stock.statements import ENDING, FOR_THE_BUYER, IN_DATE

PAGE = 50


@dataclass(frozen=True)
class StockItem(PricedGoods):
    """Goods with their price, and how many stand in a store."""

    quantity: int  # in units; for somebody at the till, what he may have of them
    reserved: int = 0  # set aside for market days: of `quantity`, or beyond it at the till
    available: int = 0  # of all that stands there, in date and not set aside
    # In the order in which they leave, with their prices; none: all at the price list's.
    batches: tuple[Batch, ...] = ()

    def parts(self, count: int) -> list[Batch]:
        """So many by price, those first that leave first; the price list's beyond what stands."""
        parts, wanted = [], count
        for batch in self.batches:
            pieces = min(batch.quantity, wanted)
            if pieces:
                parts.append(Batch(pieces, batch.price_points))
            wanted -= pieces
        return [*parts, Batch(wanted, self.price_points)] if wanted else parts

    def cost(self, count: int) -> int:
        """What so many cost."""
        return sum(part.quantity * part.price_points for part in self.parts(count))

    def next_points(self, count: int = 0) -> int:
        """What one more costs when so many are in the basket."""
        return self.cost(count + 1) - self.cost(count)

    @property
    def runs_low(self) -> bool:
        """Whether more should be asked for."""
        return self.quantity <= LOW

    @property
    def worth_points(self) -> int:
        """What all of it would cost at the till."""
        return self.quantity * self.price_points


@dataclass(frozen=True)
class PileStanding:
    """Goods in a store that a person can tell apart from others, and how many there are."""

    code: str
    name: str
    unit: str
    picture: str
    use_by: date | None
    kept_for: str | None
    kept_group: str
    quantity: int


@dataclass(frozen=True)
class ReceivedGoods:
    """One lot of a delivery."""

    code: str
    name: str
    unit: str
    quantity: int
    use_by: date | None
    kept_for: str | None
    kept_group: str


@dataclass(frozen=True)
class Delivery:
    """A delivery with its lines."""

    id: int
    uuid: UUID
    store_code: str
    store_name: str
    received_at: datetime
    who: str
    note: str
    origin: Origin
    source_name: str
    bill: str
    lines: tuple[ReceivedGoods, ...]


def _summed(pieces: SQLColumnExpression[int]) -> Select[int]:
    return (
        select(func.coalesce(func.sum(pieces), 0))
        .where(Shelf.goods_id == Goods.id, Shelf.store_id == bindparam("at_store"))
        .correlate(Goods)
    )


def _in_lots(pieces: SQLColumnExpression[int], which: ColumnElement[bool]) -> ScalarSelect[int]:
    return _summed(pieces).join(Lot, Lot.id == Shelf.lot_id).where(which).scalar_subquery()


_STANDING = priced(
    _summed(Shelf.quantity).scalar_subquery().label("quantity"),
    _summed(Shelf.reserved).scalar_subquery().label("reserved"),
    _in_lots(Shelf.quantity - Shelf.reserved, IN_DATE).label("available"),
)
_USABLE = priced(
    _in_lots(Shelf.quantity - Shelf.reserved, FOR_THE_BUYER).label("quantity"),
    _in_lots(Shelf.reserved, FOR_THE_BUYER).label("reserved"),
)
_STOCK = _STANDING.order_by(Goods.position, Goods.id)
_FOR_SALE = _USABLE.order_by(Goods.position, Goods.id)


def stock_of(session: Session, store_id: int, now: datetime) -> Sequence[StockItem]:
    """All goods that have a price at this moment, with what stands in the store; 0 when none."""
    asked = {"at": now, "at_store": store_id, "today": local(now).date()}
    rows = session.connection().execute(_STOCK, asked)
    return [StockItem(*row) for row in rows if row.price_points]


def for_sale(session: Session, store_id: int, buyer: Buyer, now: datetime) -> Sequence[StockItem]:
    """The same with what this buyer may have today: in date, and not kept for others.

    What is near its day says in batches what it costs.
    """
    asked = {
        "at": now, "at_store": store_id, "village_code": buyer.village_code,
        "group_name": buyer.group_name, "today": buyer.today,
    }  # fmt: skip
    rows = session.connection().execute(_FOR_SALE, asked)
    items = [StockItem(*row) for row in rows if row.price_points]
    rule = mark_downs(session)
    if not rule.steps:
        return items
    ends_by = buyer.today + timedelta(days=max(rule.steps))
    lots: dict[int, list[Standing]] = defaultdict(list)
    for row in session.connection().execute(ENDING, {**asked, "ends_by": ends_by}):
        lots[row.goods_id].append(Standing(*row[1:]))
    return [replace(item, batches=_batches(item, lots, rule, buyer.today)) for item in items]


def _batches(
    item: StockItem, lots: Mapping[int, Sequence[Standing]], rule: MarkDowns, today: date
) -> tuple[Batch, ...]:
    leaving = [
        (lot.free, rule.percent_off(lot.use_by, lot.received_at, today))
        for lot in in_turn(lots.get(item.goods_id, ()))
    ]
    return in_batches(leaving, item.price_points)


def piles_of(session: Session, store_id: int) -> Sequence[PileStanding]:
    """What stands in a store by use-by day, place and group, in the order of the price list."""
    rows = session.execute(
        select(
            Goods.code, Goods.name, Goods.unit, Goods.picture, Lot.use_by, Lot.kept_for,
            Lot.kept_group, func.sum(Shelf.quantity),
        )
        .join(Lot, Lot.id == Shelf.lot_id)
        .join(Goods, Goods.id == Shelf.goods_id)
        .where(Shelf.store_id == store_id, Shelf.quantity > 0)
        .group_by(Goods.id, Lot.use_by, Lot.kept_for, Lot.kept_group)
        .order_by(
            Goods.position, Goods.id, Lot.use_by.nulls_last(), Lot.kept_for.nulls_first(),
            Lot.kept_group,
        )
    )  # fmt: skip
    return [PileStanding(*row) for row in rows]


def running_low(session: Session, store_id: int, now: datetime) -> Sequence[StockItem]:
    """The goods of which a store has few or none, the fewest first."""
    low = [item for item in stock_of(session, store_id, now) if item.runs_low]
    return sorted(low, key=lambda item: item.quantity)


def receipts_of(
    session: Session, store_id: int, *, before_id: int | None = None, limit: int = PAGE
) -> Sequence[Delivery]:
    """The deliveries to a store with their lines, newest first."""
    which = StockReceipt.store_id == store_id
    if before_id is not None:
        which = and_(which, StockReceipt.id < before_id)
    return _deliveries(session, which, limit)


def receipt_for(
    session: Session, actor: Actor, receipt_id: int, permission: Permission = Permission.VIEW_STOCK
) -> Delivery:
    """One delivery, at a store within the person's reach.

    :raises ReceiptNotFound: missing, or out of reach.
    """
    stores = [store.id for store in stores_in_reach(session, actor, permission)]
    which = and_(StockReceipt.id == receipt_id, StockReceipt.store_id.in_(stores))
    found = _deliveries(session, which, 1)
    if not found:
        raise ReceiptNotFound
    return found[0]


def _deliveries(session: Session, which: ColumnElement[bool], limit: int) -> list[Delivery]:
    """Two statements, however many deliveries and lines there are."""
    receipts = session.execute(
        select(StockReceipt, Store.code, Store.name, User.name.label("who"))
        .join(Store, Store.id == StockReceipt.store_id)
        .join(User, User.id == StockReceipt.received_by)
        .where(which)
        .order_by(StockReceipt.id.desc())
        .limit(limit)
    ).all()
    lines = _lines(session, [row[0].id for row in receipts])
    return [
        Delivery(
            id=row[0].id,
            uuid=row[0].uuid,
            store_code=row[1],
            store_name=row[2],
            received_at=row[0].received_at,
            who=row[3],
            note=row[0].note,
            origin=row[0].origin,
            source_name=row[0].source_name,
            bill=row[0].bill,
            lines=tuple(lines[row[0].id]),
        )
        for row in receipts
    ]


def _lines(session: Session, receipt_ids: list[int]) -> dict[int | None, list[ReceivedGoods]]:
    rows = session.execute(
        select(
            Move.receipt_id, Goods.code, Goods.name, Goods.unit, Move.quantity, Lot.use_by,
            Lot.kept_for, Lot.kept_group,
        )
        .join(Goods, Goods.id == Move.goods_id)
        .join(Lot, Lot.id == Move.lot_id)
        .where(Move.receipt_id.in_(receipt_ids))
        .order_by(Goods.position, Goods.id, Lot.id)
    )  # fmt: skip
    lines: dict[int | None, list[ReceivedGoods]] = defaultdict(list)
    for row in rows:
        lines[row[0]].append(ReceivedGoods(*row[1:]))
    return lines
