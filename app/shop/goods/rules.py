"""What goods on the price list must be like, and what may not be called the same."""

import re
import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

from app.kernel.errors import Conflict, Invalid
from app.shop.goods.barcodes import (
    BARCODE_FORM,
    MOST_BARCODES,
    MOST_PIECES,
    PackCode,
    check_digit,
    has_check_digit,
    pack_codes,
    written,
)
from app.shop.goods.faults import (
    BarcodeBad,
    BarcodeDigitWrong,
    CategoryUnknown,
    GoodsCodeBad,
    GoodsFault,
    GoodsNameBad,
    GoodsUnitBad,
    PackBad,
    PackTextBad,
    PictureBad,
    PriceBad,
    TooManyBarcodes,
)

CODE_FORM: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}", re.ASCII)
PICTURE_FORM: Final = re.compile(r"([a-z][a-z0-9-]{0,31})?", re.ASCII)
LONGEST_NAME, LONGEST_UNIT, LONGEST_PACK = 60, 12, 40
CHEAPEST, DEAREST = 1, 100_000


class GoodsRowBad(Invalid):
    """A row of the file that cannot be right; `fault` is the code of what is wrong with it."""

    code = "goods_row_bad"


class BarcodeTaken(Conflict):
    """The barcode or code means other goods already."""

    code = "barcode_taken"


class GoodsChangedMeanwhile(Conflict):
    """Somebody else put goods on the list at the same moment."""

    code = "goods_changed_meanwhile"


class UnknownGoods(Invalid):
    """No goods have this code or barcode."""

    code = "unknown_goods"


class Owner(NamedTuple):
    """The goods that a code or barcode means."""

    code: str
    name: str


@dataclass(frozen=True)
class WantedGoods:
    """Goods as they shall be: cleaned and within the rules."""

    code: str
    name: str
    unit: str
    barcode: str  # all of them, as `barcodes.written` says it; "" when they have none
    price_points: int
    picture: str
    # None: as they are.
    pack: str | None = None
    category: str | None = None
    adult_only: bool | None = None
    reason: str = ""  # why the price changes
    from_day: date | None = None  # None: as early as may be
    row: int = 0  # in the file it came from

    @property
    def barcodes(self) -> list[PackCode]:
        """Each barcode with its pieces."""
        return pack_codes(self.barcode)


def check_goods(
    *,
    code: str,
    name: str,
    unit: str,
    barcode: str,
    price_points: int,
    picture: str,
    pack: str | None = None,
    category: str | None = None,
    adult_only: bool | None = None,
    reason: str = "",
    from_day: date | None = None,
) -> WantedGoods:
    """Goods within the rules.

    :raises GoodsFault: one of its subclasses says which field is wrong.
    """
    wanted = WantedGoods(
        clean_code(code), _one_line(name), _one_line(unit), _checked_barcodes(barcode),
        price_points, picture.strip(), None if pack is None else _one_line(pack),
        None if category is None else _one_line(category), adult_only,
        _one_line(reason), from_day,
    )  # fmt: skip
    if not CODE_FORM.fullmatch(wanted.code):
        raise GoodsCodeBad(value=wanted.code[:32])
    if not (0 < len(wanted.name) <= LONGEST_NAME and wanted.name.isprintable()):
        raise GoodsNameBad(value=wanted.name[:LONGEST_NAME], most=LONGEST_NAME)
    if not (0 < len(wanted.unit) <= LONGEST_UNIT and wanted.unit.isprintable()):
        raise GoodsUnitBad(value=wanted.unit[:LONGEST_UNIT], most=LONGEST_UNIT)
    if not CHEAPEST <= price_points <= DEAREST:
        raise PriceBad(value=price_points, least=CHEAPEST, most=DEAREST)
    if len(wanted.pack or "") > LONGEST_PACK:
        raise PackTextBad(value=pack, most=LONGEST_PACK)
    if not PICTURE_FORM.fullmatch(wanted.picture):
        raise PictureBad(value=wanted.picture[:32])
    return wanted


def check_names(wanted: Iterable[WantedGoods], others: Mapping[str, Owner]) -> None:
    """Refuse goods whose code or barcode already means other goods.

    :param others: what each code and barcode means that stays as it is.
    :raises BarcodeTaken: it would mean two kinds of goods at the till.
    :raises GoodsRowBad: the same, in the row of a file.
    """
    means = dict(others)
    for goods in wanted:
        for name in (goods.code, *(each.code for each in goods.barcodes)):
            owner = means.setdefault(name, Owner(goods.code, goods.name))
            if owner.code == goods.code:
                continue
            if not goods.row:
                raise BarcodeTaken(barcode=name, goods=owner.name)
            raise GoodsRowBad(
                row=goods.row,
                column=GoodsCodeBad.column if name == goods.code else BarcodeBad.column,
                fault=BarcodeTaken.code,
                value=name,
                barcode=name,
                goods=owner.name,
            )


def check_categories(wanted: Iterable[WantedGoods], known: Collection[str]) -> None:
    """Refuse goods under a heading that the price list does not have.

    :raises CategoryUnknown: in a file `GoodsRowBad`.
    """
    for goods in wanted:
        if not goods.category or goods.category in known:
            continue
        raise blamed(goods, CategoryUnknown(value=goods.category[:LONGEST_NAME]))


def blamed(goods: WantedGoods, fault: GoodsFault) -> GoodsFault | GoodsRowBad:
    """The fault; or the row of the file that has it."""
    if not goods.row:
        return fault
    return GoodsRowBad(row=goods.row, column=fault.column, fault=fault.code, **fault.facts)


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


def _checked_barcodes(text: str) -> str:
    """The barcodes of some goods, cleaned and in order."""
    codes = pack_codes(clean_code(text))
    if len(codes) > MOST_BARCODES:
        raise TooManyBarcodes(value=len(codes), most=MOST_BARCODES)
    for each in codes:
        _check_barcode(each)
    return written(codes)


def _check_barcode(barcode: PackCode) -> None:
    code = barcode.code
    if not BARCODE_FORM.fullmatch(code):
        raise BarcodeBad(value=code[:32])
    if has_check_digit(code) and code[-1] != check_digit(code):
        raise BarcodeDigitWrong(
            value=code, before=len(code) - 1, digit=code[-1], expected=check_digit(code)
        )
    if not 1 <= barcode.pieces <= MOST_PIECES:
        raise PackBad(value=code, most=MOST_PIECES)


def _one_line(text: str) -> str:
    """The text without white space around it, full-width spaces too, and with single ones in it."""
    return " ".join(text.split())
