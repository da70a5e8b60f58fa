"""The district says from when goods count as near their day."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from app.registry.accounts import audit
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.permissions import Permission
from app.shop.stock.expiry_rules import check_near_days
from app.shop.stock.models import NearExpiryStep


def set_near_days(
    session: Session, actor: Actor, table: Mapping[int, int], *, now: datetime
) -> int:
    """Put a whole table in place of the one before; answers how many steps it has.

    :raises NearDaysBad: other steps than the known ones, or days outside 0 to 365.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    check_near_days(table)
    for least_days, days in table.items():
        session.merge(NearExpiryStep(least_days=least_days, near_days=days))
    session.flush()
    audit.note(
        session, actor, "set_near_days", ("district", None), now=now, days=list(table.values())
    )
    return len(table)
