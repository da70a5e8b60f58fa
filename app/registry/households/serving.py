"""Who serves whom (包户), by village and as a list; and a look at a file before it is taken in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import ColumnElement, and_, case, exists, func, select
from sqlalchemy.orm import Session

from app.registry.accounts.actions import CONSOLE_USERNAME
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.assignments import AssignmentLine
from app.registry.households.models import Assignment, Household
from app.registry.households.queries import registered, within_reach
from app.registry.places.models import Place, PlaceKind


class AssignmentFault(StrEnum):
    """What can be wrong with a line."""

    NO_HOUSEHOLD = "no_household"
    NO_USER = "no_user"
    TWICE = "twice"


@dataclass(frozen=True)
class VillageService:
    """A village, and how many of its households somebody serves, and who said so."""

    code: str
    name: str
    township_code: str
    households: int
    assigned: int  # to a person who signs in
    named: int  # by the register only, and somebody of that name signs in
    unknown: int  # by the register only, and nobody of that name signs in

    @property
    def nobody(self) -> int:
        """Households that nobody serves."""
        return self.households - self.assigned - self.named - self.unknown


@dataclass(frozen=True)
class Serving:
    """A household and who is assigned to it; "" when nobody is."""

    number: str
    username: str
    head_name: str
    village_name: str
    cadre_name: str


@dataclass(frozen=True)
class FaultyLine:
    """A line of the file that cannot be taken in; `row` counts the head as 1."""

    row: int
    line: AssignmentLine
    fault: AssignmentFault


@dataclass(frozen=True)
class AssignmentsPlan:
    """What a file would do. Numbers of households."""

    new: int = 0
    changed: int = 0
    unchanged: int = 0
    faults: Sequence[FaultyLine] = field(default_factory=list)


def service_by_village(session: Session, actor: Actor) -> Sequence[VillageService]:
    """The villages in reach, by code; one statement."""
    assigned = is_assigned()
    known = Household.cadre_name.in_(select(User.name).where(User.active))
    named = and_(~assigned, Household.cadre_name != "")
    rows = session.execute(
        select(
            Place.code,
            Place.name,
            func.coalesce(Place.parent_code, ""),
            func.count(Household.id),
            _how_many(assigned),
            _how_many(and_(named, known)),
            _how_many(and_(named, ~known)),
        )
        .outerjoin(Household, and_(Household.village_code == Place.code, registered()))
        .where(
            Place.kind == PlaceKind.VILLAGE,
            below_any(Place.code, actor.reach(Permission.VIEW_HOUSEHOLD).places),
        )
        .group_by(Place.code, Place.name, Place.parent_code)
        .order_by(Place.code)
    ).all()
    return [VillageService(*row) for row in rows]


def servings(session: Session, actor: Actor) -> Sequence[Serving]:
    """All registered households in reach with who is assigned, by number; one statement."""
    rows = session.execute(
        select(
            Household.number,
            func.coalesce(User.username, ""),
            Household.head_name,
            Place.name,
            Household.cadre_name,
        )
        .join(Place, Place.code == Household.village_code)
        .outerjoin(
            Assignment, and_(Assignment.household_id == Household.id, Assignment.until.is_(None))
        )
        .outerjoin(User, User.id == Assignment.user_id)
        .where(registered(), within_reach(actor, Permission.VIEW_HOUSEHOLD))
        .order_by(Household.number)
    ).all()
    return [Serving(*row) for row in rows]


def plan_assignments(
    session: Session, actor: Actor, rows: Iterable[tuple[int, AssignmentLine]]
) -> AssignmentsPlan:
    """What taking a file in would do, and which of its lines cannot be; changes nothing."""
    now = {one.number: one.username for one in servings(session, actor)}
    known = set(
        session.scalars(select(User.username).where(User.active, User.username != CONSOLE_USERNAME))
    )
    seen: set[str] = set()
    faults, counts = [], {"new": 0, "changed": 0, "unchanged": 0}
    for row, line in rows:
        fault = _fault(line, now, known, seen)
        if fault:
            faults.append(FaultyLine(row, line, fault))
        else:
            before = now[line.household]
            counts["new" if not before else _moved(before, line.username)] += 1
        seen.add(line.household)
    return AssignmentsPlan(**counts, faults=faults)


def _moved(before: str, after: str) -> str:
    return "unchanged" if before == after else "changed"


def _fault(
    line: AssignmentLine, households: dict[str, str], usernames: set[str], seen: set[str]
) -> AssignmentFault | None:
    if line.household not in households:
        return AssignmentFault.NO_HOUSEHOLD
    if line.username not in usernames:
        return AssignmentFault.NO_USER
    return AssignmentFault.TWICE if line.household in seen else None


def _how_many(which: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((which, 1), else_=0)), 0)


def is_assigned() -> ColumnElement[bool]:
    """Whether somebody who signs in is assigned to a household, beyond what the register says."""
    return exists().where(Assignment.household_id == Household.id, Assignment.until.is_(None))
