"""The month page by page, as one person may see it: a cadre sees his own households only."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import seen_by
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.queries import live, missing_in
from app.scoring.visits.models import Visit

PAGE = 100


@dataclass(frozen=True)
class ListedSheet:
    """A sheet that counts, with whose it is and who recorded it after which visit."""

    sheet: Sheet
    household: Household
    scorer: str
    visited_at: datetime | None


def sheets_of(
    session: Session, actor: Actor, round_: Round, *, after_id: int = 0, limit: int = PAGE
) -> Sequence[ListedSheet]:
    """The sheets of a round that count, by id, in one statement."""
    rows = session.execute(
        select(Sheet, Household, User.name, Visit.visited_at)
        .join(Household, Household.id == Sheet.household_id)
        .join(User, User.id == Sheet.recorded_by)
        .outerjoin(Visit, Visit.id == Sheet.visit_id)
        .where(Sheet.round_id == round_.id, Sheet.id > after_id, live())
        .where(seen_by(actor, Permission.VIEW_ROUND))
        .order_by(Sheet.id)
        .limit(limit)
    )
    return [ListedSheet(*row) for row in rows]


def missing_of(
    session: Session, actor: Actor, round_: Round, *, after_id: int = 0, limit: int = PAGE
) -> Sequence[Household]:
    """Households of a round with neither a sheet nor an excuse, by id."""
    return session.scalars(
        select(Household)
        .where(missing_in(round_), Household.id > after_id)
        .where(seen_by(actor, Permission.VIEW_ROUND))
        .order_by(Household.id)
        .limit(limit)
    ).all()
