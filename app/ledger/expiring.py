"""Which of a household's points end first, and when. Derived: there are no lots."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.ledger.models import Account, Transfer, TransferKind


@dataclass(frozen=True)
class Expiring:
    """So many points can be spent until the end of this day."""

    points: int
    on: date


def expiring_points(session: Session, household_id: int, today: date) -> Expiring | None:
    """The points that end next; None when none of those left ever end.

    First in, first out: what was spent came from the awards that end earliest. A voided redemption
    was not spent. Of an award that has ended before today nothing is left to end again.
    """
    account = session.scalar(select(Account).where(Account.household_id == household_id))
    if account is None or account.balance == 0:
        return None
    to_here = Transfer.credit_account_id == account.id
    returned = session.scalar(
        select(func.coalesce(func.sum(Transfer.points), 0)).where(
            to_here, Transfer.kind == TransferKind.REVERSAL
        )
    )
    spent = account.debited - int(returned or 0)
    rows = session.execute(
        select(Transfer.expires_on, func.sum(Transfer.points).label("points"))
        .where(to_here, Transfer.expires_on.is_not(None))
        .group_by(Transfer.expires_on)
        .order_by(Transfer.expires_on)
    ).all()
    earned = 0
    for row in rows:
        earned += int(row.points)
        left = min(account.balance, max(0, earned - spent))
        if left and row.expires_on >= today:
            return Expiring(left, row.expires_on)
    return None
