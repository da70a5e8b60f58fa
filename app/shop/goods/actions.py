"""Put goods on the price list, one by one or from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Executable, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.shop.goods.models import Barcode, Goods, Price
from app.shop.goods.queries import PricedGoods, catalogue, categories
from app.shop.goods.rules import (
    GoodsChangedMeanwhile,
    GoodsLine,
    Owner,
    WantedGoods,
    check_categories,
    check_goods,
    check_lines,
    check_names,
)

on_violation("uq_goods_code", GoodsChangedMeanwhile, columns="goods.code")
on_violation("pk_barcodes", GoodsChangedMeanwhile, columns="barcodes.code")

_COLUMNS: Final = ("name", "unit", "picture", "pack", "category_id", "adult_only")
_CHANGE = (
    update(Goods)
    .where(Goods.code == bindparam("of_code"))
    .values({column: bindparam(f"new_{column}") for column in _COLUMNS})
)


@dataclass(frozen=True)
class GoodsImported:
    """What a file did to the price list."""

    new: int
    changed: int
    unchanged: int


def put_goods(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    unit: str,
    barcode: str,
    price_points: int,
    now: datetime,
    picture: str = "",
    pack: str | None = None,
    category: str | None = None,
    adult_only: bool | None = None,
) -> Goods:
    """Put goods on the list, or change those with this code; a new price counts from now on.

    :param barcode: takes the place of those before; several apart by spaces, a pack as
        `code*12`; "" for goods without.
    :param picture: the name of a drawing; "" leaves it as it is.
    :param pack: how they are packed, in words; None leaves it as it is, and so with the rest.
    :param category: a heading of the price list; "" for none.
    :raises GoodsFault: a field that cannot be right.
    :raises BarcodeTaken: the code or barcode means other goods.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    wanted = check_goods(
        code=code, name=name, unit=unit, barcode=barcode, price_points=price_points,
        picture=picture, pack=pack, category=category, adult_only=adult_only,
    )  # fmt: skip
    done = _put(session, [wanted], actor, now)
    goods = session.scalars(
        select(Goods).where(Goods.code == wanted.code).execution_options(populate_existing=True)
    ).one()
    if not done.unchanged:
        note(
            session, actor, "put_goods", ("goods", goods.id), now=now,
            code=wanted.code, price_points=price_points, new=bool(done.new),
        )  # fmt: skip
    return goods


def import_goods(
    session: Session, actor: Actor, lines: Iterable[GoodsLine], *, now: datetime
) -> GoodsImported:
    """Take in a price list, all or nothing. Goods that are not in the file stay as they are.

    :raises GoodsRowBad: a row that cannot be right, or takes a code or barcode of other goods.
    :raises NoGoodsInFile: there are none.
    :raises TooManyGoods: more than 2,000.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    done = _put(session, check_lines(lines), actor, now)
    if done.new or done.changed:
        note(
            session, actor, "import_goods", ("goods", None), now=now,
            new=done.new, changed=done.changed,
        )  # fmt: skip
    return done


@dataclass(frozen=True)
class Comparison:
    """What is on the list, by code, and which of the wanted goods differ from it."""

    listed: dict[str, PricedGoods]
    headings: dict[str, int]  # by name
    differing: list[WantedGoods]


def compared(session: Session, wanted: Sequence[WantedGoods], now: datetime) -> Comparison:
    """Hold the wanted goods against the list.

    :raises BarcodeTaken: a code or barcode means other goods; in a file `GoodsRowBad`.
    :raises CategoryUnknown: a heading that is not there; in a file `GoodsRowBad`.
    """
    listed = {goods.code: goods for goods in catalogue(session, now)}
    check_names(wanted, _staying(listed, {goods.code for goods in wanted}))
    headings = {heading.name: heading.id for heading in categories(session)}
    check_categories(wanted, headings)
    return Comparison(
        listed, headings,
        [goods for goods in wanted if _differs(goods, listed.get(goods.code), headings)],
    )  # fmt: skip


def _put(
    session: Session, wanted: Sequence[WantedGoods], actor: Actor, now: datetime
) -> GoodsImported:
    found = compared(session, wanted, now)
    listed, differing = found.listed, found.differing
    _write_goods(session, found)
    ids = _ids(session, differing)
    _write_barcodes(session, differing, ids)
    _write(
        session,
        insert(Price),
        [
            {
                "goods_id": ids[g.code],
                "price_points": g.price_points,
                "since": now,
                "set_by": actor.user_id,
            }
            for g in differing
            if g.code not in listed or listed[g.code].price_points != g.price_points
        ],
    )
    new = sum(goods.code not in listed for goods in differing)
    return GoodsImported(new, len(differing) - new, len(wanted) - len(differing))


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
    columns = _columns(wanted, now, headings)
    return (wanted.barcode, wanted.price_points) != (now.barcode, now.price_points) or columns != {
        column: getattr(now, column) for column in _COLUMNS
    }


def _columns(
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


def _write_goods(session: Session, found: Comparison) -> None:
    """Insert or update; new goods come last on the price list."""
    listed, differing = found.listed, found.differing
    last = max((goods.position for goods in listed.values()), default=0)
    new = [goods for goods in differing if goods.code not in listed]
    _write(
        session,
        insert(Goods),
        [
            {
                "code": goods.code,
                "position": position,
                **_columns(goods, None, found.headings),
            }
            for position, goods in enumerate(new, start=last + 1)
        ],
    )
    _write(
        session,
        _CHANGE,
        [
            {"of_code": goods.code}
            | {
                f"new_{column}": value
                for column, value in _columns(goods, listed[goods.code], found.headings).items()
            }
            for goods in differing
            if goods.code in listed
        ],
    )


def _write_barcodes(
    session: Session, differing: Sequence[WantedGoods], ids: dict[str, int]
) -> None:
    """First take all old ones away, so that goods of one file may exchange theirs."""
    session.connection().execute(delete(Barcode).where(Barcode.goods_id.in_(ids.values())))
    rows = [
        {"code": each.code, "goods_id": ids[goods.code], "pack_quantity": each.pieces}
        for goods in differing
        for each in goods.barcodes
    ]
    _write(session, insert(Barcode), rows)


def _ids(session: Session, goods: Sequence[WantedGoods]) -> dict[str, int]:
    rows = session.execute(
        select(Goods.code, Goods.id).where(Goods.code.in_([wanted.code for wanted in goods]))
    )
    return {row.code: row.id for row in rows}


def _write(session: Session, statement: Executable, rows: Sequence[dict[str, object]]) -> None:
    """Many rows at once; SQLAlchemy would insert an empty row for an empty list."""
    if rows:
        session.connection().execute(statement, rows)
