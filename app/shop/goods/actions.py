"""Put goods on the price list, one by one or from a file."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Executable, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.shop.goods.models import Barcode, Goods, Price
from app.shop.goods.queries import PricedGoods, catalogue
from app.shop.goods.rules import (
    GoodsChangedMeanwhile,
    GoodsLine,
    Owner,
    WantedGoods,
    check_goods,
    check_lines,
    check_names,
)

on_violation("uq_goods_code", GoodsChangedMeanwhile, columns="goods.code")
on_violation("pk_barcodes", GoodsChangedMeanwhile, columns="barcodes.code")

_CHANGE = (
    update(Goods)
    .where(Goods.code == bindparam("of_code"))
    .values(
        name=bindparam("new_name"), unit=bindparam("new_unit"), picture=bindparam("new_picture")
    )
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
) -> Goods:
    """Put goods on the list, or change those with this code; a new price counts from now on.

    :param barcode: takes the place of those before; several apart by spaces, a pack as
        `code*12`; "" for goods without.
    :param picture: the name of a drawing; "" leaves it as it is.
    :raises GoodsFault: a field that cannot be right.
    :raises BarcodeTaken: the code or barcode means other goods.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    wanted = check_goods(
        code=code, name=name, unit=unit, barcode=barcode, price_points=price_points, picture=picture
    )
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


def compared(
    session: Session, wanted: Sequence[WantedGoods], now: datetime
) -> tuple[dict[str, PricedGoods], list[WantedGoods]]:
    """What is on the list, by code, and which of the wanted goods differ from it.

    :raises BarcodeTaken: a code or barcode means other goods; in a file `GoodsRowBad`.
    """
    listed = {goods.code: goods for goods in catalogue(session, now)}
    check_names(wanted, _staying(listed, {goods.code for goods in wanted}))
    return listed, [goods for goods in wanted if _differs(goods, listed.get(goods.code))]


def _put(
    session: Session, wanted: Sequence[WantedGoods], actor: Actor, now: datetime
) -> GoodsImported:
    listed, differing = compared(session, wanted, now)
    _write_goods(session, differing, listed)
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


def _differs(wanted: WantedGoods, now: PricedGoods | None) -> bool:
    return now is None or (
        (wanted.name, wanted.unit, wanted.barcode, wanted.price_points)
        != (now.name, now.unit, now.barcode, now.price_points)
        or wanted.picture not in ("", now.picture)
    )


def _write_goods(
    session: Session, differing: Sequence[WantedGoods], listed: dict[str, PricedGoods]
) -> None:
    """Insert or update; new goods come last on the price list."""
    last = max((goods.position for goods in listed.values()), default=0)
    new = [goods for goods in differing if goods.code not in listed]
    _write(
        session,
        insert(Goods),
        [
            {
                "code": goods.code,
                "name": goods.name,
                "unit": goods.unit,
                "picture": goods.picture,
                "position": position,
            }
            for position, goods in enumerate(new, start=last + 1)
        ],
    )
    _write(
        session,
        _CHANGE,
        [
            {
                "of_code": goods.code,
                "new_name": goods.name,
                "new_unit": goods.unit,
                "new_picture": goods.picture or listed[goods.code].picture,
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
