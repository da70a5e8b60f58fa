"""What a delivery may hold: on the page, in a file, and where it came from. Pure."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.kernel.errors import Conflict, Invalid, NotFound
from app.shop.stock.models import Origin
from app.shop.stock.rules import (
    LEAST,
    LONGEST_NOTE,
    MOST,
    MOST_LINES,
    NoteTooLong,
    StockLine,
    TooManyLines,
    check_quantity,
)

LONGEST_SOURCE, LONGEST_BILL, LONGEST_GROUP = 60, 40, 40
# Of a file that lists a delivery.
STOCK_COLUMNS: Final = ("goods", "quantity")
MORE_STOCK_COLUMNS: Final = ("use_by", "kept_for", "kept_group")
QUANTITY_FORM: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
DAY_FORM: Final = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})", re.ASCII)


class StockRowBad(Invalid):
    """A row of the file whose quantity is not a whole number between 1 and 100,000."""

    code = "stock_row_bad"


class UseByBad(Invalid):
    """A row of the file whose use-by date is no day of the calendar. Facts: `row`, `goods`."""

    code = "use_by_bad"


class NothingReceived(Invalid):
    """A delivery without lines."""

    code = "nothing_received"


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


class ReceiptNotFound(NotFound):
    """There is no such delivery within the person's reach."""

    code = "stock_receipt_not_found"


@dataclass(frozen=True)
class Source:
    """Where a delivery came from; without a name, from somebody who wants none."""

    origin: Origin = Origin.UNKNOWN
    name: str = ""
    bill: str = ""


NOBODY_KNOWS: Final = Source()


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
