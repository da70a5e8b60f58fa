"""The households of a roster with the accounts their points go to."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.secrets import Secrets
from app.ledger.actions import open_accounts
from app.registry.accounts.actor import Actor
from app.registry.households.importing import RosterPlan, store_roster


def take_in_roster(
    session: Session,
    actor: Actor,
    plan: RosterPlan,
    secrets: Secrets,
    *,
    now: datetime,
    accept_good: bool = False,
) -> None:
    """Store what a plan says, every new household with its account.

    :raises RosterHasFaults: there are faults, and `accept_good` was not asked for.
    """
    store_roster(session, actor, plan, secrets, now=now, accept_good=accept_good)
    open_accounts(session)
