"""How many goods may come at once, and what the till may be refused."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from app.kernel.errors import Conflict, Invalid, NotFound, TooLarge
from app.shop.stock.models import Origin

LEAST, MOST = 1, 100_000
MOST_LINES = 2_000
LONGEST_NOTE = 200
LONGEST_SOURCE, LONGEST_BILL, LONGEST_GROUP = 60, 40, 40
# Of a file that lists a delivery.
STOCK_COLUMNS: Final = ("goods", "quantity")
MORE_STOCK_COLUMNS: Final = ("use_by", "kept_for", "kept_group")
LOW = 10  # so many or fewer: time to ask for more
QUANTITY_FORM: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
DAY_FORM: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", re.ASCII)


class StockQuantityBad(Invalid):
    """Not between 1 and 100,000."""

    code = "stock_quantity_bad"


class StockRowBad(Invalid):
    """A row of the file whose quantity is not a whole number between 1 and 100,000."""

    code = "stock_row_bad"


class UseByBad(Invalid):
    """A row of the file whose use-by date is no day of the calendar. Facts: `row`, `goods`."""

    code = "use_by_bad"


class NothingReceived(Invalid):
    """A delivery without lines."""

    code = "nothing_received"


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


class UseByPast(Invalid):
    """A delivery of goods whose use-by date is over. Fact: `goods`."""

    code = "use_by_past"


class UnknownGroup(Invalid):
    """Goods kept for a group of which no household of that village is. Facts: `group`, `place`."""

    code = "unknown_group"


class KeptForDiffers(Invalid):
    """A file for the form of a delivery whose goods are kept for different people."""

    code = "kept_for_differs"


class SourceBad(Invalid):
    """A name of more than 60 or a bill of more than 40 characters, or a bill for a gift."""

    code = "stock_source_bad"


class StockReceiptUuidTaken(Conflict):
    """Another delivery was sent with this id."""

    code = "stock_receipt_id_taken"


class AlreadyTakenBack(Conflict):
    """The goods were taken back before."""

    code = "already_taken_back"


class ReceiptNotFound(NotFound):
    """There is no such delivery within the person's reach."""

    code = "stock_receipt_not_found"


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
class Source:
    """Where a delivery came from; without a name, from somebody who wants none."""

    origin: Origin = Origin.UNKNOWN
    name: str = ""
    bill: str = ""


NOBODY_KNOWS: Final = Source()


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


def read_stock_line(
    row: int, goods: str, quantity: str, use_by: str = "", kept_for: str = "", *,
    kept_group: str = "",
) -> StockLine:  # fmt: skip
    """A line of a file; `row` is where it stands, counting the head as 1.

    :raises StockRowBad: the quantity is not a whole number between 1 and 100,000.
    :raises UseByBad: the use-by date is neither empty nor a day.
    """
    figures = unicodedata.normalize("NFKC", quantity).strip()
    if not QUANTITY_FORM.fullmatch(figures) or not LEAST <= int(figures) <= MOST:
        raise StockRowBad(row=row, goods=goods[:32], value=figures[:32], least=LEAST, most=MOST)
    try:
        ends = _read_day(use_by)
    except ValueError:
        raise UseByBad(row=row, goods=goods[:32], value=use_by[:32]) from None
    return StockLine(goods, int(figures), ends, kept_for.strip() or None, kept_group.strip())


def _read_day(text: str) -> date | None:
    """2026-12-20, and as Excel writes it: 2026/12/20; None when nothing is written."""
    written = unicodedata.normalize("NFKC", text).strip()
    if not written:
        return None
    found = DAY_FORM.fullmatch(written)
    if found is None:
        raise ValueError(written)
    return date(*(int(part) for part in found.groups()))


def check_source(source: Source) -> Source:
    """Where a delivery came from, without white space around the words.

    :raises SourceBad: a name of more than 60 or a bill of more than 40 characters; a bill for what
        was not bought.
    """
    cleaned = Source(source.origin, source.name.strip(), source.bill.strip())
    too_long = len(cleaned.name) > LONGEST_SOURCE or len(cleaned.bill) > LONGEST_BILL
    if too_long or (cleaned.bill and cleaned.origin is not Origin.PURCHASE):
        raise SourceBad(most=LONGEST_SOURCE, most_bill=LONGEST_BILL)
    return cleaned


def check_delivery(lines: Sequence[StockLine], note: str, today: date) -> str:
    """Refuse a delivery that cannot be right; answers its note without white space around it.

    :raises NothingReceived: no lines.
    :raises TooManyLines: more than 2,000.
    :raises StockQuantityBad: not between 1 and 100,000.
    :raises UseByPast: goods whose use-by date is over.
    :raises NoteTooLong: more than 200 characters.
    """
    if not lines:
        raise NothingReceived
    if len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    for line in lines:
        check_quantity(line.goods, line.quantity)
        if line.use_by is not None and line.use_by < today:
            raise UseByPast(goods=line.goods[:32], use_by=str(line.use_by))
    said = note.strip()
    if len(said) > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE)
    return said


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
