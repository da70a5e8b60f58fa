"""What stands in a store, and deliveries to it."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from flask import Response
from pydantic import Field

from app.api.requests import answers, asks, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Paged, Strict, page_after, page_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_for
from app.shop.stock.actions import receive_stock
from app.shop.stock.models import Origin
from app.shop.stock.near_expiry import NearLot, near_expiry
from app.shop.stock.paper_queries import PaperKind, PaperLine, paper_for
from app.shop.stock.queries import Delivery, ReceivedGoods, receipt_for, receipts_of, stock_of
from app.shop.stock.receiving_rules import Source
from app.shop.stock.relocate import Load, relocate
from app.shop.stock.rules import StockLine

PAGE, DELIVERIES = 200, 50

stock = wing("stock")


class DeliveredIn(Strict):
    """Goods by code or barcode, and how many of their unit."""

    goods: str
    quantity: int
    use_by: date | None = Field(None, description="the last day to hand it out; null: it keeps")
    kept_for: str | None = Field(None, description="the place it was given for; null: for all")
    kept_group: str = Field("", description="one group of that village; empty: the whole place")


class DeliveryIn(Strict):
    """What came to a store (its code), and where it came from."""

    store: str
    lines: list[DeliveredIn]
    note: str = ""
    origin: Origin = Origin.UNKNOWN
    source_name: str = Field("", description="who gave or sold it; empty: wants no name")
    bill: str = Field("", description="of a purchase")


class DeliveredOut(Answer):
    """One kind of goods that came, with its use-by date and place."""

    goods: str
    name: str
    unit: str
    quantity: int
    use_by: date | None
    kept_for: str | None
    kept_group: str


class DeliveryOut(Answer):
    """A delivery that was taken in; equal goods were added up."""

    id: Id
    store: str
    received_at: datetime
    note: str
    origin: Origin
    source_name: str
    bill: str
    lines: list[DeliveredOut]


class RelocationIn(Strict):
    """Goods that leave a store for another (their codes), with the day and place of each."""

    from_store: str
    to_store: str
    lines: list[DeliveredIn]
    note: str = ""


class RelocationOut(Answer):
    """Goods that were moved; equal ones were added up."""

    id: Id
    from_store: str
    to_store: str
    moved_at: datetime
    note: str
    lines: list[DeliveredOut]


class StockQuery(Paged):
    """A store's code."""

    store: str


class StockOut(Answer):
    """How many of one kind of goods stand in the store."""

    goods: str
    name: str
    unit: str
    quantity: int
    reserved: int = Field(description="of it, set aside for market days")
    available: int = Field(description="in date and not set aside")


class Deliveries(Listing):
    """Deliveries, newest first."""

    items: list[DeliveryOut]


class NearLotOut(Answer):
    """A lot near its last day or past it; `percent_off` is what the till takes off its price."""

    store_name: str
    goods: str
    name: str
    unit: str
    quantity: int
    use_by: date
    days_left: int = Field(description="0: today is the last day; below 0: handed out no more")
    percent_off: int
    kept_for: str | None
    kept_group: str
    origin: Origin | None = Field(description="null: found in a count")
    source_name: str


class NearQuery(Strict):
    """A store's code."""

    store: str


class NearLots(Answer):
    """What ends first on top."""

    items: list[NearLotOut]


class Stock(Listing):
    """Goods in the order of the price list, those of which nothing is left too."""

    items: list[StockOut]


@stock.put("/stock-receipts/<uuid:request_id>")
@needs(Permission.RECEIVE_STOCK)
@takes(DeliveryIn)
@answers(DeliveryOut, 201, 200)
def put_stock_receipt(request_id: UUID, body: DeliveryIn) -> Response:
    """Take in a delivery at a store."""
    person, at = actor(), now()
    lines = stock_lines(body.lines)
    source = Source(body.origin, body.source_name, body.bill)

    def act() -> int:
        return receive_stock(
            session, person, uuid=request_id, store_code=body.store, lines=lines,
            note=body.note, source=source, now=at,
        ).id  # fmt: skip

    with db().write() as session:
        done = once(session, act)
        delivery = receipt_for(session, person, done.id, Permission.RECEIVE_STOCK)
        return made(_delivery(delivery), done)


