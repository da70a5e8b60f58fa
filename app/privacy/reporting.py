"""Everything that is held on a household, for the household: who may make it, who looked before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.errors import Invalid
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.models import AuditEntry, User
from app.registry.accounts.permissions import Permission
from app.registry.cards.models import CardPin
from app.registry.households.models import Household
from app.registry.households.queries import household_for
from app.registry.households.reveal import VERB as REVEALED
from app.shop.redemptions.collectors import collectors_of
from app.shop.redemptions.models import Collector

REPORTED: Final = "report_on_household"
SHORTEST_REASON, LONGEST_REASON = 2, 200


class ReportReasonMissing(Invalid):
    """For whom and why the report is made must be said. Fact: `most`."""

    code = "report_reason_missing"


@dataclass(frozen=True)
class Look:
    """Somebody saw a number in the clear, or made a report."""

    at: datetime
    who: str
    verb: str
    reason: str


@dataclass(frozen=True)
class AlsoHeld:
    """What a household's file does not show: who looked, who may collect, whether it has a PIN."""

    looks: Sequence[Look]
    collectors: Sequence[Collector]
    has_pin: bool


def report_on_household(
    session: Session, actor: Actor, *, household_id: int, reason: str, now: datetime
) -> Household:
    """Note who makes a report on a household, for whom and why; answers the household.

    :raises Forbidden: the person may make none.
    :raises HouseholdNotFound: missing, or out of reach.
    :raises ReportReasonMissing: no reason.
    """
    home = household_for(session, actor, Permission.REPORT_ON_HOUSEHOLD, household_id)
    said = reason.strip()
    if not SHORTEST_REASON <= len(said) <= LONGEST_REASON:
        raise ReportReasonMissing(field="reason", most=LONGEST_REASON)
    note(
        session, actor, REPORTED, ("household", home.id), now=now,
        place_code=home.village_code, reason=said,
    )  # fmt: skip
    return home


def also_held(session: Session, household_id: int) -> AlsoHeld:
    """What else is held; the caller has checked the household."""
    rows = session.execute(
        select(AuditEntry.at, User.name, AuditEntry.verb, AuditEntry.facts)
        .join(User, User.id == AuditEntry.actor_id)
        .where(
            AuditEntry.object_kind == "household",
            AuditEntry.object_id == household_id,
            AuditEntry.verb.in_((REVEALED, REPORTED)),
        )
        .order_by(AuditEntry.id)
    ).all()
    pin = select(CardPin.household_id).where(CardPin.household_id == household_id)
    return AlsoHeld(
        [Look(at, who, verb, str(facts.get("reason", ""))) for at, who, verb, facts in rows],
        collectors_of(session, household_id),
        session.scalar(pin) is not None,
    )
