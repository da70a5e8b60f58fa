"""Who works where: people with their roles and the names of their places and stores."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, func, or_, select, true
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.registry.accounts.actions import CONSOLE_USERNAME
from app.registry.accounts.actor import EVERYWHERE, Actor
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import Permission, Role
from app.registry.accounts.reach import below_any
from app.registry.places.models import Place, PlaceKind, Store

PAGE = 50


class StaffNotFound(NotFound):
    """There is no such person within reach."""

    code = "staff_not_found"


@dataclass(frozen=True)
class Job:
    """A role with where it is held; the whole district has no name here."""

    grant_id: int
    role: Role
    at_code: str
    at_name: str


@dataclass(frozen=True)
class Staff:
    """A person who signs in, with all jobs."""

    id: int
    username: str
    name: str
    active: bool
    jobs: Sequence[Job]


@dataclass(frozen=True)
class StaffFilter:
    """What the list may be narrowed to; all empty: everybody."""

    words: str = ""
    role: Role | None = None
    at_code: str = ""


@dataclass(frozen=True)
class Choice:
    """A place or store to work at."""

    code: str
    kind: PlaceKind | None  # None: a store
    name: str
    above: str


def staff_page(
    session: Session, actor: Actor, wanted: StaffFilter, *, after: str = "", limit: int = PAGE
) -> Sequence[Staff]:
    """A page of the people in reach, by user name; two statements."""
    users = session.execute(
        select(User.id, User.username, User.name, User.active)
        .where(_seen_by(actor), *_matching(wanted), User.username > after)
        .order_by(User.username)
        .limit(limit)
    ).all()
    jobs = _jobs(session, [user.id for user in users])
    return [Staff(*user, jobs=jobs[user.id]) for user in users]


def count_staff(session: Session, actor: Actor, wanted: StaffFilter) -> int:
    """How many people a search finds."""
    counted = select(func.count(User.id)).where(_seen_by(actor), *_matching(wanted))
    return session.scalar(counted) or 0


def staff_for(session: Session, actor: Actor, user_id: int) -> Staff:
    """One person, with all jobs.

    :raises StaffNotFound: missing, or out of reach.
    """
    user = session.execute(
        select(User.id, User.username, User.name, User.active).where(
            User.id == user_id, _seen_by(actor)
        )
    ).one_or_none()
    if user is None:
        raise StaffNotFound
    return Staff(*user, jobs=_jobs(session, [user_id])[user_id])


def place_choices(session: Session) -> Sequence[Choice]:
    """The district, its townships and villages, in the order of their codes."""
    names = {
        row.code: row for row in session.execute(select(Place.code, Place.name, Place.parent_code))
    }
    places = session.execute(select(Place.code, Place.kind, Place.name, Place.parent_code)).all()
    order = list(PlaceKind)
    ordered = sorted(places, key=lambda place: (order.index(place.kind), place.code))
    return [
        Choice(
            place.code,
            place.kind,
            place.name,
            names[place.parent_code].name if place.kind is PlaceKind.VILLAGE else "",
        )
        for place in ordered
    ]


def work_choices(session: Session) -> Sequence[Choice]:
    """All places, then all stores: where a job can be held."""
    stores = session.execute(select(Store.code, Store.name).order_by(Store.code)).all()
    return [
        *place_choices(session),
        *(Choice(store.code, None, store.name, "") for store in stores),
    ]


def _jobs(session: Session, user_ids: Sequence[int]) -> dict[int, list[Job]]:
    rows = session.execute(
        select(
            Grant.user_id,
            Grant.id,
            Grant.role,
            func.coalesce(Grant.place_code, Grant.store_code),
            func.coalesce(Place.name, Store.name, ""),
        )
        .outerjoin(Place, Place.code == Grant.place_code)
        .outerjoin(Store, Store.code == Grant.store_code)
        .where(Grant.user_id.in_(user_ids))
        .order_by(Grant.id)
    )
    jobs: dict[int, list[Job]] = defaultdict(list)
    for row in rows:
        jobs[row.user_id].append(Job(*row[1:]))
    return jobs


def _seen_by(actor: Actor) -> ColumnElement[bool]:
    """Everybody but the console; an auditor of a part sees who works there."""
    somebody = User.username != CONSOLE_USERNAME
    if actor.may(Permission.MANAGE_USERS):
        return somebody
    codes = actor.reach(Permission.VIEW_AUDIT).places
    if EVERYWHERE in codes:
        return somebody
    stores = select(Store.code).where(below_any(Store.place_code, codes))
    there = or_(below_any(Grant.place_code, codes), Grant.store_code.in_(stores))
    return somebody & exists().where(Grant.user_id == User.id, there)


def _matching(wanted: StaffFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [true()]
    if wanted.words:
        named = User.name.contains(wanted.words, autoescape=True)
        called = User.username.contains(wanted.words, autoescape=True)
        conditions.append(or_(named, called))
    held = exists().where(Grant.user_id == User.id)
    if wanted.role:
        held = held.where(Grant.role == wanted.role)
    if wanted.at_code:
        held = held.where(
            or_(Grant.place_code == wanted.at_code, Grant.store_code == wanted.at_code)
        )
    if wanted.role or wanted.at_code:
        conditions.append(held)
    return conditions
