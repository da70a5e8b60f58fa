"""How many goods may come at once, and what the till may be refused."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from app.kernel.errors import Conflict, Invalid, NotFound, TooLarge

LEAST, MOST = 1, 100_000
MOST_LINES = 2_000
LONGEST_NOTE = 200
LOW = 10  # so many or fewer: time to ask for more
QUANTITY_FORM: Final = re.compile(r"[0-9]{1,6}", re.ASCII)


class StockQuantityBad(Invalid):
    """Not between 1 and 100,000."""

    code = "stock_quantity_bad"


class StockRowBad(Invalid):
    """A row of the file whose quantity is not a whole number between 1 and 100,000."""

    code = "stock_row_bad"


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


def read_stock_line(row: int, goods: str, quantity: str) -> StockLine:
    """A line of a file; `row` is where it stands, counting the head as 1.

    :raises StockRowBad: the quantity is not a whole number between 1 and 100,000.
    """
    figures = unicodedata.normalize("NFKC", quantity).strip()
    if not QUANTITY_FORM.fullmatch(figures) or not LEAST <= int(figures) <= MOST:
        raise StockRowBad(row=row, goods=goods[:32], value=figures[:32], least=LEAST, most=MOST)
    return StockLine(goods, int(figures))


def check_delivery(lines: Sequence[StockLine], note: str) -> str:
    """Refuse a delivery that cannot be right; answers its note without white space around it.

    :raises NothingReceived: no lines.
    :raises TooManyLines: more than 2,000.
    :raises StockQuantityBad: not between 1 and 100,000.
    :raises NoteTooLong: more than 200 characters.
    """
    if not lines:
        raise NothingReceived
    if len(lines) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    for line in lines:
        check_quantity(line.goods, line.quantity)
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
