"""Put goods on the price list, one by one or from a file."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Executable, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.shop.goods.comparing import COLUMNS, Comparison, columns, compared
from app.shop.goods.lines import GoodsLine, check_lines
from app.shop.goods.models import Barcode, Goods, Price
from app.shop.goods.rules import (
    GoodsChangedMeanwhile,
    WantedGoods,
    check_goods,
)

on_violation("uq_goods_code", GoodsChangedMeanwhile, columns="goods.code")
on_violation("pk_barcodes", GoodsChangedMeanwhile, columns="barcodes.code")

_CHANGE = (
    update(Goods)
    .where(Goods.code == bindparam("of_code"))
    .values({column: bindparam(f"new_{column}") for column in COLUMNS})
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
    reason: str = "",
    from_day: date | None = None,
) -> Goods:
    """Put goods on the list, or change those with this code.

    A lower price counts from now on, a higher one when it has been announced.

    :param barcode: takes the place of those before; several apart by spaces, a pack as
        `code*12`; "" for goods without.
    :param picture: the name of a drawing; "" leaves it as it is.
    :param pack: how they are packed, in words; None leaves it as it is, and so with the rest.
    :param category: a heading of the price list; "" for none.
    :param reason: why the price changes; a rise needs one.
    :param from_day: the day it begins; None: as early as may be.
    :raises GoodsFault: a field that cannot be right, or a rise without reason or too soon.
    :raises BarcodeTaken: the code or barcode means other goods.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    wanted = check_goods(
        code=code, name=name, unit=unit, barcode=barcode, price_points=price_points,
        picture=picture, pack=pack, category=category, adult_only=adult_only,
        reason=reason, from_day=from_day,
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


def _put(
    session: Session, wanted: Sequence[WantedGoods], actor: Actor, now: datetime
) -> GoodsImported:
    found = compared(session, wanted, now)
    listed, differing = found.listed, found.differing
    _write_goods(session, found)
    ids = _ids(session, differing)
    _write_barcodes(session, differing, ids)
    _write(session, insert(Price), list(_prices(found, ids, actor, now)))
    new = sum(goods.code not in listed for goods in differing)
    return GoodsImported(new, len(differing) - new, len(wanted) - len(differing))


def _prices(
    found: Comparison, ids: dict[str, int], actor: Actor, now: datetime
) -> Iterator[dict[str, object]]:
    """New prices; before one that begins later, what was announced is taken back."""
    for goods in found.differing:
        if goods.code not in found.begins:
            continue
        row = {"goods_id": ids[goods.code], "since": now, "reason": "", "set_by": actor.user_id}
        if ids[goods.code] in found.announced and found.begins[goods.code] > now:
            yield row | {"price_points": found.listed[goods.code].price_points}
        yield row | {
            "price_points": goods.price_points,
            "since": found.begins[goods.code],
            "reason": goods.reason,
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
                **columns(goods, None, found.headings),
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
                for column, value in columns(goods, listed[goods.code], found.headings).items()
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
