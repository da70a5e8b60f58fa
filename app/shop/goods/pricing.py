"""When a price begins: a fall at once, a rise only after it has been announced. Pure."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from app.kernel.clock import SHANGHAI, local
from app.shop.goods.faults import PriceReasonBad, PriceRiseTooSoon

NOTICE_DAYS: Final = 7  # until the district says otherwise
MOST_NOTICE_DAYS: Final = 60
SHORTEST_REASON, LONGEST_REASON = 2, 60


def begins_at(
    old_points: int, new_points: int, from_day: date | None, now: datetime, notice_days: int
) -> datetime:
    """The instant from which a price counts.

    :param old_points: the price of today; 0 for new goods.
    :param from_day: the wished-for day; None: as early as may be.
    :raises PriceRiseTooSoon: a rise before `earliest`.
    """
    rises = 0 < old_points < new_points
    earliest = earliest_rise(now, notice_days) if rises else local(now).date()
    if from_day is not None and from_day < earliest:
        raise PriceRiseTooSoon(value=str(from_day), earliest=str(earliest), days=notice_days)
    wished = from_day or earliest
    return start_of(wished) if wished > local(now).date() else now


def earliest_rise(now: datetime, notice_days: int) -> date:
    """The first day on which a price that is set now may be higher."""
    return local(now).date() + timedelta(days=notice_days)


def start_of(day: date) -> datetime:
    """The first instant of a day in the village."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def check_reason(reason: str, *, rises: bool) -> None:
    """Why a price changes; everybody reads why one rises.

    :raises PriceReasonBad: a rise without one, or one of more than 60 characters.
    """
    least = SHORTEST_REASON if rises else 0
    if not (least <= len(reason) <= LONGEST_REASON):
        raise PriceReasonBad(value=reason[:LONGEST_REASON], most=LONGEST_REASON)
