"""Households that reported their card lost and have no new one yet."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, func, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Household
from app.registry.households.queries import PAGE, within_reach


def waiting_for_card(actor: Actor) -> ColumnElement[bool]:
    """Whether a household in the person's reach lost its card and has none in use."""
    lost = exists().where(Card.household_id == Household.id, Card.state == CardState.LOST)
    in_use = exists().where(Card.household_id == Household.id, Card.state == CardState.ACTIVE)
    return and_(within_reach(actor, Permission.VIEW_HOUSEHOLD), lost, ~in_use)


def count_waiting_for_card(session: Session, actor: Actor) -> int:
    """How many households wait for a new card."""
    counted = select(func.count()).select_from(Household).where(waiting_for_card(actor))
    return session.scalar(counted) or 0


def households_waiting_for_card(
    session: Session, actor: Actor, *, after_id: int = 0, limit: int = PAGE
) -> Sequence[Household]:
    """A page of the households that wait for a new card, by id."""
    return session.scalars(
        select(Household)
        .where(waiting_for_card(actor), Household.id > after_id)
        .order_by(Household.id)
        .limit(limit)
    ).all()
