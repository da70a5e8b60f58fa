"""What was redeemed, as short as a slip: what the till is answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from app.registry.places.models import Store
from app.shop.goods.models import Goods
from app.shop.redemptions.models import Redemption, RedemptionLine
from app.shop.redemptions.rules import SoldLine, receipt_no


@dataclass(frozen=True)
class SlipLine:
    """Goods of one kind and price on a slip, at the price of that moment."""

    goods: str
    name: str
    unit: str
    quantity: int
    price_points: int
    list_points: int | None  # what the price list said, if it was marked down


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
        RedemptionLine.price_points, RedemptionLine.list_points,
    )
    .join(Store, Store.id == Redemption.store_id)
    .join(RedemptionLine, RedemptionLine.redemption_id == Redemption.id)
    .join(Goods, Goods.id == RedemptionLine.goods_id)
    .where(Redemption.id == bindparam("redemption"))
    .group_by(
        Redemption.id, Store.id, Goods.id, RedemptionLine.price_points, RedemptionLine.list_points
    )
    .order_by(Goods.position, Goods.id, RedemptionLine.price_points)
)  # fmt: skip


def slip_for(
    redemption_id: int, store_code: str, lines: Sequence[SoldLine], balance_after: int
) -> Slip:
    """The slip of a redemption that was made this moment, without asking the database."""
    in_order = sorted(lines, key=_by_kind_and_price)
    return Slip(
        redemption_id,
        receipt_no(store_code, redemption_id),
        sum(line.points for line in lines),
        balance_after,
        tuple(_line(list(equal)) for _key, equal in groupby(in_order, key=_by_kind_and_price)),
    )


def slip_of(session: Session, redemption_id: int) -> Slip:
    """The slip of an earlier redemption, in one statement; the caller made it, or may see it."""
    rows = session.connection().execute(_SLIP, {"redemption": redemption_id}).all()
    store_code, points, balance_after = rows[0][:3]
    lines = tuple(SlipLine(*row[3:]) for row in rows)
    return Slip(redemption_id, receipt_no(store_code, redemption_id), points, balance_after, lines)


def _by_kind_and_price(line: SoldLine) -> tuple[int, int, int]:
    return line.goods.position, line.goods.goods_id, line.price_points


def _line(equal: Sequence[SoldLine]) -> SlipLine:
    """Lots of one kind of goods that cost the same, added up."""
    goods, first = equal[0].goods, equal[0]
    return SlipLine(
        goods.code, goods.name, goods.unit, sum(line.quantity for line in equal),
        first.price_points, first.list_points,
    )  # fmt: skip
