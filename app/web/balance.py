"""What a household can spend, and what that buys: for its statement and its balance slip."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.ledger.expiring import Expiring, expiring_points
from app.ledger.queries import balance_of
from app.shop.goods.queries import PricedGoods, price_list

EXAMPLES: Final = 3


@dataclass(frozen=True)
class Balance:
    """Points, those of them that end first, and some things they buy, the dearest first."""

    points: int
    expiring: Expiring | None
    buys: Sequence[PricedGoods]
    cheapest: PricedGoods | None
    near: bool  # the points that end first do so soon enough to say it loudly

    @property
    def lacking(self) -> int:
        """Points that are missing for the cheapest goods; 0 when something can be bought."""
        return max(0, self.cheapest.price_points - self.points) if self.cheapest else 0


def balance_shown(session: Session, household_id: int, at: datetime) -> Balance:
    """A household's balance at this moment; the caller has checked who asks."""
    points, today = balance_of(session, household_id), local(at).date()
    expiring = expiring_points(session, household_id, today)
    by_price = sorted(price_list(session, at), key=lambda goods: goods.price_points)
    within = [goods for goods in by_price if goods.price_points <= points]
    return Balance(
        points,
        expiring,
        within[-EXAMPLES:][::-1],
        by_price[0] if by_price else None,
        near=expiring is not None and expiring.is_near(today),
    )
