"""What was asked for and was not there, counted."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.redemptions.models import NeedSignal

MOST_NEEDS = 200


@dataclass(frozen=True)
class NeedCount:
    """Goods, or what was said, how often it was asked for in a store, and when last."""

    store_name: str
    name: str
    is_goods: bool  # of the price list
    times: int
    last_day: date


def needs_counted(session: Session, store_ids: Collection[int], since: date) -> Sequence[NeedCount]:
    """What was asked for in those stores since a day, most often first; one statement."""
    times = func.count(NeedSignal.id)
    name = func.coalesce(Goods.name, NeedSignal.words)
    rows = session.execute(
        select(
            Store.name, name, Goods.id.is_not(None), times, func.max(NeedSignal.day)
        )
        .join(Store, Store.id == NeedSignal.store_id)
        .outerjoin(Goods, Goods.id == NeedSignal.goods_id)
        .where(NeedSignal.store_id.in_(store_ids), NeedSignal.day >= since)
        .group_by(Store.id, Store.name, Goods.id, Goods.name, NeedSignal.words)
        .order_by(times.desc(), func.max(NeedSignal.day).desc(), name)
        .limit(MOST_NEEDS)
    ).all()  # fmt: skip
    return [NeedCount(row[0], row[1], bool(row[2]), row[3], row[4]) for row in rows]
