"""The price list, and what of it stands in a store."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from flask import Response
from sqlalchemy.orm import Session

from app.api.requests import answers, asks, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Paged, Strict, page_after
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_for
from app.shop.goods.actions import put_goods
from app.shop.goods.barcodes import PackCode, written
from app.shop.goods.queries import (
    Announced,
    PricedGoods,
    announced,
    categories,
    goods_by_any_code,
    price_list,
)
from app.shop.stock.queries import StockItem, stock_of

PAGE = 200

goods = wing("goods")


class BarcodeIn(Strict):
    """A barcode; scanning it once stands for `pack_quantity` pieces."""

    code: str
    pack_quantity: int = 1


class GoodsIn(Strict):
    """Goods on the price list, and all their barcodes: `barcode` and more of them.

    `barcode` is empty for goods without one, or when `barcodes` names all.
    """

    name: str
    unit: str
    barcode: str
    price_points: int
    barcodes: Sequence[BarcodeIn] = ()
    # Left out: as they are.
    pack: str | None = None
    category: str | None = None
    adult_only: bool | None = None
    # A price that rises needs a reason, and begins when it has been announced.
    reason: str = ""
    from_day: date | None = None


class GoodsQuery(Paged):
    """A store's code: then each kind says how many stand there."""

    store: str = ""


class BarcodeOut(Answer):
    """A barcode; scanning it once stands for `pack_quantity` pieces."""

    code: str
    pack_quantity: int


class AnnouncedOut(Answer):
    """A price that begins later, and why."""

    price_points: int
    since: datetime
    reason: str


class GoodsOut(Answer):
    """One kind of goods; `quantity` is what stands in the store that was asked for, else null.

    `barcode` is the first of `barcodes`, or empty; `category` is empty for goods without one.
    """

    id: Id
    code: str
    name: str
    unit: str
    barcode: str
    barcodes: list[BarcodeOut]
    picture: str
    pack: str
    category: str
    adult_only: bool
    price_points: int
    quantity: int | None
    announced: AnnouncedOut | None


class PriceList(Listing):
    """Goods in the order of the price list."""

    items: list[GoodsOut]


@goods.put("/goods/<code>")
@needs(Permission.MANAGE_GOODS)
@takes(GoodsIn)
@answers(GoodsOut, 201, 200)
def put_goods_by_code(code: str, body: GoodsIn) -> Response:
    """Put goods on the list, or change those with this code.

    A lower price counts from now on, a higher one on the day that `announced` names.
    """
    at = now()
    with db().write() as session:
        known = code in goods_by_any_code(session, [code], at)
        put_goods(
            session, actor(), code=code, name=body.name, unit=body.unit, barcode=_barcodes(body),
            price_points=body.price_points, pack=body.pack, category=body.category,
            adult_only=body.adult_only, reason=body.reason, from_day=body.from_day, now=at,
        )  # fmt: skip
        written, coming = goods_by_any_code(session, [code], at)[code], announced(session, at)
        headings = _headings(session)
    return said(_goods(written, coming, headings), 200 if known else 201)


@goods.get("/goods")
@needs(Permission.VIEW_GOODS)
@asks(GoodsQuery)
@answers(PriceList)
def list_goods(query: GoodsQuery) -> Response:
    """The price list of this moment, for one store or for all."""
    listed: list[PricedGoods]
    with db().read() as session:
        if query.store:
            store = store_for(session, actor(), Permission.VIEW_GOODS, query.store)
            listed = [*stock_of(session, store.id, now())]
        else:
            listed = [*price_list(session, now())]
        coming, headings = announced(session, now()), _headings(session)
    rows, after = page_after(listed, PAGE, query.after, lambda row: row.goods_id)
    return said(PriceList(items=[_goods(row, coming, headings) for row in rows], next=after))


def _barcodes(body: GoodsIn) -> str:
    more = written(PackCode(each.code, each.pack_quantity) for each in body.barcodes)
    return f"{body.barcode} {more}".strip()


def _headings(session: Session) -> dict[int, str]:
    return {heading.id: heading.name for heading in categories(session)}


def _goods(
    row: PricedGoods, coming: Mapping[int, Announced], headings: Mapping[int, str]
) -> GoodsOut:
    barcodes, then = row.barcodes, coming.get(row.goods_id)
    return GoodsOut(
        id=str(row.goods_id),
        code=row.code,
        name=row.name,
        unit=row.unit,
        barcode=barcodes[0].code if barcodes else "",
        barcodes=[BarcodeOut(code=each.code, pack_quantity=each.pieces) for each in barcodes],
        picture=row.picture,
        pack=row.pack,
        category=headings.get(row.category_id or 0, ""),
        adult_only=row.adult_only,
        price_points=row.price_points,
        quantity=row.quantity if isinstance(row, StockItem) else None,
        announced=AnnouncedOut(price_points=then.price_points, since=then.since, reason=then.reason)
        if then
        else None,
    )
