"""The basket that lives in the till's form, and what pressing or scanning does to it."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from werkzeug.datastructures import MultiDict

from app.kernel.errors import Malformed, Refusal
from app.shop.redemptions.rules import MOST_QUANTITY, BasketTooLong, QuantityBad
from app.shop.redemptions.till import (
    Contents,
    NothingFound,
    SeveralFound,
    check_contents,
    goods_called,
    with_quantity,
)
from app.shop.stock.queries import StockItem

Entered = MultiDict[str, str]

LINE_FORM: Final = re.compile(r"([A-Za-z0-9._-]{1,32}):([0-9]{1,4})", re.ASCII)
# The quantity key: 3* and then the scan, or the name.
TIMES_FORM: Final = re.compile(r"([0-9]{1,3})[*×]\s*(.+)", re.ASCII)
QUANTITY_FORM: Final = re.compile(r"[0-9]{1,4}", re.ASCII)
# The till stays open on these, with the basket as it was before.
STEP_REFUSALS: Final = (BasketTooLong, NothingFound, QuantityBad, SeveralFound)


@dataclass(frozen=True)
class Step:
    """The basket after what was done last; or as it was, with why that could not be done."""

    contents: Contents
    refusal: Refusal | None = None


def step_taken(goods: Sequence[StockItem], entered: Entered) -> Step:
    """What the form holds, then what was typed, pressed or scanned.

    :raises Malformed: a basket that no page of ours carries.
    :raises UnknownGoods: goods in it that are not on the price list.
    """
    contents = _lines(entered.getlist("basket"))
    check_contents(goods, contents)
    for change in _CHANGES:
        try:
            changed = change(goods, contents, entered)
            check_contents(goods, changed)
        except STEP_REFUSALS as refusal:
            return Step(contents, refusal)
        contents = changed
    return Step(contents)


def basket_text(contents: Contents) -> str:
    """A whole basket as the value of one button."""
    return " ".join(f"{code}:{quantity}" for code, quantity in contents.items())


def _lines(texts: Sequence[str]) -> Contents:
    found = [LINE_FORM.fullmatch(text) for text in texts]
    contents = {line[1]: int(line[2]) for line in found if line}
    if len(contents) != len(texts):
        raise Malformed
    return contents


def _typed(goods: Sequence[StockItem], contents: Contents, entered: Entered) -> Contents:
    """Quantities typed over; an emptied field says nothing, a 0 takes the goods out."""
    names = {item.code: item.name for item in goods}
    for code in contents:
        text = unicodedata.normalize("NFKC", entered.get(f"quantity.{code}", "")).strip()
        if text and not QUANTITY_FORM.fullmatch(text):
            raise QuantityBad(goods=names[code], most=MOST_QUANTITY)
        if text:
            contents = with_quantity(contents, code, int(text))
    return contents


def _pressed(_goods: Sequence[StockItem], contents: Contents, entered: Entered) -> Contents:
    if "set" in entered:
        return _lines(entered["set"].split())
    for name, by in (("add", 1), ("more", 1), ("less", -1)):
        for code in entered.getlist(name):
            contents = with_quantity(contents, code, contents.get(code, 0) + by)
    return contents


def _scanned(goods: Sequence[StockItem], contents: Contents, entered: Entered) -> Contents:
    """What stands in the scan field goes in, so many times, unless another button was pressed."""
    text = unicodedata.normalize("NFKC", entered.get("code", "")).strip()
    if not text or _BUTTONS & entered.keys():
        return contents
    times = TIMES_FORM.fullmatch(text)
    scanned = times[2] if times else text
    found = goods_called(goods, scanned)
    count = (int(times[1]) if times else 1) * found.pieces(scanned)
    return with_quantity(contents, found.code, contents.get(found.code, 0) + count)


_BUTTONS: Final = frozenset({"set", "add", "more", "less"})
_CHANGES: Final[tuple[Callable[[Sequence[StockItem], Contents, Entered], Contents], ...]] = (
    _typed,
    _pressed,
    _scanned,
)
