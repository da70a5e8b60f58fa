"""What came to a store and what went."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.models import User
from app.shop.goods.models import Goods
from app.shop.stock.models import Move, MoveKind

PAGE = 50


@dataclass(frozen=True)
class MoveLine:
    """Goods that came to a store (+) or left it (−)."""

    id: int
    at: datetime
    kind: MoveKind
    quantity: int
    goods_code: str
    goods_name: str
    unit: str
    who: str
    paper_id: int | None  # of a delivery, a relocation, a write-off or a count


def moves_of(
    session: Session,
    store_id: int,
    *,
    goods_code: str = "",
    period: Period | None = None,
    before_id: int | None = None,
    limit: int | None = PAGE,
) -> Sequence[MoveLine]:
    """What came to a store and left it, newest first; all of it, of one goods, of a month."""
    statement = (
        select(
            Move.id, Move.at, Move.kind, Move.quantity, Goods.code, Goods.name, Goods.unit,
            User.name.label("who"),
            func.coalesce(
                Move.receipt_id, Move.relocation_id, Move.write_off_id, Move.count_id
            ),
        )
        .join(Goods, Goods.id == Move.goods_id)
        .join(User, User.id == Move.actor_id)
        .where(Move.store_id == store_id)
        .order_by(Move.id.desc())
        .limit(limit)
    )  # fmt: skip
    if period is not None:
        ends = period.plus(1).starts_at
        statement = statement.where(Move.at >= period.starts_at, Move.at < ends)
    if goods_code:
        statement = statement.where(Goods.code == goods_code)
    if before_id is not None:
        statement = statement.where(Move.id < before_id)
    return [MoveLine(*row) for row in session.execute(statement)]
