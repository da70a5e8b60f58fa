"""Objections that should have been answered by now: whoever has to answer sees them first."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, func, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.registry.households.queries import seen_by
from app.scoring.rounds.models import Objection, ObjectionState, Round, Sheet

MOST_SHOWN: Final = 100


def is_overdue(now: datetime) -> ColumnElement[bool]:
    """An open objection whose day has passed; one of before there were such days never is."""
    return and_(
        Objection.state == ObjectionState.OPEN,
        func.coalesce(Objection.answer_by < now, False),
    )


def overdue_objections(
    session: Session, actor: Actor, now: datetime
) -> Sequence[tuple[Objection, Sheet, Household, Round]]:
    """The overdue ones in the person's villages (a cadre's: of his households), longest first."""
    rows = session.execute(
        select(Objection, Sheet, Household, Round)
        .join(Sheet, Sheet.id == Objection.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Household, Household.id == Sheet.household_id)
        .where(
            is_overdue(now),
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
            seen_by(actor, Permission.VIEW_ROUND),
        )
        .order_by(Objection.answer_by, Objection.id)
        .limit(MOST_SHOWN)
    ).all()
    return [(row[0], row[1], row[2], row[3]) for row in rows]
