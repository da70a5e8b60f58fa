"""The price list of a moment, and goods by what was scanned or typed."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    String,
    bindparam,
    cast,
    func,
    literal,
    select,
    union_all,
)
from sqlalchemy.orm import Session

from app.kernel.types import UtcDateTime
from app.shop.goods.barcodes import PackCode, pack_codes, short_form, written
from app.shop.goods.models import Barcode, Category, Goods, Price, PriceNotice, Ration
from app.shop.goods.pricing import NOTICE_DAYS
from app.shop.goods.rules import clean_code


@dataclass(frozen=True)
class PricedGoods:
    """Goods as the till shows them, with the price of the moment."""

    goods_id: int
    code: str
    name: str
    unit: str
    picture: str
    packed: str  # barcodes with their pieces, in no order
    price_points: int  # for one unit
    position: int
    pack: str  # how they are packed, in words; often ""
    category_id: int | None
    adult_only: bool
    ration_id: int | None  # what a household may have of them is limited

    @property
    def barcodes(self) -> list[PackCode]:
        """Each barcode with its pieces, single pieces first."""
        return pack_codes(self.packed)

    @property
    def barcode(self) -> str:
        """All barcodes in one text; "" when there are none."""
        return written(self.barcodes)

    def has_barcode(self, code: str) -> bool:
        """Whether a cleaned text is one of their barcodes."""
        return short_form(code) in {each.code for each in self.barcodes}

    def pieces(self, code: str) -> int:
        """How many of these one scan of the code stands for: a case of 12 is 12."""
        meant = short_form(clean_code(code))
        return next((each.pieces for each in self.barcodes if each.code == meant), 1)


@dataclass(frozen=True)
class Announced:
    """A price that begins later, and why."""

    goods_id: int
    name: str
    price_before: int
    price_points: int
    since: datetime
    reason: str


_PRICE = (
    select(Price.price_points)
    .where(Price.goods_id == Goods.id, Price.since <= bindparam("at", type_=UtcDateTime))
    .order_by(Price.id.desc())
    .limit(1)
    .correlate(Goods)
    .scalar_subquery()
)
_RATION = (
    select(Ration.id)
    .where(Ration.goods_id == Goods.id, Ration.ended_at.is_(None))
    .correlate(Goods)
    .scalar_subquery()
)
_PACKED = (
    select(
        func.coalesce(
            func.aggregate_strings(
                Barcode.code + literal("*") + cast(Barcode.pack_quantity, String), " "
            ),
            "",
        )
    )
    .where(Barcode.goods_id == Goods.id)
    .correlate(Goods)
    .scalar_subquery()
)


def priced(*more: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:
    """A statement for all goods: the fields of `PricedGoods`, in order, then `more`.

    It needs the parameter `at`; goods whose first price begins later have none.
    """
    return select(
        Goods.id.label("goods_id"), Goods.code, Goods.name, Goods.unit, Goods.picture,
        _PACKED.label("packed"), func.coalesce(_PRICE, 0).label("price_points"), Goods.position,
        Goods.pack, Goods.category_id, Goods.adult_only, _RATION.label("ration_id"), *more,
    )  # fmt: skip


_LAST_PRICE = (
    select(func.max(Price.id)).where(Price.goods_id == Goods.id).correlate(Goods).scalar_subquery()
)
_ANNOUNCED = (
    select(
        Goods.id, Goods.name, func.coalesce(_PRICE, 0), Price.price_points, Price.since,
        Price.reason,
    )
    .join(Price, Price.id == _LAST_PRICE)
    .where(Price.since > bindparam("at", type_=UtcDateTime))
    .order_by(Price.since, Goods.position)
)  # fmt: skip
_ALL = priced().order_by(Goods.position, Goods.id)
_NAMED: BindParameter[str] = bindparam("named", expanding=True)
_BY_ANY_CODE = union_all(
    priced(Goods.code.label("matched")).where(Goods.code.in_(_NAMED)),
    priced(Barcode.code.label("matched"))
    .join(Barcode, Barcode.goods_id == Goods.id)
    .where(Barcode.code.in_(_NAMED)),
)


def catalogue(session: Session, now: datetime) -> Sequence[PricedGoods]:
    """All goods in the order of the price list; 0 points for those without a price as yet."""
    rows = session.connection().execute(_ALL, {"at": now})
    return [PricedGoods(*row) for row in rows]


def announced(session: Session, now: datetime) -> dict[int, Announced]:
    """The prices that begin later, by goods, the first to begin first."""
    rows = session.connection().execute(_ANNOUNCED, {"at": now})
    return {row[0]: Announced(*row) for row in rows}


def rations(session: Session) -> dict[int, Ration]:
    """The limits that hold now, by goods."""
    return {
        ration.goods_id: ration
        for ration in session.scalars(select(Ration).where(Ration.ended_at.is_(None)))
    }


def price_notice_days(session: Session) -> int:
    """How many days before it begins a rise is announced."""
    latest = select(PriceNotice.days).order_by(PriceNotice.id.desc()).limit(1)
    days = session.scalar(latest)
    return NOTICE_DAYS if days is None else days


def categories(session: Session) -> Sequence[Category]:
    """The headings of the price list, in their order."""
    return session.scalars(select(Category).order_by(Category.position, Category.id)).all()


def under_headings(
    headings: Sequence[Category], goods: Sequence[PricedGoods]
) -> list[tuple[str, list[PricedGoods]]]:
    """The goods under the headings of the price list; at the end, under "", those without one."""
    under = [*((heading.name, heading.id) for heading in headings), ("", None)]
    groups = [(name, [one for one in goods if one.category_id == key]) for name, key in under]
    return [(name, ones) for name, ones in groups if ones]


def price_list(session: Session, now: datetime) -> Sequence[PricedGoods]:
    """The goods that have a price at this moment, in the order of the price list."""
    return [goods for goods in catalogue(session, now) if goods.price_points]


def goods_by_any_code(
    session: Session, codes: Collection[str], now: datetime
) -> dict[str, PricedGoods]:
    """Priced goods by code or barcode as scanned or typed; the unknown are left out.

    One statement, for the till: `check_known` refuses what is missing.
    """
    cleaned = {text: clean_code(text) for text in codes}
    named = sorted({form for code in cleaned.values() for form in (code, short_form(code))})
    rows = session.connection().execute(_BY_ANY_CODE, {"at": now, "named": named})
    found = {row.matched: PricedGoods(*row[:-1]) for row in rows if row.price_points}
    meant = {text: found.get(code, found.get(short_form(code))) for text, code in cleaned.items()}
    return {text: goods for text, goods in meant.items() if goods}
