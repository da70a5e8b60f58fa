"""How many goods may come at once, and what the till may be refused."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from app.kernel.errors import Conflict, Invalid, TooLarge

LEAST, MOST = 1, 100_000
MOST_LINES = 2_000
LONGEST_NOTE = 200
LOW = 10  # so many or fewer: time to ask for more


class StockQuantityBad(Invalid):
    """Not between 1 and 100,000."""

    code = "stock_quantity_bad"


class TooManyLines(TooLarge):
    """A delivery with more lines than there can be goods."""

    code = "too_many_stock_lines"


class NoteTooLong(Invalid):
    """A note of more than 200 characters."""

    code = "stock_note_too_long"


class NotEnoughStock(Conflict):
    """Less stands on the shelf than was asked for."""

    code = "not_enough_stock"


class GoodsHeldBack(Conflict):
    """Enough stands there, but too much of it is past its use-by date or kept for other people."""

    code = "goods_held_back"


class PileTooSmall(Conflict):
    """Fewer of these goods, with this use-by day and place, stand there than should leave."""

    code = "pile_too_small"


class GoodsReserved(Conflict):
    """Enough stands there, but too much of it is set aside for market days."""

    code = "goods_reserved"


class TooFewToReserve(Conflict):
    """Fewer of these goods than wanted may be set aside for a market day."""

    code = "too_few_to_reserve"


class AlreadyTakenBack(Conflict):
    """The goods were taken back before."""

    code = "already_taken_back"


@dataclass(frozen=True)
class StockLine:
    """A line of a delivery: goods by code or barcode, and how many of their unit."""

    goods: str
    quantity: int
    #: The last day on which it may be handed out; None: it keeps.
    use_by: date | None = None
    #: The code of the place it was given for; None: for everybody.
    kept_for: str | None = None
    #: The villagers' group of that village; "": for the whole place.
    kept_group: str = ""


@dataclass(frozen=True)
class Buyer:
    """For whom goods leave: where he lives, in which group, and on which day."""

    village_code: str
    today: date
    group_name: str = ""


@dataclass(frozen=True)
class Standing:
    """So many of one lot on a shelf."""

    lot_id: int
    quantity: int
    use_by: date | None
    kept_for: str | None
    kept_group: str = ""
    reserved: int = 0  # of it, for market days
    received_at: datetime | None = None

    @property
    def free(self) -> int:
        """What may leave."""
        return self.quantity - self.reserved


@dataclass(frozen=True)
class Pile:
    """What nobody can tell apart on a shelf: goods of one use-by day, kept for the same people."""

    goods_id: int
    use_by: date | None
    kept_for: str | None
    kept_group: str = ""


@dataclass(frozen=True)
class Taken:
    """So many of one lot, taken for somebody."""

    goods_id: int
    lot_id: int
    quantity: int
    percent_off: int = 0  # of its price: it is near its day


def first_ending_first(standing: Iterable[Standing], wanted: int) -> list[tuple[int, int]] | None:
    """Which lots `wanted` pieces come from, as (lot, how many); None when there are too few.

    What was given for the buyer's group, then for his place, then what ends first, came first.
    """
    chosen: list[tuple[int, int]] = []
    for lot in in_turn(standing):
        quantity = min(lot.free, wanted)
        if quantity:
            chosen.append((lot.lot_id, quantity))
        wanted -= quantity
    return chosen if wanted == 0 else None


def may_go_to(lot: Standing, day: date, villages: Iterable[str]) -> bool:
    """Whether a lot may be handed out on that day in at least one of these villages."""
    in_date = lot.use_by is None or lot.use_by >= day
    kept_for = lot.kept_for
    return in_date and (kept_for is None or any(code.startswith(kept_for) for code in villages))


def in_turn(standing: Iterable[Standing]) -> list[Standing]:
    """Lots in the order in which they leave the shelf."""
    return sorted(
        standing,
        key=lambda lot: (
            lot.kept_group == "", lot.kept_for is None, lot.use_by or date.max, lot.lot_id
        ),
    )  # fmt: skip


def check_quantity(goods: str, quantity: int) -> None:
    """Refuse none, less than none, and the absurd.

    :raises StockQuantityBad: not between 1 and 100,000.
    """
    if not LEAST <= quantity <= MOST:
        raise StockQuantityBad(goods=goods[:32], quantity=quantity, least=LEAST, most=MOST)


def add_up(lines: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Goods and quantities in the order of the goods' ids, each kind once.

    Everybody locks shelves in this order, so that no two tills wait for each other in a ring.
    """
    sums: dict[int, int] = {}
    for goods_id, quantity in lines:
        sums[goods_id] = sums.get(goods_id, 0) + quantity
    return sorted(sums.items())
