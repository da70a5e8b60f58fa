"""Who may score a household: the reach of `within_reach`, asked from the other side."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import PERMISSIONS, Permission, Role
from app.registry.households.models import Assignment, Household

SCORING = frozenset(role for role, may in PERMISSIONS.items() if Permission.SCORE in may)


@dataclass(frozen=True)
class Scorer:
    """Somebody who may score a household."""

    id: int
    username: str
    name: str


def scorers_of(session: Session, household: Household) -> Sequence[Scorer]:
    """Everybody who may score it, by user name: the village's specialists and its own cadres."""
    code = household.village_code
    assigned = session.scalar(
        select(Assignment.user_id).where(
            Assignment.household_id == household.id, Assignment.until.is_(None)
        )
    )
    own = User.name == household.cadre_name if assigned is None else User.id == assigned
    rows = session.execute(
        select(User.id, User.username, User.name)
        .join(Grant, Grant.user_id == User.id)
        .where(
            User.active,
            Grant.place_code.in_([code[:digits] for digits in range(len(code) + 1)]),
            or_(
                Grant.role.in_(SCORING - {Role.SUPPORT_CADRE}),
                and_(Grant.role == Role.SUPPORT_CADRE, own),
            ),
        )
        .distinct()
        .order_by(User.username)
    )
    return [Scorer(*row) for row in rows]