@stock.put("/relocations/<uuid:request_id>")
@needs(Permission.RELOCATE_STOCK)
@takes(RelocationIn)
@answers(RelocationOut, 201, 200)
def put_relocation(request_id: UUID, body: RelocationIn) -> Response:
    """Move goods from a store to another."""
    person, at = actor(), now()
    load = Load(request_id, body.from_store, body.to_store, stock_lines(body.lines), body.note)
    with db().write() as session:
        done = once(session, lambda: relocate(session, person, load, now=at).id)
        paper = paper_for(session, person, PaperKind.RELOCATION, done.id)
    return made(
        RelocationOut(
            id=str(paper.id), from_store=body.from_store, to_store=body.to_store,
            moved_at=paper.at, note=paper.words, lines=_delivered(paper.lines),
        ),
        done,
    )  # fmt: skip


@stock.get("/stock")
@needs(Permission.VIEW_STOCK)
@asks(StockQuery)
@answers(Stock)
def list_stock(query: StockQuery) -> Response:
    """What stands in a store now."""
    with db().read() as session:
        store = store_for(session, actor(), Permission.VIEW_STOCK, query.store)
        listed = stock_of(session, store.id, now())
    rows, after = page_after(listed, PAGE, query.after, lambda row: row.goods_id)
    items = [
        StockOut(
            goods=row.code, name=row.name, unit=row.unit, quantity=row.quantity,
            reserved=row.reserved, available=row.available,
        )
        for row in rows
    ]  # fmt: skip
    return said(Stock(items=items, next=after))


@stock.get("/stock-receipts")
@needs(Permission.VIEW_STOCK)
@asks(StockQuery)
@answers(Deliveries)
def list_stock_receipts(query: StockQuery) -> Response:
    """The deliveries to a store."""
    with db().read() as session:
        store = store_for(session, actor(), Permission.VIEW_STOCK, query.store)
        found = receipts_of(session, store.id, before_id=query.before, limit=DELIVERIES + 1)
    rows, after = page_of(found, DELIVERIES, lambda row: row.id)
    return said(Deliveries(items=[_delivery(row) for row in rows], next=after))


@stock.get("/near-expiry")
@needs(Permission.VIEW_STOCK)
@asks(NearQuery)
@answers(NearLots)
def list_near_expiry(query: NearQuery) -> Response:
    """What is near its last day in a store, or past it."""
    with db().read() as session:
        store = store_for(session, actor(), Permission.VIEW_STOCK, query.store)
        lots = near_expiry(session, [store.id], local(now()).date())
    return said(NearLots(items=[_near(lot) for lot in lots]))


def _near(lot: NearLot) -> NearLotOut:
    return NearLotOut(
        store_name=lot.store_name, goods=lot.code, name=lot.name, unit=lot.unit,
        quantity=lot.quantity, use_by=lot.use_by, days_left=lot.days_left,
        percent_off=lot.percent_off, kept_for=lot.kept_for, kept_group=lot.kept_group,
        origin=lot.origin, source_name=lot.source_name,
    )  # fmt: skip


def _delivery(row: Delivery) -> DeliveryOut:
    return DeliveryOut(
        id=str(row.id),
        store=row.store_code,
        received_at=row.received_at,
        note=row.note,
        origin=row.origin,
        source_name=row.source_name,
        bill=row.bill,
        lines=_delivered(row.lines),
    )


def stock_lines(lines: Sequence[DeliveredIn]) -> list[StockLine]:
    """Lines of a body as the domain takes them."""
    return [
        StockLine(line.goods, line.quantity, line.use_by, line.kept_for, line.kept_group)
        for line in lines
    ]


def _delivered(lines: Sequence[ReceivedGoods | PaperLine]) -> list[DeliveredOut]:
    return [
        DeliveredOut(
            goods=line.code, name=line.name, unit=line.unit, quantity=line.quantity,
            use_by=line.use_by, kept_for=line.kept_for, kept_group=line.kept_group,
        )
        for line in lines
    ]  # fmt: skip
