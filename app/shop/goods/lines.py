"""The lines of a price list that comes as a file. Pure."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from app.kernel.errors import Invalid, TooLarge
from app.shop.goods.faults import AdultBad, GoodsFault, GoodsTwice, PriceBad
from app.shop.goods.rules import (
    CHEAPEST,
    DEAREST,
    GoodsRowBad,
    WantedGoods,
    check_goods,
    clean_code,
)

PRICE_FORM: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
YES_OR_NO: Final = {"yes": True, "1": True, "no": False, "0": False}
MOST_LINES = 2_000


class NoGoodsInFile(Invalid):
    """The file has no lines."""

    code = "no_goods_in_file"


class TooManyGoods(TooLarge):
    """More lines than a price list can have."""

    code = "too_many_goods"


@dataclass(frozen=True)
class GoodsLine:
    """A line of the file as it stands there; `row` is where, counting its head as 1.

    What is empty from `picture` on stays as it is.
    """

    row: int
    code: str
    name: str
    unit: str
    barcode: str
    price_points: str
    picture: str = ""
    pack: str = ""
    category: str = ""
    adult: str = ""
    reason: str = ""


def check_lines(lines: Iterable[GoodsLine]) -> list[WantedGoods]:
    """The goods of a file, in its order.

    :raises GoodsRowBad: the first row that cannot be right, and what is wrong with it.
    :raises NoGoodsInFile: there are none.
    :raises TooManyGoods: more than 2,000.
    """
    wanted: dict[str, WantedGoods] = {}
    for line in lines:
        if len(wanted) == MOST_LINES:
            raise TooManyGoods(most=MOST_LINES)
        try:
            goods = _check_line(line)
            if goods.code in wanted:
                raise GoodsTwice(value=goods.code)
        except GoodsFault as fault:
            raise GoodsRowBad(
                row=line.row, column=fault.column, fault=fault.code, **fault.facts
            ) from None
        wanted[goods.code] = replace(goods, row=line.row)
    if not wanted:
        raise NoGoodsInFile
    return list(wanted.values())


def _check_line(line: GoodsLine) -> WantedGoods:
    price = unicodedata.normalize("NFKC", line.price_points).strip()
    if not PRICE_FORM.fullmatch(price):
        raise PriceBad(value=price[:32], least=CHEAPEST, most=DEAREST)
    return check_goods(
        code=line.code,
        name=line.name,
        unit=line.unit,
        barcode=line.barcode,
        price_points=int(price),
        picture=line.picture,
        pack=line.pack or None,
        category=line.category or None,
        adult_only=_yes_or_no(line.adult) if line.adult else None,
        reason=line.reason,
    )


def _yes_or_no(text: str) -> bool:
    said = clean_code(text).casefold()
    if said not in YES_OR_NO:
        raise AdultBad(value=text[:32])
    return YES_OR_NO[said]
