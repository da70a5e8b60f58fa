"""Who may take goods of which there is not enough: in an order that anybody can work out. Pure.

The order is that of SHA-256 over the day's seed, the goods' code and the household's number. The
seed's own SHA-256 is public before anybody can know who wants what, and the seed after the draw.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from app.kernel.errors import Conflict, Invalid
from app.shop.goods.ration_rules import Share
from app.shop.redemptions.allotment_models import Fairness

MOST_EACH = 200


class AllotmentBad(Invalid):
    """Not 1 to 200 for each household, or nothing to share out. Fact: `most`."""

    code = "allotment_bad"


class AllotmentTooLate(Conflict):
    """The hour from which the goods are for everybody lies in the past, or on another day."""

    code = "allotment_too_late"


class NobodyToAllot(Conflict):
    """No household of the route has points enough for these goods. Fact: `goods`."""

    code = "nobody_to_allot"


class EnoughForAll(Conflict):
    """Every household that could pay for one gets its share: there is nothing to draw."""

    code = "enough_for_all"


class NotDrawn(Conflict):
    """These goods are given by draw today, and the household was not drawn."""

    code = "not_drawn"


class NotItsTurn(Conflict):
    """These goods go to who has waited longest, and others have waited longer."""

    code = "not_its_turn"


class PortionUsedUp(Conflict):
    """More than was allotted to the household. Facts: `left`, `wanted`, `free_from`."""

    code = "portion_used_up"


@dataclass(frozen=True)
class Portion(Share):
    """What was allotted to a household of some goods, and from when on they are for everybody."""

    fairness: Fairness
    free_from: datetime


def commitment(seed: str) -> str:
    """What stands on the announcement instead of the seed."""
    return sha256(seed.encode()).hexdigest()


def drawn(seed: str, goods_code: str, numbers: Collection[str]) -> list[str]:
    """The households' numbers in the order of the draw."""
    return sorted(numbers, key=lambda number: (_lot(seed, goods_code, number), number))


def longest_waiting(seed: str, goods_code: str, last_had: Mapping[str, date | None]) -> list[str]:
    """Who never had these goods first, then who had them longest ago; equals by draw.

    :param last_had: by household number, the day on which it last took them.
    """
    by_draw = drawn(seed, goods_code, last_had)
    return sorted(by_draw, key=lambda number: last_had[number] or date.min)


def shared_out(in_order: Sequence[str], pieces: int, per_household: int) -> list[tuple[str, int]]:
    """How many each may take, in order, until all pieces are given; 0 for the rest."""
    portions = []
    for number in in_order:
        quantity = min(per_household, pieces)
        portions.append((number, quantity))
        pieces -= quantity
    return portions


def check_allotment(pieces: int, per_household: int) -> None:
    """Refuse what cannot be shared out.

    :raises AllotmentBad: no pieces, or not 1 to 200 for each household.
    """
    if pieces < 1 or not 1 <= per_household <= MOST_EACH:
        raise AllotmentBad(most=MOST_EACH)


def _lot(seed: str, goods_code: str, number: str) -> str:
    return sha256(f"{seed}{goods_code}{number}".encode()).hexdigest()
