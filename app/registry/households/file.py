"""A household's own file: its people, who serves it, and who could."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, literal, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import Permission, Role
from app.registry.households.models import Assignment, Household, Member
from app.registry.households.queries import HouseholdFilter, matching, within_reach

SCORERS: Final = (Role.VILLAGE_SPECIALIST, Role.SUPPORT_CADRE)


@dataclass(frozen=True)
class Person:
    """A member as a page may show him: of his ID number the last two signs."""

    id: int
    name: str
    relation: str
    is_head: bool
    id_last2: str


@dataclass(frozen=True)
class Service:
    """Who serves a household: an assigned user, else whom the register names."""

    name: str
    username: str  # "" when only the register names him
    since: date | None


@dataclass(frozen=True)
class Scorer:
    """Somebody who may score in a village, and so may be assigned to its households."""

    username: str
    name: str
    role: Role


def people_of(session: Session, household_id: int) -> Sequence[Person]:
    """The members of a household, its head first; the caller has checked the household."""
    rows = session.execute(
        select(Member.id, Member.name, Member.relation, Member.is_head, Member.id_last2)
        .where(Member.household_id == household_id)
        .order_by(Member.is_head.desc(), Member.id)
    ).all()
    return [Person(*row) for row in rows]


def service_of(session: Session, household: Household) -> Service | None:
    """Who serves the household now; None when nobody does."""
    row = session.execute(
        select(User.name, User.username, Assignment.since)
        .join(User, User.id == Assignment.user_id)
        .where(Assignment.household_id == household.id, Assignment.until.is_(None))
    ).one_or_none()
    if row is not None:
        return Service(*row)
    return Service(household.cadre_name, "", None) if household.cadre_name else None


def scorers_of(session: Session, village_code: str) -> Sequence[Scorer]:
    """The active people who score in a village: granted there or above, by name."""
    rows = session.execute(
        select(User.username, User.name, Grant.role)
        .join(Grant, Grant.user_id == User.id)
        .where(
            User.active,
            Grant.role.in_(SCORERS),
            literal(village_code).startswith(Grant.place_code),
        )
        .order_by(User.name, User.username)
    ).all()
    return [Scorer(*row) for row in rows]


def count_households(session: Session, actor: Actor, wanted: HouseholdFilter) -> int:
    """How many households in reach a search finds."""
    counted = (
        select(func.count())
        .select_from(Household)
        .where(within_reach(actor, Permission.VIEW_HOUSEHOLD), *matching(wanted))
    )
    return session.scalar(counted) or 0
