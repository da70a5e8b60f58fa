"""What was redeemed, as short as a slip: what the till is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.redemptions.models import Redemption, RedemptionLine
from app.shop.redemptions.rules import PricedLine, receipt_no


@dataclass(frozen=True)
class SlipLine:
    """One kind of goods on a slip, at the price of that moment."""

    goods: str
    name: str
    unit: str
    quantity: int
    price_points: int


@dataclass(frozen=True)
class Slip:
    """A redemption with its number and what is left."""

    id: int
    receipt_no: str
    points: int
    balance_after: int
    lines: tuple[SlipLine, ...]


_SLIP = (
    select(
        Store.code, Redemption.points, Redemption.balance_after,
        Goods.code, Goods.name, Goods.unit, func.sum(RedemptionLine.quantity),
        RedemptionLine.price_points,
    )
    .join(Store, Store.id == Redemption.store_id)
    .join(RedemptionLine, RedemptionLine.redemption_id == Redemption.id)
    .join(Goods, Goods.id == RedemptionLine.goods_id)
    .where(Redemption.id == bindparam("redemption"))
    .group_by(Redemption.id, Store.id, Goods.id, RedemptionLine.price_points)
    .order_by(Goods.position)
)  # fmt: skip


def slip_for(
    redemption_id: int, store_code: str, lines: Sequence[PricedLine], balance_after: int
) -> Slip:
    """The slip of a redemption that was made this moment, without asking the database."""
    in_order = sorted(lines, key=lambda line: line.goods.position)
    return Slip(
        redemption_id,
        receipt_no(store_code, redemption_id),
        sum(line.points for line in lines),
        balance_after,
        tuple(_line(line) for line in in_order),
    )


def slip_of(session: Session, redemption_id: int) -> Slip:
    """The slip of an earlier redemption, in one statement; the caller made it, or may see it."""
    rows = session.connection().execute(_SLIP, {"redemption": redemption_id}).all()
    store_code, points, balance_after = rows[0][:3]
    lines = tuple(SlipLine(*row[3:]) for row in rows)
    return Slip(redemption_id, receipt_no(store_code, redemption_id), points, balance_after, lines)


def _line(line: PricedLine) -> SlipLine:
    goods = line.goods
    return SlipLine(goods.code, goods.name, goods.unit, line.quantity, goods.price_points)
