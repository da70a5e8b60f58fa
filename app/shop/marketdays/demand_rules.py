"""What to load for a market day: expected demand, explained line by line. Pure.

The rule is small on purpose, so that a manager can check it in his head and overrule it:

* what the households of the route took home in a month, the last month counting as much as the
  two before it together; and what was asked for and was not there;
* of goods nobody ever took, one for every ten households that could pay for it;
* never more than their points pay for, than there is, or than the truck carries.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

RECENT_DAYS, LOOK_BACK_DAYS = 30, 90
ASKED_DAYS: Final = 60
UNTRIED_SHARE: Final = 10
SOON_DAYS: Final = 30  # what ends within so many days after the market day goes on first
GRAMS_PER_KG: Final = 1_000


class Cut(StrEnum):
    """Why fewer are proposed than are expected to be wanted."""

    POINTS = "points"
    AVAILABLE = "available"
    PAYLOAD = "payload"


@dataclass(frozen=True)
class Demand:
    """What is known of some goods before a market day."""

    goods_id: int
    code: str
    name: str
    unit: str
    picture: str
    price_points: int  # on that day
    weight_grams: int | None  # of one; None: nobody has weighed it
    available: int  # that may go there and is in date on that day
    ends_on: date | None  # the first of it to end
    took_recently: int  # pieces that the route's households took in the last 30 days
    took_before: int  # and in the 60 days before
    asked: int  # how often it was asked for and was not there, in 60 days


@dataclass(frozen=True)
class Suggestion:
    """How many of some goods to load, and why."""

    demand: Demand
    quantity: int
    expected: int  # by what was taken and asked for
    can_pay: int  # households with points enough for one
    cut: Cut | None

    @property
    def is_untried(self) -> bool:
        """Whether nobody of the route ever took or asked for it."""
        return not _known(self.demand)


@dataclass(frozen=True)
class LoadList:
    """A whole load, in the order of the price list."""

    lines: Sequence[Suggestion]
    payload_kg: int | None

    @property
    def points(self) -> int:
        """What all of it costs at the till."""
        return sum(line.quantity * line.demand.price_points for line in self.lines)

    @property
    def weight_kg(self) -> int:
        """What it weighs, rounded up; goods without a weight count as nothing."""
        return -(-sum(line.quantity * _grams(line.demand) for line in self.lines) // GRAMS_PER_KG)

    @property
    def unweighed(self) -> int:
        """Kinds of goods on it that nobody has weighed."""
        return sum(1 for line in self.lines if line.quantity and not line.demand.weight_grams)


def load_list(
    demands: Sequence[Demand], balances: Sequence[int], day: date, payload_kg: int | None
) -> LoadList:
    """What to load, within what there is, what the points pay for and what the truck carries.

    :param balances: the spendable points of each household of the route.
    """
    lines = [_within_reach(demand, balances) for demand in demands]
    if payload_kg is not None:
        lines = _within_payload(lines, payload_kg * GRAMS_PER_KG, day + timedelta(days=SOON_DAYS))
    return LoadList(lines, payload_kg)


def _within_reach(demand: Demand, balances: Sequence[int]) -> Suggestion:
    can_pay = sum(1 for balance in balances if balance >= demand.price_points)
    expected = _known(demand) or -(-can_pay // UNTRIED_SHARE)
    payable = sum(balance // demand.price_points for balance in balances)
    quantity = min(expected, payable, demand.available)
    cut = None
    if quantity < expected:
        cut = Cut.AVAILABLE if quantity == demand.available else Cut.POINTS
    return Suggestion(demand, quantity, expected, can_pay, cut)


def _known(demand: Demand) -> int:
    """Taken in a month, the last one weighing double, rounded up; and asked for in vain."""
    return -(-(2 * demand.took_recently + demand.took_before) // 4) + demand.asked


def _within_payload(lines: Sequence[Suggestion], room: int, soon: date) -> list[Suggestion]:
    """What ends soon goes on first; all other goods are cut by the same share."""
    ending = sorted(
        (line for line in lines if line.demand.ends_on and line.demand.ends_on <= soon),
        key=lambda line: line.demand.ends_on or soon,
    )
    fits: dict[int, int] = {}
    for line in ending:
        grams = _grams(line.demand)
        fits[line.demand.goods_id] = min(line.quantity, room // grams) if grams else line.quantity
        room -= grams * fits[line.demand.goods_id]
    others = [line for line in lines if line.demand.goods_id not in fits]
    load = sum(line.quantity * _grams(line.demand) for line in others)
    for line in others:
        is_cut = load > room and _grams(line.demand)
        fits[line.demand.goods_id] = line.quantity * room // load if is_cut else line.quantity
    return [_cut_to(line, fits[line.demand.goods_id]) for line in lines]


def _cut_to(line: Suggestion, quantity: int) -> Suggestion:
    if quantity == line.quantity:
        return line
    return Suggestion(line.demand, quantity, line.expected, line.can_pay, Cut.PAYLOAD)


def _grams(demand: Demand) -> int:
    return demand.weight_grams or 0
