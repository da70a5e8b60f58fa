"""What is near its day or past it, in the stores of a person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import cast

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.stock.expiry_rules import NEAR_DAYS, near_days_of
from app.shop.stock.mark_down_rules import NOTHING_OFF, MarkDowns
from app.shop.stock.models import Lot, MarkDown, NearExpiryStep, Origin, Shelf, StockReceipt

_STEPS = select(MarkDown.days, MarkDown.percent_off)


@dataclass(frozen=True)
class NearLot:
    """Goods of a delivery that end soon, or have ended and are not handed out any more."""

    store_name: str
    code: str
    name: str
    unit: str
    quantity: int
    use_by: date
    days_left: int  # 0: today is the last day; below: over
    percent_off: int  # 0: it costs what the price list says
    kept_for: str | None
    kept_group: str
    origin: Origin | None  # None: from before deliveries were kept apart, or found in a count
    source_name: str

    @property
    def is_over(self) -> bool:
        """Whether the till hands it out no more."""
        return self.days_left < 0


def near_days(session: Session) -> Mapping[int, int]:
    """The district's table, or the one that the rules propose."""
    rows = session.execute(select(NearExpiryStep.least_days, NearExpiryStep.near_days))
    return dict(NEAR_DAYS) | {row[0]: row[1] for row in rows}


def mark_downs(session: Session) -> MarkDowns:
    """The rule that holds now: one statement where nothing is marked down, else two."""
    steps = {row[0]: row[1] for row in session.connection().execute(_STEPS)}
    return MarkDowns(steps, near_days(session)) if steps else NOTHING_OFF


def near_expiry(session: Session, store_ids: Collection[int], today: date) -> Sequence[NearLot]:
    """What is near its day in these stores, what ends first on top; at most four statements.

    How long goods keep is taken from the day on which they came.
    """
    table, rule = near_days(session), mark_downs(session)
    rows = session.execute(
        select(
            Store.name, Goods.code, Goods.name, Goods.unit, func.sum(Shelf.quantity), Lot.use_by,
            Lot.kept_for, Lot.kept_group, StockReceipt.origin, StockReceipt.source_name,
            StockReceipt.received_at,
        )
        .join(Lot, Lot.id == Shelf.lot_id)
        .join(Goods, Goods.id == Shelf.goods_id)
        .join(Store, Store.id == Shelf.store_id)
        .outerjoin(StockReceipt, StockReceipt.id == Lot.receipt_id)
        .where(Shelf.store_id.in_(store_ids), Shelf.quantity > 0, Lot.use_by.is_not(None))
        .group_by(Store.id, Goods.id, Lot.id, StockReceipt.id)
        .order_by(Lot.use_by, Store.code, Goods.position, Lot.id)
    )  # fmt: skip
    near = []
    for row in rows:
        ends, came = row[5], cast("datetime | None", row[10])
        assert ends is not None, "goods that keep were not asked for"
        # What was found in a count has no delivery, which the types of an outer join do not know.
        keeps = None if came is None else (ends - local(came).date()).days
        left = (ends - today).days
        if left <= near_days_of(table, keeps):
            off = rule.percent_off(ends, came, today) if left >= 0 else 0
            near.append(NearLot(*row[:5], ends, left, off, *row[6:9], row[9] or ""))
    return near
