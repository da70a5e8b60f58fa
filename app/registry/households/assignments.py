"""Who serves whom (包户)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.errors import Invalid
from app.registry.accounts.actions import user_by_name
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Assignment, Household
from app.registry.households.queries import HouseholdNotFound, within_reach


@dataclass(frozen=True)
class AssignmentLine:
    """A line of the file: a household's number and the user name of who serves it."""

    household: str
    username: str


class NothingToAssign(Invalid):
    """The file has no lines."""

    code = "nothing_to_assign"


def assign(
    session: Session, actor: Actor, *, household_id: int, username: str, now: datetime
) -> Assignment:
    """Let a person serve a household from today on; who served it before stops.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises UnknownUser: nobody active has this user name.
    """
    household = session.scalar(
        select(Household).where(
            Household.id == household_id, within_reach(actor, Permission.ASSIGN)
        )
    )
    if household is None:
        raise HouseholdNotFound
    user = user_by_name(session, username)
    today = local(now).date()
    current = session.scalar(
        select(Assignment).where(
            Assignment.household_id == household_id, Assignment.until.is_(None)
        )
    )
    if current is not None and current.user_id == user.id:
        return current
    if current is not None:
        current.until = today
        session.flush()
    assignment = Assignment(household_id=household_id, user_id=user.id, since=today)
    session.add(assignment)
    session.flush()
    note(
        session, actor, "assign", ("household", household_id), now=now,
        place_code=household.village_code, to=user.id,
    )  # fmt: skip
    return assignment


def import_assignments(
    session: Session, actor: Actor, lines: Iterable[AssignmentLine], *, now: datetime
) -> int:
    """Assign every line of a file, all or none; answers how many.

    :raises HouseholdNotFound: a number that is missing or out of reach.
    :raises UnknownUser: a user name that nobody active has.
    :raises NothingToAssign: no lines.
    """
    check_may(actor, Permission.ASSIGN)
    count = 0
    for line in lines:
        household_id = session.scalar(
            select(Household.id).where(Household.number == line.household.strip())
        )
        if household_id is None:
            raise HouseholdNotFound(number=line.household[:20])
        assign(session, actor, household_id=household_id, username=line.username.strip(), now=now)
        count += 1
    if count == 0:
        raise NothingToAssign
    return count
