"""Some goods of a receipt come back: points to the household, goods to their lots."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import insert
from sqlalchemy.orm import Session

from app.ledger.actions import Source, give_back
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.shop.redemptions.actions import SOURCE
from app.shop.redemptions.back_rules import (
    ReturnEmpty,
    ReturnReasonMissing,
    ReturnsEverything,
    ReturnTooMany,
    check_returnable,
)
from app.shop.redemptions.models import Redemption, RedemptionReturn, RedemptionVoid, ReturnLine
from app.shop.redemptions.queries import redemption_for
from app.shop.redemptions.returned import Standing, points_returned, standing_of
from app.shop.redemptions.rules import check_said
from app.shop.stock.actions import take_back_some

RETURN_SOURCE: Final = "return"

Chosen = list[tuple[Standing, int]]


def return_goods(
    session: Session,
    actor: Actor,
    *,
    redemption_id: int,
    back: Mapping[str, int],
    reason: str,
    now: datetime,
) -> int:
    """Take some goods of a receipt back on its own day; answers the return's id.

    :param back: how many pieces come back, by the goods' code; those of 0 do not.
    :raises RedemptionNotFound: missing, or of another store.
    :raises AlreadyVoided: nothing of it is out any more.
    :raises ReturnTooLate: written on another day.
    :raises ReturnReasonMissing: no reason.
    :raises ReturnEmpty: nothing comes back.
    :raises ReturnTooMany: the household has fewer of it from this receipt.
    :raises ReturnsEverything: nothing would stay: then the receipt is voided.
    """
    redemption, store = redemption_for(
        session, actor, Permission.VOID_REDEMPTION, redemption_id, lock=True
    )
    voided = session.get(RedemptionVoid, redemption.id) is not None
    check_returnable(redemption.at, voided=voided, now=now)
    said = check_said(reason, ReturnReasonMissing)
    standing = standing_of(session, redemption.id)
    chosen = chosen_back(standing, back)
    made = _write(session, actor, redemption, chosen, said=said, now=now)
    kept = take_back_some(
        session, store_id=store.id, back={line.move_id: count for line, count in chosen},
        actor_id=actor.user_id, now=now,
    )  # fmt: skip
    session.connection().execute(
        insert(ReturnLine), [_line(made.id, line, count, kept) for line, count in chosen]
    )
    note(
        session, actor, "return_goods", ("redemption", redemption.id), now=now,
        place_code=store.place_code, points=made.points,
    )  # fmt: skip
    return made.id


def chosen_back(standing: Sequence[Standing], back: Mapping[str, int]) -> Chosen:
    """Which lots come back: of the same goods, the later lot first.

    :raises ReturnEmpty: nothing comes back.
    :raises ReturnTooMany: more of some goods than the household has.
    :raises ReturnsEverything: nothing would stay.
    """
    chosen: Chosen = []
    for code, wanted in back.items():
        left = wanted
        for line in reversed([line for line in standing if line.goods_code == code]):
            count = min(left, line.quantity)
            left -= count
            if count > 0:
                chosen.append((line, count))
        if left:
            raise ReturnTooMany(goods=code[:32])
    if not chosen:
        raise ReturnEmpty
    if sum(count for _, count in chosen) == sum(line.quantity for line in standing):
        raise ReturnsEverything
    return chosen


def _write(
    session: Session, actor: Actor, redemption: Redemption, chosen: Chosen, *, said: str,
    now: datetime,
) -> RedemptionReturn:  # fmt: skip
    points = sum(line.price_points * count for line, count in chosen)
    before = redemption.points - points_returned(session, redemption.id)
    made = RedemptionReturn(
        redemption_id=redemption.id, points=points, points_left=before - points, reason=said,
        returned_by=actor.user_id, returned_at=now,
    )  # fmt: skip
    session.add(made)
    session.flush()
    give_back(
        session, of=(SOURCE, redemption.id), points=points,
        source=Source(RETURN_SOURCE, made.id, actor.user_id, now),
    )  # fmt: skip
    return made


def _line(
    return_id: int, line: Standing, count: int, kept: Mapping[int, int]
) -> dict[str, int | None]:
    return {
        "return_id": return_id,
        "goods_id": line.goods_id,
        "taken": line.quantity,
        "quantity": count,
        "kept": line.quantity - count,
        "price_points": line.price_points,
        "taken_move_id": line.move_id,
        "kept_move_id": kept.get(line.move_id),
    }
