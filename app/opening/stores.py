"""A new store with the account its redemptions go to."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.ledger.actions import open_store_account
from app.registry.accounts.actor import Actor
from app.registry.places.actions import add_store
from app.registry.places.models import Store, StoreKind


def open_store(
    session: Session,
    actor: Actor,
    *,
    code: str,
    name: str,
    kind: StoreKind,
    place_code: str,
    now: datetime,
) -> Store:
    """Add a store at a place, ready for its first redemption.

    :raises StoreDetailsBad: a code or name that cannot be.
    :raises UnknownPlace: there is no such place.
    :raises StoreCodeTaken: a store or a place has this code.
    """
    store = add_store(
        session, actor, code=code, name=name, kind=kind, place_code=place_code, now=now
    )
    open_store_account(session, store.id)
    return store
