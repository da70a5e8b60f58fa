"""The price list at the desk of the office: look before changing it, and what it was before."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.shop.goods.actions import put_goods
from app.shop.goods.barcodes import OWN_PREFIX, own_barcode, own_number
from app.shop.goods.comparing import compared
from app.shop.goods.lines import GoodsLine, check_lines
from app.shop.goods.models import Barcode, Goods, Price
from app.shop.goods.queries import PricedGoods, catalogue
from app.shop.goods.rules import BarcodeTaken, WantedGoods, clean_code


class GoodsNotFound(NotFound):
    """No goods on the price list have this code."""

    code = "goods_not_found"


@dataclass(frozen=True)
class GoodsEntry:
    """Goods as somebody entered them."""

    code: str
    name: str
    unit: str
    barcode: str
    price_points: int
    picture: str
    pack: str = ""
    category: str = ""
    adult_only: bool = False
    reason: str = ""
    from_day: date | None = None


@dataclass(frozen=True)
class GoodsPlan:
    """What a file would do to the price list."""

    new: Sequence[WantedGoods]
    changed: Sequence[tuple[PricedGoods, WantedGoods]]
    unchanged: int


@dataclass(frozen=True)
class PriceSet:
    """A price, from when on, why, and who set it."""

    price_points: int
    since: datetime
    reason: str
    who: str


def goods_called(session: Session, code: str, now: datetime) -> PricedGoods:
    """The goods with this code, at today's price.

    :raises GoodsNotFound: there are none.
    """
    found = next((goods for goods in catalogue(session, now) if goods.code == code), None)
    if found is None:
        raise GoodsNotFound(code=code[:32])
    return found


def prices_of(session: Session, goods_id: int) -> Sequence[PriceSet]:
    """All prices some goods ever had, the latest first."""
    rows = session.execute(
        select(Price.price_points, Price.since, Price.reason, User.name)
        .join(User, User.id == Price.set_by)
        .where(Price.goods_id == goods_id)
        .order_by(Price.id.desc())
    ).all()
    return [PriceSet(*row) for row in rows]


def add_goods(session: Session, actor: Actor, entry: GoodsEntry, *, now: datetime) -> Goods:
    """Put new goods on the list; other than `put_goods` it changes none that are there.

    :raises BarcodeTaken: the code or barcode means other goods.
    :raises GoodsFault: a field that cannot be right.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    code = clean_code(entry.code)
    owner = session.scalar(select(Goods.name).where(Goods.code == code))
    if owner is not None:
        raise BarcodeTaken(barcode=code, goods=owner)
    return put_goods(session, actor, **asdict(entry), now=now)


def change_goods(session: Session, actor: Actor, entry: GoodsEntry, *, now: datetime) -> Goods:
    """Change goods that are on the list.

    :raises GoodsNotFound: none have this code.
    :raises BarcodeTaken: the barcode means other goods.
    :raises GoodsFault: a field that cannot be right.
    """
    goods_called(session, entry.code, now)
    return put_goods(session, actor, **asdict(entry), now=now)


def give_own_barcode(session: Session, actor: Actor, code: str, *, now: datetime) -> Goods:
    """Give goods a barcode of our own, to be printed; those that have one keep it.

    :raises GoodsNotFound: none have this code.
    :raises GoodsChangedMeanwhile: somebody else was given the same number at this moment.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    goods = session.scalars(select(Goods).where(Goods.code == code)).one_or_none()
    if goods is None:
        raise GoodsNotFound(code=code[:32])
    own = select(Barcode.code).where(
        Barcode.code.startswith(OWN_PREFIX), func.length(Barcode.code) == len(own_barcode(0))
    )
    if session.scalar(own.where(Barcode.goods_id == goods.id).limit(1)) is None:
        last = session.scalar(own.order_by(Barcode.code.desc()).limit(1))
        barcode = own_barcode(own_number(last) + 1 if last else 1)
        session.add(Barcode(code=barcode, goods_id=goods.id))
        session.flush()
        note(session, actor, "give_barcode", ("goods", goods.id), now=now, barcode=barcode)
    return goods


def plan_goods(session: Session, lines: Iterable[GoodsLine], now: datetime) -> GoodsPlan:
    """What importing a price list would do; changes nothing.

    :raises GoodsRowBad: a row that cannot be right, or takes a code or barcode of other goods.
    :raises NoGoodsInFile: there are none.
    :raises TooManyGoods: more than 2,000.
    """
    wanted = check_lines(lines)
    found = compared(session, wanted, now)
    listed, differing = found.listed, found.differing
    return GoodsPlan(
        new=[goods for goods in differing if goods.code not in listed],
        changed=[(listed[goods.code], goods) for goods in differing if goods.code in listed],
        unchanged=len(wanted) - len(differing),
    )
