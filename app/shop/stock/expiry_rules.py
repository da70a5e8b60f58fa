"""Which goods are near their day: the longer they keep, the earlier."""

from collections.abc import Mapping
from typing import Final

from app.kernel.errors import Invalid

# How many days before its end goods are near it, by how many days they keep at least.
# Source: RULES.md section 4, the wider of two published tables.
NEAR_DAYS: Final[Mapping[int, int]] = {365: 45, 180: 20, 90: 15, 30: 10, 16: 5, 0: 1}
MOST_NEAR_DAYS: Final = 365


class NearDaysBad(Invalid):
    """Not a table of the known steps, or days outside 0 to 365. Fact: `most`."""

    code = "near_days_bad"


def check_near_days(table: Mapping[int, int]) -> None:
    """Refuse a table that lacks a step or says something absurd.

    :raises NearDaysBad: other steps than the known ones, or days outside 0 to 365.
    """
    if table.keys() != NEAR_DAYS.keys() or not all(
        0 <= days <= MOST_NEAR_DAYS for days in table.values()
    ):
        raise NearDaysBad(most=MOST_NEAR_DAYS)


def near_days_of(table: Mapping[int, int], shelf_days: int | None) -> int:
    """How many days before its end goods that keep so long are near it.

    :param shelf_days: None: nobody knows, and they are watched like those that keep longest.
    """
    longest = max(table)
    keeps = longest if shelf_days is None else shelf_days
    return table[max(step for step in table if step <= keeps or step == min(table))]
