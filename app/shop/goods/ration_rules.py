"""How much of some goods a household may have in a day, month, year or market day. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Final

from app.kernel.clock import local
from app.kernel.errors import Conflict, Invalid
from app.kernel.period import Period
from app.shop.goods.models import Ration, RationPeriod
from app.shop.goods.pricing import start_of

MOST_RATIONED: Final = 200  # as many as one redemption may take of some goods
DECEMBER: Final = 12


class RationBad(Invalid):
    """Not 1 to 200, or at most fewer for a household than for one person."""

    code = "ration_bad"


class NoRation(Conflict):
    """Nothing limits these goods: it was ended before."""

    code = "no_ration"


class RationUsedUp(Conflict):
    """More than the household may still have. Facts: `left`, `unit`, and `until`, the last day."""

    code = "ration_used_up"


class TruckRationUsedUp(RationUsedUp):
    """The same on a market day: at the truck, today. A fixed store may still hand them out."""

    code = "truck_ration_used_up"


@dataclass(frozen=True)
class Share:
    """What a household may have of some goods until a day, and what it had."""

    allowed: int
    used: int
    until: date
    of_market_day: bool = field(default=False, kw_only=True)  # it counts at the truck, today

    @property
    def left(self) -> int:
        """What it may still have."""
        return max(0, self.allowed - self.used)


def allowed_for(ration: Ration, people: int) -> int:
    """What a household of so many people may have in one period."""
    if not ration.per_person:
        return ration.quantity
    whole = ration.quantity * max(1, people)
    return whole if ration.at_most is None else min(whole, ration.at_most)


def period_starts(now: datetime) -> Mapping[RationPeriod, datetime]:
    """When this day, month, year and market day began in the village."""
    today, month = start_of(local(now).date()), Period.of(now)
    return {
        RationPeriod.DAY: today,
        RationPeriod.MARKET_DAY: today,
        RationPeriod.MONTH: month.starts_at,
        RationPeriod.YEAR: month.plus(1 - month.month).starts_at,
    }


def last_day(period: RationPeriod, now: datetime) -> date:
    """The last day on which what was taken today counts."""
    today, month = local(now).date(), Period.of(now)
    return {
        RationPeriod.DAY: today,
        RationPeriod.MARKET_DAY: today,
        RationPeriod.MONTH: month.last_day,
        RationPeriod.YEAR: date(month.year, DECEMBER, 31),
    }[period]


def check_ration(quantity: int, at_most: int | None, *, per_person: bool) -> None:
    """Refuse a limit that cannot be meant.

    :raises RationBad: not 1 to 200; or a household's limit that is none, or below one person's.
    """
    bounded = at_most is None or (per_person and quantity <= at_most <= MOST_RATIONED)
    if not (1 <= quantity <= MOST_RATIONED and bounded):
        raise RationBad(most=MOST_RATIONED)
