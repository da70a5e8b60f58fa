"""From an id to a household (the permission check), and the lists of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, exists, or_, select, true
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict, NotFound
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Assignment, Household, HouseholdStatus

PAGE = 50


class HouseholdNotFound(NotFound):
    """There is no such household within the person's reach."""

    code = "household_not_found"


class HouseholdLeft(Conflict):
    """The household has left the register: there are no more sheets and changes of it."""

    code = "household_left"


@dataclass(frozen=True)
class HouseholdFilter:
    """What a list of households may be narrowed to; all empty: everything in reach."""

    village_code: str = ""
    number: str = ""
    words: str = ""


def within_reach(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """Households for which the person has a permission. A cadre's are those assigned to him."""
    reach = actor.reach(permission)
    full = below_any(Household.village_code, reach.places - reach.assigned_only)
    if not reach.assigned_only:
        return full
    below = below_any(Household.village_code, reach.assigned_only)
    return or_(full, and_(below, served_by(actor)))


def seen_by(actor: Actor, permission: Permission) -> ColumnElement[bool]:
    """In a list that is narrowed to the person's villages already: of a cadre's, only his own."""
    assigned_only = actor.reach(permission).assigned_only
    return within_reach(actor, permission) if assigned_only else true()


def served_by(actor: Actor) -> ColumnElement[bool]:
    """Assigned to the person; without any assignment, the register's 帮扶责任人 by name.

    A deputy serves the households of whom he stands in for, too.
    """
    open_assignment = (
        exists()
        .correlate(Household)
        .where(Assignment.household_id == Household.id, Assignment.until.is_(None))
    )
    served = actor.serves_as
    mine = open_assignment.where(Assignment.user_id.in_([who.user_id for who in served]))
    named = Household.cadre_name.in_([who.name for who in served])
    return or_(mine, and_(named, ~open_assignment))


def household_for(
    session: Session, actor: Actor, permission: Permission, household_id: int
) -> Household:
    """The household, if the person may do this with it.

    :raises HouseholdNotFound: missing, or out of reach: both look alike.
    """
    found = session.scalar(
        select(Household).where(Household.id == household_id, within_reach(actor, permission))
    )
    if found is None:
        raise HouseholdNotFound
    return found


def households(
    session: Session,
    actor: Actor,
    wanted: HouseholdFilter,
    *,
    after_id: int = 0,
    limit: int = PAGE,
) -> Sequence[Household]:
    """A page of the households in reach, by id."""
    return session.scalars(
        select(Household)
        .where(
            within_reach(actor, Permission.VIEW_HOUSEHOLD),
            Household.id > after_id,
            *matching(wanted),
        )
        .order_by(Household.id)
        .limit(limit)
    ).all()


def matching(wanted: HouseholdFilter) -> list[ColumnElement[bool]]:
    """A search as conditions on households."""
    conditions: list[ColumnElement[bool]] = []
    if wanted.village_code:
        conditions.append(Household.village_code == wanted.village_code)
    if wanted.number:
        conditions.append(Household.number == wanted.number)
    if wanted.words:
        named = Household.head_name.contains(wanted.words, autoescape=True)
        numbered = Household.number.contains(wanted.words, autoescape=True)
        conditions.append(or_(named, numbered))
    return conditions


def village_households(session: Session, village_code: str) -> Sequence[Household]:
    """The registered households of a village, in the order of their numbers."""
    return session.scalars(
        select(Household)
        .where(Household.village_code == village_code, registered())
        .order_by(Household.number)
    ).all()


def groups_of_villages(session: Session, village_codes: Collection[str]) -> set[tuple[str, str]]:
    """The villagers' groups that have households, as (village code, group)."""
    rows = session.execute(
        select(Household.village_code, Household.group_name)
        .where(Household.village_code.in_(village_codes), registered())
        .distinct()
    )
    return {(row[0], row[1]) for row in rows}


def registered() -> ColumnElement[bool]:
    """Whether a household takes part."""
    return Household.status == HouseholdStatus.REGISTERED
