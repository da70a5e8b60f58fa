"""All goods in all stores at once: the district's view of its stock."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.registry.places.models import Store, StoreKind
from app.shop.goods.queries import PricedGoods, catalogue
from app.shop.stock.models import Shelf
from app.shop.stock.rules import LOW


@dataclass(frozen=True)
class StockRow:
    """One kind of goods, and how much of it stands in each store, by the store's id."""

    goods: PricedGoods
    quantities: Mapping[int, int]
    trucks: Collection[
        int
    ]  # empty between their days, so they count only when nothing else is shown

    @property
    def total(self) -> int:
        """In all stores."""
        return sum(self.quantities.values())

    @property
    def worth_points(self) -> int:
        """What all of it would cost at the tills."""
        return self.total * self.goods.price_points

    @property
    def is_out(self) -> bool:
        """Whether a store has none of it."""
        return not all(self._waited_for)

    @property
    def runs_low(self) -> bool:
        """Whether a store has few or none of it."""
        return any(quantity <= LOW for quantity in self._waited_for)

    @property
    def _waited_for(self) -> Sequence[int]:
        fixed = [each for id_, each in self.quantities.items() if id_ not in self.trucks]
        return fixed or list(self.quantities.values())


def stock_matrix(session: Session, stores: Sequence[Store], now: datetime) -> Sequence[StockRow]:
    """All goods in the order of the price list, in those stores; two statements."""
    store_ids = [store.id for store in stores]
    trucks = frozenset(store.id for store in stores if store.kind is StoreKind.MOBILE)
    on_shelves: dict[int, dict[int, int]] = defaultdict(dict)
    shelves = session.execute(
        select(Shelf.goods_id, Shelf.store_id, func.sum(Shelf.quantity))
        .where(Shelf.store_id.in_(store_ids))
        .group_by(Shelf.goods_id, Shelf.store_id)
    )
    for goods_id, store_id, quantity in shelves:
        on_shelves[goods_id][store_id] = quantity
    nothing = dict.fromkeys(store_ids, 0)
    return [
        StockRow(goods, nothing | on_shelves[goods.goods_id], trucks)
        for goods in catalogue(session, now)
    ]
