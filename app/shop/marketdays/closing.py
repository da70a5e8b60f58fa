"""Close a market day: everything adds up, nothing is left, nothing is added afterwards."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.constraints import on_violation
from app.kernel.states import WrongState, move
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.shop.marketdays.loading import check_earlier_days
from app.shop.marketdays.models import MarketClosing, MarketClosingLine, MarketDay
from app.shop.marketdays.queries import market_day_for
from app.shop.marketdays.rules import (
    DAY_MOVES,
    MarketDayAhead,
    SheetLine,
    TruckPapersWait,
    check_empty,
)
from app.shop.marketdays.sheet import Span, Taking, sheet_of, span_of, takings
from app.shop.redemptions.closing import MOST_DAYS_LATER, closing_of, shut_day
from app.shop.stock.paper_models import PaperState, StockCount, WriteOff
from app.shop.stock.reserve import release

on_violation("pk_market_closings", WrongState, columns="market_closings.market_day_id")


def close_market_day(
    session: Session, actor: Actor, *, market_day_id: int, now: datetime
) -> MarketDay:
    """Close a day with its sheet, and the store's day with it.

    The truck is locked first: who moves or sells anything on it holds it as well.

    :raises MarketDayNotFound: missing, or out of reach.
    :raises WrongState: closed or cancelled before.
    :raises MarketDayAhead: it has not come yet.
    :raises EarlierDayOpen: an earlier day of the truck is open.
    :raises TruckPapersWait: a write-off or a count of the truck waits.
    :raises GoodsOnTruck: something is left on it.
    """
    day = market_day_for(session, actor, Permission.PLAN_MARKET_DAY, market_day_id, lock=True)
    state = move(DAY_MOVES, day.state, "close")
    today = local(now).date()
    if day.day > today:
        raise MarketDayAhead(day=str(day.day))
    store = session.scalars(select(Store).where(Store.id == day.store_id).with_for_update()).one()
    check_earlier_days(session, day)
    if _papers_wait(session, store.id):
        raise TruckPapersWait
    span = span_of(session, day)
    lines = sheet_of(session, day, span)
    check_empty(lines)
    _shut(session, actor, store, day.day, now=now)
    figures = _keep(session, day, span, lines, takings(session, day, span))
    day.state, day.ended_by, day.ended_at = state, actor.user_id, now
    session.flush()
    release(session, day.id, actor_id=actor.user_id, now=now)
    note(
        session, actor, "close_market_day", ("market_day", day.id), now=now,
        place_code=store.place_code, store=store.code, day=str(day.day), points=figures.points,
    )  # fmt: skip
    return day


def _papers_wait(session: Session, store_id: int) -> bool:
    waiting = [
        exists().where(paper.store_id == store_id, paper.state == PaperState.WAITING)
        for paper in (WriteOff, StockCount)
    ]
    return bool(session.scalar(select(waiting[0] | waiting[1])))


def _shut(session: Session, actor: Actor, store: Store, day: date, *, now: datetime) -> None:
    """The till's day too. A day of long ago takes no sales any more, closed or not."""
    late = (local(now).date() - day).days
    if late <= MOST_DAYS_LATER and closing_of(session, store.id, day) is None:
        shut_day(session, actor, store, day=day, now=now)


def _keep(
    session: Session,
    day: MarketDay,
    span: Span,
    lines: Sequence[SheetLine],
    taken: Sequence[Taking],
) -> MarketClosing:
    closing = MarketClosing(
        market_day_id=day.id,
        after_move_id=span.after,
        until_move_id=span.until,
        redemptions=sum(each.redemptions for each in taken),
        households=sum(each.households for each in taken),
        points=sum(each.points for each in taken),
    )
    session.add(closing)
    session.flush()
    session.add_all(
        MarketClosingLine(market_day_id=day.id, goods_id=line.goods_id, **line.amounts)
        for line in lines
    )
    session.flush()
    return closing
