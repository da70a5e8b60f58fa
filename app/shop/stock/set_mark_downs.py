"""The district says how much less goods cost near their day."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from app.registry.accounts import audit
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.permissions import Permission
from app.shop.stock.mark_down_rules import check_mark_downs
from app.shop.stock.models import MarkDown


def set_mark_downs(
    session: Session, actor: Actor, steps: Mapping[int, int], *, now: datetime
) -> int:
    """Put a whole rule in place of the one before; answers how many steps it has.

    Receipts keep the prices that they were written with.

    :raises MarkDownsBad: more than 4 steps, shares out of range, or dearer nearer the day.
    """
    check_may(actor, Permission.MANAGE_GOODS)
    check_mark_downs(steps)
    session.execute(delete(MarkDown))
    if steps:
        rows = [{"days": days, "percent_off": off} for days, off in steps.items()]
        session.execute(insert(MarkDown), rows)
    told = [f"{days}:{off}" for days, off in sorted(steps.items(), reverse=True)]
    audit.note(session, actor, "set_mark_downs", ("district", None), now=now, steps=told)
    return len(steps)
