"""The people of a household, by name: pages have no need of anything else about them."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.households.models import Member


def member_names(session: Session, household_id: int) -> Sequence[str]:
    """The names of a household's members, the head first; the caller has checked the household."""
    return session.scalars(
        select(Member.name)
        .where(Member.household_id == household_id)
        .order_by(Member.is_head.desc(), Member.id)
    ).all()
