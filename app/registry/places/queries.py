"""From a code to a place or a store, and what lies below a person's grants."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.places.models import Place, PlaceKind, Store


class UnknownPlace(NotFound):
    """No place or store with this code within the person's reach."""

    code = "unknown_place"


def district(session: Session) -> Place | None:
    """The district itself; None before its places were imported."""
    return session.scalar(select(Place).where(Place.kind == PlaceKind.DISTRICT))


def village_for(session: Session, actor: Actor, permission: Permission, code: str) -> Place:
    """A village the person may do this in.

    :raises UnknownPlace: missing, or out of reach.
    """
    place = session.get(Place, code)
    if place is None or place.kind != PlaceKind.VILLAGE or not actor.may_at(permission, code):
        raise UnknownPlace(code=code[:32])
    return place


def check_places_known(session: Session, codes: Collection[str]) -> None:
    """Refuse a code that is neither a township's nor a village's.

    :raises UnknownPlace: names the first.
    """
    if not codes:
        return
    found = select(Place.code).where(Place.code.in_(codes), Place.kind != PlaceKind.DISTRICT)
    unknown = sorted(set(codes) - set(session.scalars(found)))
    if unknown:
        raise UnknownPlace(code=unknown[0][:32])


def place_called(session: Session, code: str, kind: PlaceKind) -> Place:
    """A place of this kind, for pages that everybody may read.

    :raises UnknownPlace: there is none.
    """
    place = session.get(Place, code)
    if place is None or place.kind is not kind:
        raise UnknownPlace(code=code[:32])
    return place


def villages_in_reach(session: Session, actor: Actor, permission: Permission) -> Sequence[Place]:
    """The villages where the person has a permission, by code."""
    return session.scalars(
        select(Place)
        .where(
            Place.kind == PlaceKind.VILLAGE,
            below_any(Place.code, actor.reach(permission).places),
        )
        .order_by(Place.code)
    ).all()


def villages(session: Session) -> Sequence[Place]:
    """All villages, by code."""
    return session.scalars(
        select(Place).where(Place.kind == PlaceKind.VILLAGE).order_by(Place.code)
    ).all()


def townships(session: Session) -> Sequence[Place]:
    """All townships, by code."""
    return session.scalars(
        select(Place).where(Place.kind == PlaceKind.TOWNSHIP).order_by(Place.code)
    ).all()


def place_names(session: Session) -> dict[str, str]:
    """Names by code, of all places of the district (some sixty)."""
    return {row.code: row.name for row in session.execute(select(Place.code, Place.name))}


def store_names(session: Session) -> dict[str, str]:
    """Names by code, of all stores."""
    return {row.code: row.name for row in session.execute(select(Store.code, Store.name))}


def store_for(session: Session, actor: Actor, permission: Permission, code: str) -> Store:
    """A store the person may do this in: granted itself, or lying below a granted place.

    :raises UnknownPlace: missing, or out of reach.
    """
    store = session.scalar(select(Store).where(Store.code == code))
    if store is None or not reaches_store(actor, permission, store.code, store.place_code):
        raise UnknownPlace(code=code[:32])
    return store


def store_called(session: Session, code: str) -> Store:
    """A store by its code, where nothing is done but to name it.

    :raises UnknownPlace: there is none.
    """
    store = session.scalar(select(Store).where(Store.code == code))
    if store is None:
        raise UnknownPlace(code=code[:32])
    return store


def stores(session: Session) -> Sequence[Store]:
    """All stores, by code."""
    return session.scalars(select(Store).order_by(Store.code)).all()


def stores_in_reach(session: Session, actor: Actor, permission: Permission) -> Sequence[Store]:
    """The stores where the person has a permission, by code."""
    return [s for s in stores(session) if reaches_store(actor, permission, s.code, s.place_code)]


def may_at_store(actor: Actor, permission: Permission, store: Store) -> bool:
    """Whether the person has a permission at a store, for pages that offer what he may do."""
    return actor.may(permission) and reaches_store(actor, permission, store.code, store.place_code)


def reaches_store(actor: Actor, permission: Permission, code: str, place_code: str) -> bool:
    """Whether the permission holds at a store: granted there, or at a place above it."""
    reach = actor.reach(permission)
    return code in reach.stores or any(place_code.startswith(above) for above in reach.places)
