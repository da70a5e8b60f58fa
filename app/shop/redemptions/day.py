"""A store's day: its receipts, and what they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, case, cast, func, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.registry.accounts.models import User
from app.registry.households.models import Household
from app.registry.places.models import Store
from app.shop.redemptions.models import (
    Redemption,
    RedemptionLine,
    RedemptionReturn,
    RedemptionVoid,
    ReturnLine,
)
from app.shop.redemptions.rules import receipt_no

PAGE = 50


@dataclass(frozen=True)
class Sale:
    """A line of the day's list."""

    id: int
    number: str
    at: datetime
    household_number: str
    head_name: str
    points: int
    pieces: int
    clerk: str
    voided: bool
    points_returned: int  # for parts that came back


@dataclass(frozen=True)
class DayTotals:
    """What a day's receipts add up to, less what came back; voided ones count only as such."""

    redemptions: int
    households: int
    points: int
    pieces: int
    voided: int
    returns: int


def sales_of_day(
    session: Session,
    store_id: int,
    now: datetime,
    *,
    before_id: int | None = None,
    limit: int | None = PAGE,
) -> Sequence[Sale]:
    """Today's receipts of a store, newest first, in one statement; without a limit all of them."""
    pieces = (
        select(func.sum(RedemptionLine.quantity))
        .where(RedemptionLine.redemption_id == Redemption.id)
        .scalar_subquery()
    )
    wanted = (
        select(
            Redemption.id, Store.code, Redemption.at, Household.number.label("household_number"),
            Household.head_name, Redemption.points, pieces.label("pieces"),
            User.name.label("clerk"), RedemptionVoid.redemption_id,
            _points_returned().label("points_returned"),
        )
        .join(Store, Store.id == Redemption.store_id)
        .join(Household, Household.id == Redemption.household_id)
        .join(User, User.id == Redemption.clerk_id)
        .outerjoin(RedemptionVoid, RedemptionVoid.redemption_id == Redemption.id)
        .where(_on_day(store_id, now))
        .order_by(Redemption.id.desc())
        .limit(limit)
    )  # fmt: skip
    if before_id is not None:
        wanted = wanted.where(Redemption.id < before_id)
    return [_sale(row) for row in session.execute(wanted)]


def totals_of_day(session: Session, store_id: int, now: datetime) -> DayTotals:
    """What a store handed out today and did not get back, in one statement."""
    back = _what_came_back().subquery()
    sold = _what_was_sold().subquery()
    voided = RedemptionVoid.redemption_id.is_not(None)
    points = Redemption.points - func.coalesce(back.c.points, 0)
    pieces = sold.c.pieces - func.coalesce(back.c.pieces, 0)
    row = session.execute(
        select(
            func.count(case((~voided, Redemption.id))),
            func.count(case((~voided, Redemption.household_id)).distinct()),
            _sum(case((voided, 0), else_=points)),
            _sum(case((voided, 0), else_=pieces)),
            func.count(RedemptionVoid.redemption_id),
            _sum(case((voided, 0), else_=func.coalesce(back.c.returns, 0))),
        )
        .join(sold, sold.c.redemption_id == Redemption.id)
        .outerjoin(back, back.c.redemption_id == Redemption.id)
        .outerjoin(RedemptionVoid, RedemptionVoid.redemption_id == Redemption.id)
        .where(_on_day(store_id, now))
    ).one()
    return DayTotals(*row)


def _what_was_sold() -> Select[int, int]:
    return select(
        RedemptionLine.redemption_id, func.sum(RedemptionLine.quantity).label("pieces")
    ).group_by(RedemptionLine.redemption_id)


def _what_came_back() -> Select[int, int, int, int]:
    """By receipt: how often something came back, its points and its pieces."""
    lines = (
        select(ReturnLine.return_id, func.sum(ReturnLine.quantity).label("pieces"))
        .group_by(ReturnLine.return_id)
        .subquery()
    )
    return (
        select(
            RedemptionReturn.redemption_id,
            func.count(RedemptionReturn.id).label("returns"),
            func.sum(RedemptionReturn.points).label("points"),
            func.sum(lines.c.pieces).label("pieces"),
        )
        .join(lines, lines.c.return_id == RedemptionReturn.id)
        .group_by(RedemptionReturn.redemption_id)
    )


def _points_returned() -> ColumnElement[int]:
    total = select(func.coalesce(func.sum(RedemptionReturn.points), 0)).where(
        RedemptionReturn.redemption_id == Redemption.id
    )
    return cast(total.scalar_subquery(), Integer)


def _on_day(store_id: int, now: datetime) -> ColumnElement[bool]:
    midnight = local(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return and_(
        Redemption.store_id == store_id,
        Redemption.at >= midnight,
        Redemption.at < midnight + timedelta(days=1),
    )


def _sale(row: Row[*tuple[Any, ...]]) -> Sale:
    number = receipt_no(row.code, row.id)
    return Sale(
        row.id, number, row.at, row.household_number, row.head_name,
        row.points, row.pieces, row.clerk, voided=row.redemption_id is not None,
        points_returned=row.points_returned,
    )  # fmt: skip


def _sum(what: ColumnElement[int]) -> ColumnElement[int]:
    return cast(func.coalesce(func.sum(what), 0), Integer)
