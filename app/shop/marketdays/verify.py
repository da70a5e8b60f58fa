"""Re-add the market days that were closed: their sheets against the moves of goods."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.checking import Check
from app.shop.marketdays.models import DayState, MarketClosing, MarketClosingLine, MarketDay
from app.shop.marketdays.rules import AMOUNTS
from app.shop.marketdays.sheet import sheet_of, span_of, takings


def market_checks(session: Session) -> list[Check]:
    """All checks of this slice."""
    return [closed_days_add_up(session)]


def closed_days_add_up(session: Session) -> Check:
    """A closed market day's sheet equals the moves of its goods, and nothing was left."""
    days = session.execute(
        select(MarketDay, MarketClosing)
        .outerjoin(MarketClosing, MarketClosing.market_day_id == MarketDay.id)
        .where((MarketDay.state == DayState.CLOSED) | MarketClosing.market_day_id.is_not(None))
        .order_by(MarketDay.id)
    ).all()
    bad = [f"market day {day.id}" for day, closing in days if not _is_right(session, day, closing)]
    return Check.of("closed market days add up to nothing left", len(days), bad)


def _is_right(session: Session, day: MarketDay, closing: MarketClosing | None) -> bool:
    if closing is None or day.state is not DayState.CLOSED:
        return False
    span = span_of(session, day)
    lines = sheet_of(session, day, span)
    taken = takings(session, day, span)
    return (
        not any(line.left for line in lines)
        and {line.goods_id: line.amounts for line in lines} == _written(session, day.id)
        and closing.redemptions == sum(each.redemptions for each in taken)
        and closing.points == sum(each.points for each in taken)
    )


def _written(session: Session, market_day_id: int) -> dict[int, dict[str, int]]:
    lines = session.scalars(
        select(MarketClosingLine).where(MarketClosingLine.market_day_id == market_day_id)
    )
    return {line.goods_id: {name: getattr(line, name) for name in AMOUNTS} for line in lines}
