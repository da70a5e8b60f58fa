"""What to ask for: from what went in the last 60 days and what may still be handed out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.shop.goods.queries import price_list
from app.shop.stock.models import Lot, Move, MoveKind, Shelf
from app.shop.stock.rules import LOW

LOOK_BACK_DAYS: Final = 60
LASTS_DAYS: Final = 30


@dataclass(frozen=True)
class Order:
    """How much of some goods went, is left, and should come."""

    code: str
    name: str
    unit: str
    picture: str
    gone: int  # in the last 60 days, less what came back
    left: int  # that may still be handed out here
    reserved: int = 0  # set aside for market days

    @property
    def wanted(self) -> int:
        """So many that they last 30 days: half of what went in 60, rounded up, less what is left.

        Goods that nobody takes are not asked for.
        """
        needed = -(-self.gone * LASTS_DAYS // LOOK_BACK_DAYS)
        return max(0, needed - self.left)

    @property
    def runs_low(self) -> bool:
        """Whether few or none are left."""
        return self.left <= LOW


def suggested_order(session: Session, store_id: int, now: datetime) -> Sequence[Order]:
    """All goods of the price list in its order; three statements."""
    went = session.execute(
        select(Move.goods_id, -func.sum(Move.quantity))
        .where(
            Move.store_id == store_id,
            Move.kind.in_([MoveKind.HAND_OUT, MoveKind.TAKE_BACK]),
            Move.at > now - timedelta(days=LOOK_BACK_DAYS),
        )
        .group_by(Move.goods_id)
    )
    gone = {row[0]: max(0, row[1]) for row in went}
    stands = session.execute(
        select(Shelf.goods_id, func.sum(Shelf.quantity - Shelf.reserved), func.sum(Shelf.reserved))
        .join(Lot, Lot.id == Shelf.lot_id)
        .where(
            Shelf.store_id == store_id, or_(Lot.use_by.is_(None), Lot.use_by >= local(now).date())
        )
        .group_by(Shelf.goods_id)
    )
    left = {row[0]: (int(row[1]), int(row[2])) for row in stands}
    return [
        Order(
            goods.code, goods.name, goods.unit, goods.picture,
            gone.get(goods.goods_id, 0), *left.get(goods.goods_id, (0, 0)),
        )
        for goods in price_list(session, now)
    ]  # fmt: skip
