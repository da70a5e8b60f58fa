"""Market days as people look at them: a month's, a village's, one with its route."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session, aliased

from app.kernel.lunar import lunar
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Place, Store
from app.registry.places.queries import may_at_store
from app.shop.marketdays.models import (
    DayState,
    MarketClosing,
    MarketDay,
    MarketHabit,
    MarketLoad,
    MarketStop,
    Way,
)
from app.shop.marketdays.rules import Fair, MarketDayNotFound
from app.shop.stock.paper_models import Relocation


@dataclass(frozen=True)
class StopShown:
    """A village on a route."""

    village_code: str
    village: str
    from_minute: int
    until_minute: int
    spot: str

    @property
    def hours(self) -> str:
        """09:30–11:00."""
        return f"{_clock(self.from_minute)}–{_clock(self.until_minute)}"


@dataclass(frozen=True)
class DayShown:
    """A market day with its route; `stops` in the order of their hours."""

    id: int
    day: date
    state: DayState
    note: str
    reason: str
    store_id: int
    store_code: str
    store: str
    base_store_id: int
    base_code: str
    base: str
    stops: list[StopShown] = field(default_factory=list)

    @property
    def lunar(self) -> str:
        """Its lunar date in words: 十月初五."""
        return lunar(self.day).name

    @property
    def villages(self) -> list[str]:
        """The names on the route."""
        return [stop.village for stop in self.stops]

    def stop_at(self, village_code: str) -> StopShown:
        """The stop in a village of the route."""
        return next(stop for stop in self.stops if stop.village_code == village_code)


@dataclass(frozen=True)
class Trip:
    """Goods that were loaded, or came home."""

    relocation_id: int
    way: Way
    relocation: Relocation


def market_day_for(
    session: Session,
    actor: Actor,
    permission: Permission,
    market_day_id: int,
    *,
    lock: bool = False,
) -> MarketDay:
    """A market day of a truck where the person may do this; to look and to load, of a base too.

    :raises MarketDayNotFound: missing, or out of reach.
    """
    wanted = select(MarketDay).where(MarketDay.id == market_day_id)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    day = session.scalar(wanted)
    if day is None:
        raise MarketDayNotFound
    at = [day.store_id]
    if permission is not Permission.PLAN_MARKET_DAY:
        at.append(day.base_store_id)
    stores = session.scalars(select(Store).where(Store.id.in_(at))).all()
    if not any(may_at_store(actor, permission, store) for store in stores):
        raise MarketDayNotFound
    return day


def day_shown(session: Session, market_day_id: int) -> DayShown:
    """A day that everybody may read about; two statements.

    :raises MarketDayNotFound: there is none.
    """
    found = _shown(session, MarketDay.id == market_day_id)
    if not found:
        raise MarketDayNotFound
    return found[0]


def days_between(
    session: Session, since: date, until: date, *, store_ids: Collection[int] | None = None
) -> list[DayShown]:
    """All market days from a day to another, of some mobile stores or of all; two statements."""
    wanted: ColumnElement[bool] = MarketDay.day.between(since, until)
    if store_ids is not None:
        wanted &= MarketDay.store_id.in_(store_ids)
    return _shown(session, wanted)


def coming_days(
    session: Session, today: date, *, village_codes: Collection[str] | None = None
) -> list[DayShown]:
    """What is ahead, cancelled days too since they were announced; two statements."""
    wanted = (MarketDay.day >= today) & (MarketDay.state != DayState.CLOSED)
    if village_codes is not None:
        wanted &= MarketDay.id.in_(
            select(MarketStop.market_day_id).where(MarketStop.village_code.in_(village_codes))
        )
    return _shown(session, wanted)


def next_day(session: Session, village_code: str, today: date) -> DayShown | None:
    """When the truck comes to a village next; None while nothing is planned."""
    ahead = coming_days(session, today, village_codes=[village_code])
    return next((day for day in ahead if day.state is DayState.PLANNED), None)


def trips_of(session: Session, market_day_id: int) -> Sequence[Trip]:
    """What was loaded for a day and brought home, in order."""
    rows = session.execute(
        select(MarketLoad.relocation_id, MarketLoad.way, Relocation)
        .join(Relocation, Relocation.id == MarketLoad.relocation_id)
        .where(MarketLoad.market_day_id == market_day_id)
        .order_by(MarketLoad.relocation_id)
    )
    return [Trip(*row) for row in rows]


def market_closing_of(session: Session, market_day_id: int) -> MarketClosing | None:
    """How a day ended; None while it is open."""
    return session.get(MarketClosing, market_day_id)


def fairs(session: Session) -> dict[str, list[Fair]]:
    """When the villages have their fairs, by village."""
    found: dict[str, list[Fair]] = defaultdict(list)
    rows = session.scalars(
        select(MarketHabit).order_by(
            MarketHabit.village_code, MarketHabit.kind, MarketHabit.month, MarketHabit.day
        )
    )
    for row in rows:
        found[row.village_code].append(Fair(row.kind, row.month, row.day))
    return dict(found)


def _shown(session: Session, wanted: ColumnElement[bool]) -> list[DayShown]:
    base = aliased(Store)
    rows = session.execute(
        select(
            MarketDay.id, MarketDay.day, MarketDay.state, MarketDay.note, MarketDay.reason,
            Store.id, Store.code, Store.name, base.id, base.code, base.name,
        )
        .join(Store, Store.id == MarketDay.store_id)
        .join(base, base.id == MarketDay.base_store_id)
        .where(wanted)
        .order_by(MarketDay.day, Store.code, MarketDay.id)
    )  # fmt: skip
    days = {row[0]: DayShown(*row) for row in rows}
    stops = session.execute(
        select(
            MarketStop.market_day_id, MarketStop.village_code, Place.name,
            MarketStop.from_minute, MarketStop.until_minute, MarketStop.spot,
        )
        .join(Place, Place.code == MarketStop.village_code)
        .where(MarketStop.market_day_id.in_(list(days)))
        .order_by(MarketStop.market_day_id, MarketStop.position)
    )  # fmt: skip
    for row in stops:
        days[row[0]].stops.append(StopShown(*row[1:]))
    return list(days.values())


def _clock(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"
