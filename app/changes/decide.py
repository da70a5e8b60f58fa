"""Approve what somebody else recorded, or refuse it with a reason. Only approving acts."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from app.changes.effects import Approved, carry_out
from app.changes.holding import held_household
from app.changes.models import ChangeDecision, HouseholdChange
from app.changes.queries import change_for, people_of_change
from app.changes.rules import ChangeDecided, MoveBeyondReach, OwnChange, check_change_reason
from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission

on_violation("ck_household_change_decisions_four_eyes", OwnChange)
on_violation(
    "pk_household_change_decisions", ChangeDecided, columns="household_change_decisions.change_id"
)


def approve_change(
    session: Session, actor: Actor, *, change_id: int, now: datetime
) -> ChangeDecision:
    """Approve somebody else's record: now it acts.

    :raises ChangeNotFound: missing, or out of reach.
    :raises OwnChange: the person recorded it himself.
    :raises ChangeDecided: approved or refused before.
    :raises MoveBeyondReach: a move to a village that somebody above both must approve.
    :raises Refusal: what stood in the way of recording it stands in the way now.
    """
    change = change_for(session, actor, Permission.APPROVE_CHANGE, change_id)
    _hold(session, actor, change)
    to_village = change.to_village
    if to_village is not None and not actor.may_at(Permission.APPROVE_CHANGE, to_village):
        raise MoveBeyondReach
    approved = Approved(
        change=change,
        household=held_household(session, change.household_id),
        people=people_of_change(session, change.id),
        actor=actor,
        now=now,
    )
    made = carry_out(session, approved)
    return _decide(session, actor, change, _Answer(now, new_household_id=made))


def refuse_change(
    session: Session, actor: Actor, *, change_id: int, reason: str, now: datetime
) -> ChangeDecision:
    """Refuse somebody else's record, with a reason; everything stays as it was.

    :raises ChangeNotFound: missing, or out of reach.
    :raises OwnChange: the person recorded it himself.
    :raises ChangeDecided: approved or refused before.
    :raises ChangeReasonMissing: no reason.
    """
    change = change_for(session, actor, Permission.APPROVE_CHANGE, change_id)
    said = check_change_reason(reason)
    _hold(session, actor, change)
    return _decide(session, actor, change, _Answer(now, refused=said))


@dataclass(frozen=True)
class _Answer:
    """How a change was decided: refused with a reason, or else approved."""

    now: datetime
    refused: str = ""
    new_household_id: int | None = None


def _hold(session: Session, actor: Actor, change: HouseholdChange) -> None:
    """Its households, locked in the order of their ids; then nobody else decides it."""
    if change.recorded_by == actor.user_id:
        raise OwnChange
    for household_id in sorted({change.household_id, change.other_id or change.household_id}):
        held_household(session, household_id)
    if session.get(ChangeDecision, change.id, populate_existing=True) is not None:
        raise ChangeDecided


def _decide(
    session: Session, actor: Actor, change: HouseholdChange, answer: _Answer
) -> ChangeDecision:
    decision = ChangeDecision(
        change_id=change.id,
        recorded_by=change.recorded_by,
        decided_by=actor.user_id,
        decided_at=answer.now,
        approved=not answer.refused,
        reason=answer.refused,
        new_household_id=answer.new_household_id,
    )
    session.add(decision)
    session.flush()
    verb = "approve_change" if decision.approved else "refuse_change"
    note(
        session, actor, verb, ("household_change", change.id), now=answer.now,
        place_code=change.from_village, household=change.household_id, kind=change.kind.value,
        points=change.points,
    )  # fmt: skip
    return decision
