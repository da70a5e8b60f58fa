"""A roster does not undo what two people decided about somebody."""

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from app.changes.models import ChangeDecision, ChangeKind, ChangePerson, HouseholdChange
from app.kernel.secrets import Secrets
from app.registry.households.importing import RosterPlan, plan_roster
from app.registry.households.models import Member
from app.registry.households.register_faults import Gone
from app.registry.households.roster.results import CheckedRoster

ENDING = (ChangeKind.DEPART, ChangeKind.DEATH)


def people_gone(session: Session) -> dict[bytes, Gone]:
    """Who left or died by an approved change, and is in no household now; by ID index."""
    rows = session.execute(
        select(ChangePerson.id_index, HouseholdChange.day, HouseholdChange.kind)
        .join(HouseholdChange, HouseholdChange.id == ChangePerson.change_id)
        .join(ChangeDecision, ChangeDecision.change_id == HouseholdChange.id)
        .where(
            HouseholdChange.kind.in_(ENDING),
            ChangeDecision.approved,
            ~ChangePerson.becomes_head,
            ~exists().where(Member.id_index == ChangePerson.id_index),
        )
        .order_by(HouseholdChange.id)
    ).all()
    return {index: Gone(day, kind is ChangeKind.DEATH) for index, day, kind in rows}


def plan_of_roster(session: Session, checked: CheckedRoster, secrets: Secrets) -> RosterPlan:
    """What importing a checked roster would do; who is gone does not come back by a file."""
    return plan_roster(session, checked, secrets, gone=people_gone(session))
