"""A store's day by what happened on it, and closing it: afterwards nothing is added to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.kernel.clock import SHANGHAI, local
from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.places.models import Store
from app.registry.places.queries import store_for
from app.shop.goods.models import Goods
from app.shop.redemptions.models import (
    DayClosing,
    Identified,
    NeedSignal,
    Redemption,
    RedemptionReturn,
    RedemptionVoid,
)
from app.shop.stock.models import Move, MoveKind

MOST_DAYS_LATER = 30


class DayClosed(Conflict):
    """The store's day is closed: nothing is redeemed, returned or voided on it any more."""

    code = "day_closed"


class DayNotClosable(Conflict):
    """A day that has not come, or long ago."""

    code = "day_not_closable"


on_violation("day_is_closed", DayClosed)
on_violation("pk_day_closings", DayClosed, columns="day_closings.store_id, day_closings.day")


@dataclass(frozen=True)
class DayGoods:
    """How many of some goods left on a day, less what came back on it."""

    name: str
    unit: str
    pieces: int


@dataclass(frozen=True)
class DaySheet:
    """A store's day; what was voided on it may have been sold before."""

    redemptions: int
    points_out: int
    returns: int
    voids: int
    points_back: int
    goods: Sequence[DayGoods]
    needs: Sequence[tuple[str, int]]
    by_pin: int  # of the redemptions: the household typed its PIN
    by_photo: int  # the clerk compared with its photo; of the others he knew who stood there

    @property
    def by_sight(self) -> int:
        """How many the clerk attested."""
        return self.redemptions - self.by_pin - self.by_photo

    @property
    def points(self) -> int:
        """What the day's goods cost in the end."""
        return self.points_out - self.points_back

    @property
    def pieces(self) -> int:
        """How many things left and stayed away."""
        return sum(one.pieces for one in self.goods)


def day_sheet(session: Session, store_id: int, day: date) -> DaySheet:
    """What happened in a store on a day; five statements, whatever it was."""
    of_store = Redemption.store_id == store_id
    sold = session.execute(
        select(
            func.count(),
            func.coalesce(func.sum(Redemption.points), 0),
            func.count(case((Redemption.identified == Identified.PIN, 1))),
            func.count(case((Redemption.identified == Identified.PHOTO, 1))),
        ).where(of_store, _on(Redemption.at, day))
    ).one()
    back = session.execute(
        select(func.count(), func.coalesce(func.sum(RedemptionReturn.points), 0))
        .join(Redemption, Redemption.id == RedemptionReturn.redemption_id)
        .where(of_store, _on(RedemptionReturn.returned_at, day))
    ).one()
    earlier = (
        select(func.coalesce(func.sum(RedemptionReturn.points), 0))
        .where(RedemptionReturn.redemption_id == Redemption.id)
        .correlate(Redemption)
        .scalar_subquery()
    )
    voided = session.execute(
        select(func.count(), func.coalesce(func.sum(Redemption.points - earlier), 0))
        .join(RedemptionVoid, RedemptionVoid.redemption_id == Redemption.id)
        .where(of_store, _on(RedemptionVoid.voided_at, day))
    ).one()
    return DaySheet(
        sold[0], int(sold[1]), back[0], voided[0], int(back[1]) + int(voided[1]),
        _goods_of(session, store_id, day), _needs_of(session, store_id, day), sold[2], sold[3],
    )  # fmt: skip


def _goods_of(session: Session, store_id: int, day: date) -> list[DayGoods]:
    rows = session.execute(
        select(Goods.name, Goods.unit, -func.sum(Move.quantity))
        .join(Goods, Goods.id == Move.goods_id)
        .where(
            Move.store_id == store_id,
            Move.kind.in_([MoveKind.HAND_OUT, MoveKind.TAKE_BACK]),
            _on(Move.at, day),
        )
        .group_by(Goods.id, Goods.name, Goods.unit, Goods.position)
        .order_by(Goods.position)
    ).all()
    return [DayGoods(*row) for row in rows]


def _needs_of(session: Session, store_id: int, day: date) -> list[tuple[str, int]]:
    name = func.coalesce(Goods.name, NeedSignal.words)
    rows = session.execute(
        select(name, func.count(NeedSignal.id))
        .outerjoin(Goods, Goods.id == NeedSignal.goods_id)
        .where(NeedSignal.store_id == store_id, NeedSignal.day == day)
        .group_by(name)
        .order_by(func.count(NeedSignal.id).desc(), name)
    ).all()
    return [(row[0], row[1]) for row in rows]


def closing_of(session: Session, store_id: int, day: date) -> tuple[DayClosing, str] | None:
    """When a day was closed and by whom; None while it is open."""
    row = session.execute(
        select(DayClosing, User.name)
        .join(User, User.id == DayClosing.closed_by)
        .where(DayClosing.store_id == store_id, DayClosing.day == day)
    ).one_or_none()
    return (row[0], row[1]) if row else None


def close_day(session: Session, actor: Actor, *, store_code: str, day: date, now: datetime) -> int:
    """Close a store's day with its figures; answers the store's id.

    :raises UnknownPlace: a store that is missing or not the person's.
    :raises DayNotClosable: a day that has not come, or more than 30 days ago.
    :raises DayClosed: closed before.
    """
    store = store_for(session, actor, Permission.REDEEM, store_code)
    shut_day(session, actor, store, day=day, now=now)
    return store.id


def shut_day(session: Session, actor: Actor, store: Store, *, day: date, now: datetime) -> None:
    """The same for who was asked for his permission before: a market day closes it too.

    The store is locked first: who sells holds it as well, so no sale slips in between.

    :raises DayNotClosable, DayClosed: as close_day says.
    """
    session.scalar(select(Store.id).where(Store.id == store.id).with_for_update())
    if not 0 <= (local(now).date() - day).days <= MOST_DAYS_LATER:
        raise DayNotClosable(days=MOST_DAYS_LATER)
    if closing_of(session, store.id, day) is not None:
        raise DayClosed
    found = day_sheet(session, store.id, day)
    session.add(
        DayClosing(
            store_id=store.id,
            day=day,
            redemptions=found.redemptions,
            points_out=found.points_out,
            points_back=found.points_back,
            pieces=found.pieces,
            closed_by=actor.user_id,
            closed_at=now,
        )
    )
    session.flush()
    note(
        session, actor, "close_day", ("store", store.id), now=now,
        place_code=store.place_code, points=found.points,
    )  # fmt: skip


def _on(when: InstrumentedAttribute[Any], day: date) -> ColumnElement[bool]:
    midnight = datetime.combine(day, time(), SHANGHAI)
    return (when >= midnight) & (when < midnight + timedelta(days=1))
