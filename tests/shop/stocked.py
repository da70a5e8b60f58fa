"""Goods on the price list and on shelves, for the tests of the shop."""

from uuid import uuid4

from sqlalchemy.orm import Session

from app.registry.places.models import Store
from app.shop.goods.actions import put_goods
from app.shop.goods.models import Goods
from app.shop.stock.actions import receive_stock
from app.shop.stock.queries import stock_of
from app.shop.stock.rules import StockLine
from tests import make


def goods(
    session: Session,
    code: str = "rice",
    *,
    name: str = "大米 5 kg",
    points: int = 130,
    barcode: str = "",
) -> Goods:
    """Goods with a price from `make.NOW` on."""
    return put_goods(
        session, make.admin(session), code=code, name=name, unit="袋", barcode=barcode,
        price_points=points, now=make.NOW,
    )  # fmt: skip


def store_with(session: Session, **quantities: int) -> Store:
    """A new store with so much of each goods, by code; goods that are missing are put first."""
    store = make.store(session)
    for code in quantities:
        goods(session, code, name=code)
    receive_stock(
        session, make.manager(session, store), uuid=uuid4(), store_code=store.code,
        lines=[StockLine(code, quantity) for code, quantity in quantities.items()], now=make.NOW,
    )  # fmt: skip
    return store


def on_shelves(session: Session, store: Store) -> dict[str, int]:
    """What stands in a store, by the goods' codes."""
    return {item.code: item.quantity for item in stock_of(session, store.id, make.NOW)}
