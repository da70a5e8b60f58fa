"""Wanted goods held against the price list as it is: what would be new, and from when on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.shop.goods.faults import GoodsFault
from app.shop.goods.pricing import begins_at, check_reason
from app.shop.goods.queries import (
    Announced,
    PricedGoods,
    announced,
    catalogue,
    categories,
    price_notice_days,
)
from app.shop.goods.rules import Owner, WantedGoods, blamed, check_categories, check_names

COLUMNS: Final = ("name", "unit", "picture", "pack", "category_id", "adult_only")


@dataclass(frozen=True)
class Comparison:
    """What is on the list, by code, and which of the wanted goods differ from it."""

    listed: dict[str, PricedGoods]
    headings: dict[str, int]  # by name
    announced: dict[int, Announced]  # by goods
    differing: list[WantedGoods]
    begins: dict[str, datetime]  # new prices, by the goods' code


def compared(session: Session, wanted: Sequence[WantedGoods], now: datetime) -> Comparison:
    """Hold the wanted goods against the list.

    :raises BarcodeTaken: a code or barcode means other goods; in a file `GoodsRowBad`.
    :raises CategoryUnknown: a heading that is not there; in a file `GoodsRowBad`.
    :raises PriceReasonBad: a rise without a reason; in a file `GoodsRowBad`.
    :raises PriceRiseTooSoon: a rise that is not announced long enough.
    """
    listed = {goods.code: goods for goods in catalogue(session, now)}
    check_names(wanted, _staying(listed, {goods.code for goods in wanted}))
    headings = {heading.name: heading.id for heading in categories(session)}
    check_categories(wanted, headings)
    coming, notice_days = announced(session, now), price_notice_days(session)
    begins = {
        goods.code: _begins(goods, listed.get(goods.code), now, notice_days)
        for goods in wanted
        if _has_new_price(goods, listed.get(goods.code), coming)
    }
    differing = [
        goods for goods in wanted
        if goods.code in begins or _differs(goods, listed.get(goods.code), headings)
    ]  # fmt: skip
    return Comparison(listed, headings, coming, differing, begins)


def _has_new_price(
    wanted: WantedGoods, now: PricedGoods | None, coming: dict[int, Announced]
) -> bool:
    """Neither today's price nor the one that was announced."""
    said = coming.get(now.goods_id) if now else None
    return now is None or wanted.price_points not in (
        now.price_points, said.price_points if said else now.price_points,
    )  # fmt: skip


def _begins(
    wanted: WantedGoods, listed: PricedGoods | None, now: datetime, notice_days: int
) -> datetime:
    before = listed.price_points if listed else 0
    try:
        check_reason(wanted.reason, rises=0 < before < wanted.price_points)
        return begins_at(before, wanted.price_points, wanted.from_day, now, notice_days)
    except GoodsFault as fault:
        raise blamed(wanted, fault) from None


def _staying(listed: dict[str, PricedGoods], coming: set[str]) -> dict[str, Owner]:
    """What each code means, and each barcode of goods that are not about to change."""
    owners = {goods.code: Owner(goods.code, goods.name) for goods in listed.values()}
    barcodes = {
        barcode.code: owners[goods.code]
        for goods in listed.values()
        if goods.code not in coming
        for barcode in goods.barcodes
    }
    return barcodes | owners


def _differs(wanted: WantedGoods, now: PricedGoods | None, headings: dict[str, int]) -> bool:
    if now is None:
        return True
    same = columns(wanted, now, headings) == {column: getattr(now, column) for column in COLUMNS}
    return not same or wanted.barcode != now.barcode


def columns(
    wanted: WantedGoods, now: PricedGoods | None, headings: dict[str, int]
) -> dict[str, object]:
    """What is to stand in the row of some goods; what was not said stays as it is."""
    pack, category_id, adult_only = now.pack if now else "", now and now.category_id, False
    if wanted.category is not None:
        category_id = headings.get(wanted.category)
    if now and wanted.adult_only is None:
        adult_only = now.adult_only
    return {
        "name": wanted.name,
        "unit": wanted.unit,
        "picture": wanted.picture or (now.picture if now else ""),
        "pack": pack if wanted.pack is None else wanted.pack,
        "category_id": category_id,
        "adult_only": adult_only or bool(wanted.adult_only),
    }
