"""Set how much of some goods a household may have, and end it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.shop.goods.desk import goods_called
from app.shop.goods.models import Ration, RationPeriod
from app.shop.goods.ration_rules import NoRation, check_ration
from app.shop.goods.rules import GoodsChangedMeanwhile

on_violation("uq_rations_open", GoodsChangedMeanwhile, columns="rations.goods_id")


@dataclass(frozen=True)
class Limit:
    """So many pieces a household, or a person, in each period."""

    quantity: int
    period: RationPeriod
    per_person: bool = False
    at_most: int | None = None  # of a household, when it goes by person


def set_ration(session: Session, actor: Actor, code: str, limit: Limit, *, now: datetime) -> Ration:
    """Limit goods from now on; what was there before ends. What was taken this period counts.

    :raises GoodsNotFound: no goods have this code.
    :raises RationBad: a limit that cannot be meant.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    check_ration(limit.quantity, limit.at_most, per_person=limit.per_person)
    goods = goods_called(session, code, now)
    standing = _open(session, goods.goods_id)
    if standing:
        _end(session, standing, actor, now)
    ration = Ration(
        goods_id=goods.goods_id, quantity=limit.quantity, period=limit.period,
        per_person=limit.per_person, at_most=limit.at_most, set_by=actor.user_id, set_at=now,
    )  # fmt: skip
    session.add(ration)
    session.flush()
    note(
        session, actor, "set_ration", ("goods", goods.goods_id), now=now, code=goods.code,
        quantity=limit.quantity, period=limit.period.value, per_person=limit.per_person,
        at_most=limit.at_most,
    )  # fmt: skip
    return ration


def end_ration(session: Session, actor: Actor, code: str, *, now: datetime) -> Ration:
    """Let households have as much of some goods as they like.

    :raises GoodsNotFound: no goods have this code.
    :raises NoRation: nothing limits them.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    goods = goods_called(session, code, now)
    standing = _open(session, goods.goods_id)
    if standing is None:
        raise NoRation(goods=goods.name)
    _end(session, standing, actor, now)
    note(session, actor, "end_ration", ("goods", goods.goods_id), now=now, code=goods.code)
    return standing


def _open(session: Session, goods_id: int) -> Ration | None:
    """Two who change it at once must not both end the same."""
    wanted = select(Ration).where(Ration.goods_id == goods_id, Ration.ended_at.is_(None))
    return session.scalars(wanted.with_for_update()).one_or_none()


def _end(session: Session, ration: Ration, actor: Actor, now: datetime) -> None:
    ration.ended_at, ration.ended_by = now, actor.user_id
    session.flush()
