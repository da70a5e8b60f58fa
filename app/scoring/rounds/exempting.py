"""Let a household be scored for other things than work, or like everybody again.

Why a household cannot work is nobody's business here: the register knows, these rows do not.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import household_for
from app.scoring.rounds.exempt import is_exempt
from app.scoring.rounds.models import Exemption
from app.scoring.rounds.rules import AlreadyExempt, NotExempt

on_violation("uq_exemptions_open", AlreadyExempt, columns="exemptions.household_id")


def exempt_household(
    session: Session, actor: Actor, *, household_id: int, now: datetime
) -> Exemption:
    """From now on, score the household for the other items of the same weight.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises AlreadyExempt: it is scored for them already.
    """
    household = household_for(session, actor, Permission.EXCUSE, household_id)
    if is_exempt(session, household.id):
        raise AlreadyExempt
    exemption = Exemption(household_id=household.id, granted_by=actor.user_id, granted_at=now)
    session.add(exemption)
    session.flush()
    _note(session, actor, "exempt_household", household, now)
    return exemption


def end_exemption(session: Session, actor: Actor, *, household_id: int, now: datetime) -> Exemption:
    """From now on, score the household like everybody.

    :raises HouseholdNotFound: missing, or out of reach.
    :raises NotExempt: it is scored like everybody already.
    """
    household = household_for(session, actor, Permission.EXCUSE, household_id)
    found = session.scalar(
        select(Exemption)
        .where(Exemption.household_id == household.id, Exemption.ended_at.is_(None))
        .with_for_update()
    )
    if found is None:
        raise NotExempt
    found.ended_at, found.ended_by = now, actor.user_id
    session.flush()
    _note(session, actor, "end_exemption", household, now)
    return found


def _note(session: Session, actor: Actor, verb: str, household: Household, now: datetime) -> None:
    note(
        session, actor, verb, ("household", household.id), now=now,
        place_code=household.village_code,
    )  # fmt: skip
