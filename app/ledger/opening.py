"""Whoever comes new into the register gets an account at once: stores and households.

Places and households stand below the ledger and know nothing of it, so the two steps meet here.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.secrets import Secrets
from app.ledger.actions import open_accounts, open_store_account
from app.registry.accounts.actor import Actor
from app.registry.households.importing import RosterPlan, store_roster
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
    """Add a store, with the account that its redemptions go to.

    :raises UnknownPlace: there is no such place.
    :raises StoreCodeTaken: a store or a place has this code.
    """
    store = add_store(
        session, actor, code=code, name=name, kind=kind, place_code=place_code, now=now
    )
    open_store_account(session, store.id)
    return store


def take_in_roster(
    session: Session,
    actor: Actor,
    plan: RosterPlan,
    secrets: Secrets,
    *,
    now: datetime,
    accept_good: bool = False,
) -> None:
    """Store what a plan says, and open an account for every household that is new.

    :raises RosterHasFaults: there are faults, and `accept_good` was not asked for.
    """
    store_roster(session, actor, plan, secrets, now=now, accept_good=accept_good)
    open_accounts(session)
