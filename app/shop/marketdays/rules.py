"""When a market day may be planned and closed, what a route is, which fairs fall on a day. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from app.kernel.errors import Conflict, Invalid, NotFound
from app.kernel.lunar import lunar
from app.shop.marketdays.models import DayState, HabitKind

MOST_STOPS: Final = 12
MOST_DAYS_AHEAD: Final = 366
DAY_MINUTES: Final = 1440
LONGEST_SPOT: Final = 40
LONGEST_WORDS: Final = 200
SHORTEST_REASON: Final = 2
LONGEST_MONTH, LONGEST_LUNAR_MONTH = 31, 30

DAY_MOVES: Final[dict[tuple[DayState, str], DayState]] = {
    (DayState.PLANNED, "change"): DayState.PLANNED,
    (DayState.PLANNED, "load"): DayState.PLANNED,
    (DayState.PLANNED, "return"): DayState.PLANNED,
    (DayState.PLANNED, "cancel"): DayState.CANCELLED,
    (DayState.PLANNED, "close"): DayState.CLOSED,
}


class MarketDayNotFound(NotFound):
    """No market day with this id within the person's reach."""

    code = "market_day_not_found"


class WrongStoreKind(Invalid):
    """Only a mobile store goes out, and only from a fixed one. Fact: `store`."""

    code = "wrong_store_kind"


class MarketDateBad(Invalid):
    """A day that has passed, or more than a year ahead."""

    code = "market_date_bad"


class TruckIsOut(Conflict):
    """The mobile store has a market day on that day already."""

    code = "truck_is_out"


class RouteBad(Invalid):
    """No stops, or more than a day holds."""

    code = "route_bad"


class VillageTwice(Invalid):
    """A village stands on the route twice. Fact: `village`."""

    code = "village_twice"


class StopHoursBad(Invalid):
    """A stop that ends before it begins, or two at the same time. Fact: `village`."""

    code = "stop_hours_bad"


class MarketWordsBad(Invalid):
    """A note, a spot or a reason that is too long or missing."""

    code = "market_words_bad"


class EarlierDayOpen(Conflict):
    """An earlier market day of this truck is neither closed nor cancelled. Fact: `day`."""

    code = "earlier_market_day_open"


class TruckLoaded(Conflict):
    """Goods that were loaded for the day have not come home."""

    code = "truck_loaded"


class MarketDayAhead(Conflict):
    """The day has not come yet. Fact: `day`."""

    code = "market_day_ahead"


class GoodsOnTruck(Conflict):
    """Something is left on the truck. Facts: `goods`, `pieces`."""

    code = "goods_on_truck"


class TruckPapersWait(Conflict):
    """A write-off or a count of the truck waits for somebody to decide about it."""

    code = "truck_papers_wait"


class HabitBad(Invalid):
    """A fair on a day that its calendar does not have."""

    code = "market_habit_bad"


@dataclass(frozen=True)
class Stop:
    """A village with its hours, in minutes of the day, and the spot."""

    village_code: str
    from_minute: int
    until_minute: int
    spot: str = ""


@dataclass(frozen=True, order=True)
class Fair:
    """A day on which a village has its fair; `month` is 0 but for the yearly kind."""

    kind: HabitKind
    month: int
    day: int

    def falls_on(self, day: date) -> bool:
        """Whether the fair is held on a day; a leap month repeats the monthly fairs only."""
        if self.kind is HabitKind.SOLAR:
            return day.day == self.day
        found = lunar(day)
        if self.kind is HabitKind.LUNAR:
            return found.day == self.day
        return not found.leap and (found.month, found.day) == (self.month, self.day)


def check_date(day: date, today: date) -> None:
    """Refuse a day that has passed, or lies more than a year ahead.

    :raises MarketDateBad: it does.
    """
    if not 0 <= (day - today).days <= MOST_DAYS_AHEAD:
        raise MarketDateBad(field="day")


def check_route(stops: Sequence[Stop]) -> list[Stop]:
    """The stops in the order of their hours.

    :raises RouteBad: none, or more than 12.
    :raises VillageTwice: a village is named twice.
    :raises StopHoursBad: a stop ends before it begins, or begins before the one before it ends.
    :raises MarketWordsBad: more than 40 characters for a spot.
    """
    if not 1 <= len(stops) <= MOST_STOPS:
        raise RouteBad(most=MOST_STOPS)
    seen: set[str] = set()
    for stop in stops:
        if stop.village_code in seen:
            raise VillageTwice(village=stop.village_code)
        seen.add(stop.village_code)
        if not 0 <= stop.from_minute < stop.until_minute <= DAY_MINUTES:
            raise StopHoursBad(village=stop.village_code)
        check_words(stop.spot, most=LONGEST_SPOT)
    route = sorted(stops, key=lambda stop: stop.from_minute)
    for before, after in pairwise(route):
        if after.from_minute < before.until_minute:
            raise StopHoursBad(village=after.village_code)
    return route


def check_words(words: str, *, least: int = 0, most: int = LONGEST_WORDS) -> str:
    """Words without white space around them.

    :raises MarketWordsBad: fewer or more characters.
    """
    said = words.strip()
    if not least <= len(said) <= most:
        raise MarketWordsBad(least=least, most=most)
    return said


def check_fair(fair: Fair) -> Fair:
    """Refuse a day that the calendar of a fair does not have.

    :raises HabitBad: such as the 31st of a lunar month.
    """
    longest = LONGEST_MONTH if fair.kind is HabitKind.SOLAR else LONGEST_LUNAR_MONTH
    months = range(1, 13) if fair.kind is HabitKind.YEARLY else range(1)
    if fair.month not in months or not 1 <= fair.day <= longest:
        raise HabitBad(field=fair.kind.value)
    return fair


@dataclass(frozen=True)
class SheetLine:
    """What happened to some goods on the truck, in their unit; all but two are never negative."""

    goods_id: int
    name: str
    unit: str
    stood: int
    loaded: int
    other: int  # signed
    handed_out: int
    taken_back: int
    returned: int
    lost: int
    counted: int  # signed

    @property
    def amounts(self) -> dict[str, int]:
        """By their names, as a closing keeps them."""
        return {name: getattr(self, name) for name in AMOUNTS}

    @property
    def left(self) -> int:
        """What must be on the truck now."""
        came = self.stood + self.loaded + self.other + self.taken_back + self.counted
        return came - self.handed_out - self.returned - self.lost


AMOUNTS: Final = (
    "stood", "loaded", "other", "handed_out", "taken_back", "returned", "lost", "counted",
)  # fmt: skip


def check_empty(lines: Iterable[SheetLine]) -> None:
    """Refuse to close while anything is left.

    :raises GoodsOnTruck: names what is, and how many pieces in all.
    """
    left = [line for line in lines if line.left]
    if left:
        goods = [f"{line.name} {line.left} {line.unit}" for line in left]
        raise GoodsOnTruck(goods=goods, pieces=sum(line.left for line in left))
