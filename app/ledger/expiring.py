"""Which points end when. Derived from awards and totals: there are no lots.

First in, first out: whatever went off an account came from the awards that end earliest.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.ledger.models import Account, Transfer, TransferKind
from app.registry.households.models import Household

#: So long before their last day notice, statement and till begin to say that points end.
ANNOUNCED_DAYS: Final = 60


@dataclass(frozen=True)
class Expiring:
    """So many points can be spent until the end of this day."""

    points: int
    on: date

    def is_near(self, today: date) -> bool:
        """Whether the day is so close that it is announced."""
        return (self.on - today).days <= ANNOUNCED_DAYS


@dataclass(frozen=True)
class Ending:
    """Points of this year and before end on this day, for some household of a village."""

    year: int
    on: date


def yesterday(now: datetime) -> date:
    """The latest day that is over in the village: points that ended on it are due."""
    return local(now).date() - timedelta(days=1)


def unspent(until: date | ColumnElement[date]) -> ColumnElement[int]:
    """What is left of an account's awards whose last day is `until` or earlier; below 1: nothing.

    THE rule, beside a selected `Account`: these awards, less all that went off the account
    (redemptions, deductions, claims and what expired before), voided redemptions added back. Never
    more than the balance, which counts the same and the later awards too.
    Source: DESIGN.md section 4, "Expiry is first-in-first-out and derived".
    """
    came = (
        select(func.coalesce(func.sum(Transfer.points), 0))
        .where(
            Transfer.credit_account_id == Account.id,
            or_(Transfer.expires_on <= until, Transfer.kind == TransferKind.REVERSAL),
        )
        .correlate_except(Transfer)
        .scalar_subquery()
    )
    return came - Account.debited


def expiring_points(session: Session, household_id: int, today: date) -> Expiring | None:
    """The points that end next; None when none of those left ever end.

    What ended before today and was not let go yet can still be spent, but is not counted here.
    """
    ends = (
        select(Transfer.expires_on.label("day"))
        .join(Account, Account.id == Transfer.credit_account_id)
        .where(Account.household_id == household_id, Transfer.expires_on >= today)
        .distinct()
        .subquery()
    )
    rows = session.execute(
        select(
            ends.c.day,
            unspent(ends.c.day).label("left"),
            unspent(today - timedelta(days=1)).label("over"),
        )
        .join_from(ends, Account, Account.household_id == household_id)
        .order_by(ends.c.day)
    )
    for row in rows:
        points = max(0, row.left) - max(0, row.over)
        if points:
            return Expiring(points, row.day)
    return None


def near_expiring(session: Session, household_id: int, today: date) -> Expiring | None:
    """The points that end next, once that is announced."""
    found = expiring_points(session, household_id, today)
    return found if found and found.is_near(today) else None


def ending_in_village(
    session: Session, village_code: str, *, today: date, posted_until: date
) -> Ending | None:
    """What a notice that hangs until a day has to announce: the next end of points, if it is near.

    Asked of households that have points at all; each household's own are on its statement.
    """
    row = session.execute(
        select(Transfer.expires_on, func.max(Transfer.period).label("period"))
        .join(Account, Account.id == Transfer.credit_account_id)
        .join(Household, Household.id == Account.household_id)
        .where(
            Household.village_code == village_code,
            Account.balance > 0,
            Transfer.expires_on >= today,
            Transfer.expires_on <= posted_until + timedelta(days=ANNOUNCED_DAYS),
        )
        .group_by(Transfer.expires_on)
        .order_by(Transfer.expires_on)
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Ending(row.period.year, row.expires_on)
