"""Import places, add stores, appoint people to them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict, Invalid
from app.registry.accounts.actions import give_grant
from app.registry.accounts.actor import EVERYWHERE, Actor, Held, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import STORE_ROLES, Permission, Role
from app.registry.places.models import Place, PlaceKind, Store, StoreKind
from app.registry.places.queries import UnknownPlace, district
from app.registry.places.rules import (
    PlaceLine,
    PlacesBad,
    WantedPlace,
    check_apart,
    check_places,
    check_store,
)


class OtherDistrict(Conflict):
    """The database belongs to another district."""

    code = "other_district"


class StoreCodeTaken(Conflict):
    """Another store, or a place, has this code."""

    code = "store_code_taken"


class RoleDoesNotFit(Invalid):
    """A store's role at a village that has no store, or a village's role at a store."""

    code = "role_does_not_fit"


on_violation("uq_stores_code", StoreCodeTaken, columns="stores.code")


@dataclass(frozen=True)
class PlacesImported:
    """What an import of places did."""

    townships: int
    villages: int
    new: int
    changed: int


def import_places(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    lines: Iterable[PlaceLine],
    now: datetime,
) -> PlacesImported:
    """Take in the district and its townships and villages; a second import renames, never deletes.

    :raises OtherDistrict: the database holds another district.
    :raises PlacesBad: a code that is no division code, or does not lie below its parent.
    """
    check_may(actor, Permission.MANAGE_PLACES)
    existing = district(session)
    if existing is not None and existing.code != code:
        raise OtherDistrict(code=code[:12], existing=existing.code)
    wanted = check_places(code, name, lines)
    known = {place.code: place for place in session.scalars(select(Place))}
    _check_against(known, wanted)
    new = changed = 0
    for place in wanted:
        found = known.get(place.code)
        if found is None:
            session.add(Place(**place.columns))
            session.flush()  # parents first: the foreign key looks up
            new += 1
        elif found.name != place.name:
            found.name = place.name
            changed += 1
    counts = [place.kind for place in wanted]
    note(session, actor, "import_places", ("district", None), now=now, place_code=code, new=new)
    return PlacesImported(
        counts.count(PlaceKind.TOWNSHIP), counts.count(PlaceKind.VILLAGE), new, changed
    )


def _check_against(known: Mapping[str, Place], wanted: Sequence[WantedPlace]) -> None:
    """Refuse to make something else of a code, or to put one place's code inside another's."""
    for place in wanted:
        found = known.get(place.code)
        if found and (found.kind, found.parent_code) != (place.kind, place.parent_code):
            raise PlacesBad(row=place.row, place=place.code)
    named = {place.code for place in wanted}
    standing = [
        WantedPlace(place.code, place.name, place.kind, place.parent_code)
        for place in known.values()
        if place.code not in named
    ]
    check_apart([*standing, *wanted])


def add_store(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    kind: StoreKind,
    place_code: str,
    now: datetime,
) -> Store:
    """Add a store at a place.

    :raises StoreDetailsBad: a code or name that cannot be.
    :raises UnknownPlace: there is no such place.
    :raises StoreCodeTaken: a store or a place has this code.
    """
    check_may(actor, Permission.MANAGE_PLACES)
    check_store(code, name)
    if session.get(Place, place_code) is None:
        raise UnknownPlace(code=place_code[:32])
    taken = select(Store.id).where(Store.code == code)
    if session.get(Place, code) is not None or session.scalar(taken) is not None:
        raise StoreCodeTaken(code=code[:32])
    store = Store(code=code, name=name, kind=kind, place_code=place_code)
    session.add(store)
    session.flush()
    note(session, actor, "add_store", ("store", store.id), now=now, place_code=place_code)
    return store


def appoint(
    session: Session, actor: Actor, user: User, *, role: Role, at_code: str, now: datetime
) -> Grant:
    """Give a person a role at a place or store, found by its code.

    :raises UnknownPlace: no place or store has this code.
    :raises RoleDoesNotFit: a village's role at a store.
    :raises DutiesClash: the person would certify and redeem.
    """
    place = session.get(Place, at_code)
    if place is not None:
        # One database is one district: its grants reach every code, whatever its own.
        whole = place.kind == PlaceKind.DISTRICT
        held = Held(role, place_code=EVERYWHERE if whole else at_code)
    elif session.scalar(select(Store.id).where(Store.code == at_code)) is not None:
        held = Held(role, store_code=at_code)
    else:
        raise UnknownPlace(code=at_code[:32])
    if role is Role.CONSOLE or (held.store_code is not None and role not in STORE_ROLES):
        raise RoleDoesNotFit(role=role.value, at=at_code[:32])
    return give_grant(session, actor, user, held, now=now)
