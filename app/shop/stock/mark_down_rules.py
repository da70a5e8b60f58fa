"""What goods near their day cost: the nearer, the less. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import pairwise
from typing import Final

from app.kernel.clock import local
from app.kernel.errors import Invalid
from app.shop.stock.expiry_rules import near_days_of

MOST_STEPS: Final = 4
MOST_DAYS: Final = 365
LEAST_PERCENT, MOST_PERCENT = 1, 90


class MarkDownsBad(Invalid):
    """Too many steps, days or shares out of range, or less off nearer the day. Facts: `most_…`."""

    code = "mark_downs_bad"


@dataclass(frozen=True)
class MarkDowns:
    """The district's rule: how much less a lot costs from so many days before its last day.

    A lot that is not near its day by the table of near days costs what the price list says, so
    that bread, which never keeps a month, is not marked down on arrival.
    """

    #: Per cent off, by days before the last day; none: nothing is marked down.
    steps: Mapping[int, int] = field(default_factory=dict)
    #: When goods are near their day, by how many days they keep at least.
    near: Mapping[int, int] = field(default_factory=dict)

    def percent_off(self, use_by: date | None, came: datetime | None, today: date) -> int:
        """How much less a lot costs on a day, in per cent; 0: nothing.

        :param came: when it was delivered; None: nobody knows.
        """
        if use_by is None or not self.steps:
            return 0
        left = (use_by - today).days
        keeps = None if came is None else (use_by - local(came).date()).days
        if left > near_days_of(self.near, keeps):
            return 0
        return max((off for days, off in self.steps.items() if left <= days), default=0)


NOTHING_OFF: Final = MarkDowns()


@dataclass(frozen=True)
class Batch:
    """So many goods that leave the shelf at one price."""

    quantity: int
    price_points: int  # for one


def marked_down(price_points: int, percent_off: int) -> int:
    """A price less a share of it, rounded half up; at least 1 point."""
    return max(1, (price_points * (100 - percent_off) + 50) // 100)


def in_batches(lots: Iterable[tuple[int, int]], price_points: int) -> tuple[Batch, ...]:
    """Lots as (quantity, per cent off), in the order in which they leave, with their prices.

    Neighbours of one price are one batch.
    """
    batches: list[Batch] = []
    for quantity, percent_off in lots:
        price = marked_down(price_points, percent_off)
        if batches and batches[-1].price_points == price:
            batches[-1] = Batch(batches[-1].quantity + quantity, price)
        else:
            batches.append(Batch(quantity, price))
    return tuple(batches)


def check_mark_downs(steps: Mapping[int, int]) -> None:
    """Refuse a rule that cannot be meant; none at all ends it.

    :raises MarkDownsBad: more than 4 steps, days or shares out of range, or a lot that would cost
        more the nearer its day is.
    """
    shares = [steps[days] for days in sorted(steps)]
    sound = (
        len(steps) <= MOST_STEPS
        and all(0 <= days <= MOST_DAYS for days in steps)
        and all(LEAST_PERCENT <= share <= MOST_PERCENT for share in shares)
        and all(nearer > farther for nearer, farther in pairwise(shares))
    )
    if not sound:
        raise MarkDownsBad(most=MOST_STEPS, most_days=MOST_DAYS, most_percent=MOST_PERCENT)
