"""What households took and kept: less what came back, whole or in part."""

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, select
from sqlalchemy.orm import aliased

from app.shop.redemptions.models import Redemption, RedemptionLine, RedemptionReturn, ReturnLine
from app.shop.redemptions.returned import owned_moves
from app.shop.stock.models import Move

_BACK = aliased(Move)


def pieces_kept(
    goods_id: SQLColumnExpression[int], *receipts: ColumnElement[bool]
) -> ColumnElement[int]:
    """How many of some goods the receipts that are named still hold; 0 for none.

    Two sums, not one over both kinds of moves: the till asks by household, which an index answers.

    :param goods_id: a column of the statement that this stands in.
    """
    sold = (
        select(func.coalesce(func.sum(RedemptionLine.quantity), 0))
        .join(Redemption, Redemption.id == RedemptionLine.redemption_id)
        .outerjoin(_BACK, _BACK.reverses_id == RedemptionLine.move_id)
        .where(RedemptionLine.goods_id == goods_id, _BACK.id.is_(None), *receipts)
    )
    stayed = (
        select(func.coalesce(func.sum(ReturnLine.kept), 0))
        .join(RedemptionReturn, RedemptionReturn.id == ReturnLine.return_id)
        .join(Redemption, Redemption.id == RedemptionReturn.redemption_id)
        .outerjoin(_BACK, _BACK.reverses_id == ReturnLine.kept_move_id)
        .where(ReturnLine.goods_id == goods_id, _BACK.id.is_(None), *receipts)
    )
    return sold.scalar_subquery() + stayed.scalar_subquery()


def kept_moves() -> Select[int, int, int]:
    """Every move by which goods left and stayed away: redemption_id, goods_id, quantity."""
    owned = owned_moves().subquery()
    return (
        select(owned.c.redemption_id, owned.c.goods_id, owned.c.quantity)
        .outerjoin(_BACK, _BACK.reverses_id == owned.c.move_id)
        .where(_BACK.id.is_(None))
    )
