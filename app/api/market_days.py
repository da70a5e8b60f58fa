"""Market days: planned, changed, called off, loaded and brought home, closed."""

from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from flask import Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.requests import answers, asks, made, once, said, takes, takes_nothing, wing
from app.api.schemas import Answer, Day, Id, Listing, Paged, Strict, page_after
from app.api.stock import DeliveredIn, stock_lines
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.once import Done
from app.registry.accounts.permissions import Permission
from app.shop.marketdays.closing import close_market_day
from app.shop.marketdays.loading import carry
from app.shop.marketdays.models import DayState, Way
from app.shop.marketdays.plan import Plan, cancel_market_day, change_route, plan_market_day
from app.shop.marketdays.queries import DayShown, day_shown, days_between, market_day_for
from app.shop.marketdays.rules import Stop

PAGE = 200
MOST_DAYS = timedelta(days=366)

market_days = wing("market-days")


class StopIn(Strict):
    """A village with its hours, in minutes of the day, and the spot."""

    village: str
    from_minute: int
    until_minute: int
    spot: str = ""


class MarketDayIn(Strict):
    """Which mobile store goes where on a day, and the fixed store that loads it (their codes)."""

    store: str
    base: str
    day: date
    stops: list[StopIn]
    note: str = Field("", description="what else the announcement says")


class RouteIn(Strict):
    """Another route for a planned day, and another note."""

    stops: list[StopIn]
    note: str = ""


class CancelIn(Strict):
    """Why a day is called off; everybody reads it."""

    reason: str


class CarryIn(Strict):
    """Goods onto the truck (load) or home again (return), by piles as in a relocation."""

    way: Way
    lines: list[DeliveredIn]


class StopOut(Answer):
    """A village on the route."""

    village: str
    name: str
    from_minute: int
    until_minute: int
    spot: str


class MarketDayOut(Answer):
    """A market day with its route, in the order of the hours."""

    id: Id
    store: str
    base: str
    day: date
    lunar: str
    state: DayState
    note: str
    reason: str
    stops: list[StopOut]


class MarketDaysQuery(Paged):
    """From a day on, for a year; from today on when none is named."""

    since: Day | None = None


class MarketDays(Listing):
    """Market days of all mobile stores, by date."""

    items: list[MarketDayOut]


@market_days.get("/market-days")
@needs(Permission.VIEW_STOCK, Permission.VIEW_ROUND)
@asks(MarketDaysQuery)
@answers(MarketDays)
def list_market_days(query: MarketDaysQuery) -> Response:
    """When which truck goes where: everybody may know."""
    since = query.since or local(now()).date()
    with db().read() as session:
        found = days_between(session, since, since + MOST_DAYS)
    rows, after = page_after(found, PAGE, query.after, lambda row: row.id)
    return said(MarketDays(items=[_day(row) for row in rows], next=after))


@market_days.get("/market-days/<int:market_day_id>")
@needs(Permission.VIEW_STOCK)
@answers(MarketDayOut)
def get_market_day(market_day_id: int) -> Response:
    """One market day of a store."""
    with db().read() as session:
        day = market_day_for(session, actor(), Permission.VIEW_STOCK, market_day_id)
        return said(_day(day_shown(session, day.id)))


@market_days.post("/market-days")
@needs(Permission.PLAN_MARKET_DAY)
@takes(MarketDayIn)
@answers(MarketDayOut, 201, 200)
def post_market_day(body: MarketDayIn) -> Response:
    """Plan a market day; from now on everybody may read of it."""
    person, at = actor(), now()
    plan = Plan(body.store, body.base, body.day, _stops(body.stops), body.note)
    with db().write() as session:
        done = once(session, lambda: plan_market_day(session, person, plan, now=at).id)
        return _made(session, done)


@market_days.post("/market-days/<int:market_day_id>/route")
@needs(Permission.PLAN_MARKET_DAY)
@takes(RouteIn)
@answers(MarketDayOut, 201, 200)
def post_market_route(market_day_id: int, body: RouteIn) -> Response:
    """Put another route in the place of a planned one."""
    person, at = actor(), now()

    def act() -> int:
        return change_route(
            session, person, market_day_id=market_day_id, stops=_stops(body.stops),
            words=body.note, now=at,
        ).id  # fmt: skip

    with db().write() as session:
        return _made(session, once(session, act))


@market_days.post("/market-days/<int:market_day_id>/cancel")
@needs(Permission.PLAN_MARKET_DAY)
@takes(CancelIn)
@answers(MarketDayOut, 201, 200)
def post_market_cancel(market_day_id: int, body: CancelIn) -> Response:
    """Call a planned day off."""
    person, at = actor(), now()

    def act() -> int:
        return cancel_market_day(
            session, person, market_day_id=market_day_id, reason=body.reason, now=at
        ).id

    with db().write() as session:
        return _made(session, once(session, act))


@market_days.put("/market-days/<int:market_day_id>/loads/<uuid:request_id>")
@needs(Permission.RELOCATE_STOCK)
@takes(CarryIn)
@answers(MarketDayOut, 201, 200)
def put_market_load(market_day_id: int, request_id: UUID, body: CarryIn) -> Response:
    """Load goods for a day, or bring home what is left."""
    person, at = actor(), now()
    lines = stock_lines(body.lines)

    def act() -> int:
        return carry(
            session, person, uuid=request_id, market_day_id=market_day_id, way=body.way,
            lines=lines, now=at,
        ).market_day_id  # fmt: skip

    with db().write() as session:
        return _made(session, once(session, act))


@market_days.post("/market-days/<int:market_day_id>/close")
@needs(Permission.PLAN_MARKET_DAY)
@takes_nothing
@answers(MarketDayOut, 201, 200)
def post_market_close(market_day_id: int) -> Response:
    """Close a day whose sheet adds up and whose truck is empty."""
    person, at = actor(), now()

    def act() -> int:
        return close_market_day(session, person, market_day_id=market_day_id, now=at).id

    with db().write() as session:
        return _made(session, once(session, act))


def _made(session: Session, done: Done) -> Response:
    day = market_day_for(session, actor(), Permission.VIEW_STOCK, done.id)
    return made(_day(day_shown(session, day.id)), done)


def _stops(stops: Sequence[StopIn]) -> list[Stop]:
    return [Stop(row.village, row.from_minute, row.until_minute, row.spot) for row in stops]


def _day(shown: DayShown) -> MarketDayOut:
    return MarketDayOut(
        id=str(shown.id), store=shown.store_code, base=shown.base_code, day=shown.day,
        lunar=shown.lunar, state=shown.state, note=shown.note, reason=shown.reason,
        stops=[
            StopOut(
                village=stop.village_code, name=stop.village, from_minute=stop.from_minute,
                until_minute=stop.until_minute, spot=stop.spot,
            )
            for stop in shown.stops
        ],
    )  # fmt: skip
