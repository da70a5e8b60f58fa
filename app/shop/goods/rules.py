"""What goods on the price list must be like, and what may not be called the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import ClassVar, Final, NamedTuple

from stdnum import ean

from app.kernel.errors import Conflict, Invalid, TooLarge

CODE_FORM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", re.ASCII)
BARCODE_FORM: Final = re.compile(r"[A-Za-z0-9]{1,32}", re.ASCII)
PICTURE_FORM: Final = re.compile(r"([a-z][a-z0-9-]{0,31})?", re.ASCII)
PRICE_FORM: Final = re.compile(r"[0-9]{1,6}", re.ASCII)
# EAN-8, UPC-A, EAN-13: their last digit checks the others.
CHECKED_LENGTHS: Final = frozenset({8, 12, 13})
LONGEST_NAME, LONGEST_UNIT = 60, 12
CHEAPEST, DEAREST = 1, 100_000
MOST_LINES = 2_000


class GoodsFault(Invalid):
    """A line of the price list that cannot be right; `column` says which of its fields."""

    code = "goods_fault"
    column: ClassVar[str] = "code"


class GoodsCodeBad(GoodsFault):
    """Not 1 to 32 letters, digits, dots, hyphens or underscores."""

    code = "goods_code_bad"


class GoodsNameBad(GoodsFault):
    """No name, or one of more than 60 characters."""

    code = "goods_name_bad"
    column = "name"


class GoodsUnitBad(GoodsFault):
    """No unit, or one of more than 12 characters."""

    code = "goods_unit_bad"
    column = "unit"


class BarcodeBad(GoodsFault):
    """Not letters and digits, or its check digit does not fit."""

    code = "barcode_bad"
    column = "barcode"


class PriceBad(GoodsFault):
    """Not a whole number of points between 1 and 100,000."""

    code = "price_bad"
    column = "price_points"


class PictureBad(GoodsFault):
    """Not the name of a drawing."""

    code = "picture_bad"
    column = "picture"


class GoodsTwice(GoodsFault):
    """The same code stands in the file twice."""

    code = "goods_twice"


class GoodsRowBad(Invalid):
    """A row of the file that cannot be right; `fault` is the code of what is wrong with it."""

    code = "goods_row_bad"


class BarcodeTaken(Conflict):
    """The barcode or code means other goods already."""

    code = "barcode_taken"


class GoodsChangedMeanwhile(Conflict):
    """Somebody else put goods on the list at the same moment."""

    code = "goods_changed_meanwhile"


class NoGoodsInFile(Invalid):
    """The file has no lines."""

    code = "no_goods_in_file"


class TooManyGoods(TooLarge):
    """More lines than a price list can have."""

    code = "too_many_goods"


class UnknownGoods(Invalid):
    """No goods have this code or barcode."""

    code = "unknown_goods"


class Owner(NamedTuple):
    """The goods that a code or barcode means."""

    code: str
    name: str


@dataclass(frozen=True)
class GoodsLine:
    """A line of the file as it stands there; `row` is where, counting its head as 1."""

    row: int
    code: str
    name: str
    unit: str
    barcode: str
    price_points: str
    picture: str = ""


@dataclass(frozen=True)
class WantedGoods:
    """Goods as they shall be: cleaned and within the rules."""

    code: str
    name: str
    unit: str
    barcode: str  # "" when they have none
    price_points: int
    picture: str
    row: int = 0  # in the file it came from


def check_goods(
    *, code: str, name: str, unit: str, barcode: str, price_points: int, picture: str
) -> WantedGoods:
    """Goods within the rules.

    :raises GoodsFault: one of its subclasses says which field is wrong.
    """
    wanted = WantedGoods(
        clean_code(code), _one_line(name), _one_line(unit), clean_code(barcode),
        price_points, picture.strip(),
    )  # fmt: skip
    if not CODE_FORM.fullmatch(wanted.code):
        raise GoodsCodeBad(value=wanted.code[:32])
    if not (0 < len(wanted.name) <= LONGEST_NAME and wanted.name.isprintable()):
        raise GoodsNameBad(value=wanted.name[:LONGEST_NAME], most=LONGEST_NAME)
    if not (0 < len(wanted.unit) <= LONGEST_UNIT and wanted.unit.isprintable()):
        raise GoodsUnitBad(value=wanted.unit[:LONGEST_UNIT], most=LONGEST_UNIT)
    _check_barcode(wanted.barcode)
    if not CHEAPEST <= price_points <= DEAREST:
        raise PriceBad(value=price_points, least=CHEAPEST, most=DEAREST)
    if not PICTURE_FORM.fullmatch(wanted.picture):
        raise PictureBad(value=wanted.picture[:32])
    return wanted


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


def check_names(wanted: Iterable[WantedGoods], others: Mapping[str, Owner]) -> None:
    """Refuse goods whose code or barcode already means other goods.

    :param others: what each code and barcode means that stays as it is.
    :raises BarcodeTaken: it would mean two kinds of goods at the till.
    :raises GoodsRowBad: the same, in the row of a file.
    """
    means = dict(others)
    for goods in wanted:
        for name in filter(None, (goods.code, goods.barcode)):
            owner = means.setdefault(name, Owner(goods.code, goods.name))
            if owner.code == goods.code:
                continue
            if not goods.row:
                raise BarcodeTaken(barcode=name, goods=owner.name)
            raise GoodsRowBad(
                row=goods.row,
                column=BarcodeBad.column if name == goods.barcode else GoodsCodeBad.column,
                fault=BarcodeTaken.code,
                value=name,
                barcode=name,
                goods=owner.name,
            )


def clean_code(text: str) -> str:
    """A code or barcode as scanned or typed, without white space and full-width forms."""
    return unicodedata.normalize("NFKC", text).strip()


def check_known(asked: Iterable[str], known: Mapping[str, object]) -> None:
    """Refuse codes and barcodes that are not among the known ones.

    :raises UnknownGoods: names them all, each once.
    """
    unknown = dict.fromkeys(text for text in asked if text not in known)
    if unknown:
        raise UnknownGoods(goods=" ".join(text.strip()[:32] for text in unknown)[:200])


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
    )


def _check_barcode(barcode: str) -> None:
    if not barcode:
        return
    checked = barcode.isdigit() and len(barcode) in CHECKED_LENGTHS
    if not BARCODE_FORM.fullmatch(barcode) or (checked and not ean.is_valid(barcode)):
        raise BarcodeBad(value=barcode[:32])


def _one_line(text: str) -> str:
    """The text without white space around it, full-width spaces too, and with single ones in it."""
    return " ".join(text.split())
