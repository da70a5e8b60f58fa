"""A truck that goes out from a store, for the tests of market days."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import uuid4

from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.accounts.actor import Actor
from app.registry.places.models import Place, Store, StoreKind
from app.shop.marketdays.closing import close_market_day
from app.shop.marketdays.loading import carry
from app.shop.marketdays.models import MarketDay, Way
from app.shop.marketdays.plan import Plan, plan_market_day
from app.shop.marketdays.rules import Stop
from app.shop.stock.rules import StockLine
from tests import make
from tests.make import NOW

TODAY = local(NOW).date()
NINE, TEN, ELEVEN = 540, 600, 660


def stops(*villages: Place) -> list[Stop]:
    """An hour for each village from nine on, before its committee's door."""
    return [
        Stop(village.code, NINE + 60 * at, TEN + 60 * at, "村委会门前")
        for at, village in enumerate(villages)
    ]


@dataclass
class Tour:
    """A planned day, and who keeps both stores."""

    id: int
    base: Store
    truck: Store
    village: Place
    keeper: Actor

    @classmethod
    def planned(
        cls,
        session: Session,
        base: Store,
        *,
        village: Place | None = None,
        day: date = TODAY,
        now: datetime = NOW,
    ) -> Self:
        """A truck of its own, which goes out today unless told otherwise."""
        truck = make.store(session, kind=StoreKind.MOBILE, name="流动超市")
        there = village or make.village(session)
        keeper = make.admin(session)
        plan = Plan(truck.code, base.code, day, stops(there))
        made = plan_market_day(session, keeper, plan, now=now)
        return cls(made.id, base, truck, there, keeper)

    @classmethod
    def again(cls, session: Session, base: Store, truck: Store, village: Place, day: date) -> Self:
        """The same truck on another day."""
        keeper = make.admin(session)
        plan = Plan(truck.code, base.code, day, stops(village))
        made = plan_market_day(session, keeper, plan, now=NOW)
        return cls(made.id, base, truck, village, keeper)

    def carry(self, session: Session, way: Way, *lines: StockLine) -> int:
        """Load goods, or bring them home."""
        return self.carried(session, way, lines)

    def carried(self, session: Session, way: Way, lines: Sequence[StockLine]) -> int:
        """The same for a list."""
        load = carry(
            session, self.keeper, uuid=uuid4(), market_day_id=self.id, way=way, lines=lines, now=NOW
        )
        return load.relocation_id

    def close(self, session: Session, now: datetime = NOW) -> MarketDay:
        """Close the day."""
        return close_market_day(session, self.keeper, market_day_id=self.id, now=now)
