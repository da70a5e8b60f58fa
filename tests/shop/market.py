"""Market days of a truck, for the tests of what is loaded and who may have it."""

from datetime import date

from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.places.models import Place, Store, StoreKind
from app.shop.marketdays.models import DayState, MarketDay, MarketStop
from tests import make
from tests.make import NOW

TODAY = local(NOW).date()


def market_day(
    session: Session,
    base: Store,
    *villages: Place,
    day: date = TODAY,
    truck: Store | None = None,
) -> MarketDay:
    """A truck that is loaded in a store and goes to villages, an hour in each."""
    store = truck or make.store(session, kind=StoreKind.MOBILE, name="流动超市")
    planned = MarketDay(
        store_id=store.id, base_store_id=base.id, day=day, state=DayState.PLANNED,
        planned_by=make.admin(session).user_id, planned_at=NOW,
    )  # fmt: skip
    session.add(planned)
    session.flush()
    session.add_all(
        MarketStop(
            market_day_id=planned.id, village_code=village.code, position=number,
            from_minute=(7 + number) * 60, until_minute=(8 + number) * 60,
        )
        for number, village in enumerate(villages, start=1)
    )  # fmt: skip
    session.flush()
    return planned
