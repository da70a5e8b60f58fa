"""Whether the goods on the shelves are worth the points in people's hands."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import case, distinct, func, select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.ledger.models import Account, Transfer, TransferKind
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.registry.households.queries import within_reach
from app.registry.places.models import Store
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.shop.goods.queries import catalogue
from app.shop.stock.models import Shelf

MONTHS_LOOKED_BACK = 3
PERCENT: Final = 100
TENTHS: Final = 10


@dataclass(frozen=True)
class Solvency:
    """All in points: what households hold, what is certified and not yet credited, the goods.

    Without a store in these places there is nothing to compare: people shop elsewhere.
    """

    outstanding: int
    coming: int
    stock: int
    stores: int
    redeemed_a_month: int

    @property
    def percent(self) -> int | None:
        """Which share of the points the goods would pay for, rounded down; None without points."""
        return self._share_of(self.outstanding)

    @property
    def percent_after(self) -> int | None:
        """The same once what is coming has been credited."""
        return self._share_of(self.outstanding + self.coming)

    @property
    def month_tenths(self) -> int | None:
        """For how many months the goods last at the pace of late, in tenths."""
        if not self.redeemed_a_month:
            return None
        return self.stock * TENTHS // self.redeemed_a_month

    def _share_of(self, owed: int) -> int | None:
        return self.stock * PERCENT // owed if owed and self.stores else None


def solvency(session: Session, actor: Actor, now: datetime) -> Solvency:
    """The households in reach against the goods of the stores at or below the same places."""
    return Solvency(
        outstanding=_outstanding(session, actor),
        coming=_coming(session, actor),
        stock=_stock(session, actor, now),
        stores=_stores(session, actor),
        redeemed_a_month=_redeemed_a_month(session, actor, Period.of(now)),
    )


def _outstanding(session: Session, actor: Actor) -> int:
    held = (
        select(func.coalesce(func.sum(Account.balance), 0))
        .join(Household, Household.id == Account.household_id)
        .where(within_reach(actor, Permission.VIEW_STATEMENT))
    )
    return int(session.scalar(held) or 0)


def _coming(session: Session, actor: Actor) -> int:
    waits = (
        select(func.coalesce(func.sum(Sheet.points), 0))
        .join(Round, Round.id == Sheet.round_id)
        .where(
            Sheet.state.in_([SheetState.CERTIFIED, SheetState.DISPUTED]),
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
        )
    )
    return int(session.scalar(waits) or 0)


def _stock(session: Session, actor: Actor, now: datetime) -> int:
    places = actor.reach(Permission.VIEW_STATEMENT).places
    rows = session.execute(
        select(Shelf.goods_id, func.sum(Shelf.quantity))
        .join(Store, Store.id == Shelf.store_id)
        .where(below_any(Store.place_code, places))
        .group_by(Shelf.goods_id)
    ).all()
    standing = {goods_id: int(quantity) for goods_id, quantity in rows}
    return sum(
        goods.price_points * standing.get(goods.goods_id, 0) for goods in catalogue(session, now)
    )


def _stores(session: Session, actor: Actor) -> int:
    places = actor.reach(Permission.VIEW_STATEMENT).places
    counted = select(func.count()).select_from(Store).where(below_any(Store.place_code, places))
    return session.scalar(counted) or 0


def _redeemed_a_month(session: Session, actor: Actor, this: Period) -> int:
    """The average of the last whole months in which anything was redeemed; voids count back."""
    redeemed = Transfer.kind == TransferKind.REDEMPTION
    household_side = case((redeemed, Transfer.debit_account_id), else_=Transfer.credit_account_id)
    row = session.execute(
        select(
            func.coalesce(func.sum(case((redeemed, Transfer.points), else_=-Transfer.points)), 0),
            func.count(distinct(Transfer.period)),
        )
        .join(Account, Account.id == household_side)
        .join(Household, Household.id == Account.household_id)
        .where(
            Transfer.kind.in_([TransferKind.REDEMPTION, TransferKind.REVERSAL]),
            Transfer.period >= this.plus(-MONTHS_LOOKED_BACK),
            Transfer.period < this,
            within_reach(actor, Permission.VIEW_STATEMENT),
        )
    ).one()
    return int(row[0]) // row[1] if row[1] else 0
