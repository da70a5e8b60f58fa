"""The committee met: who was there, what was said. A mistake is corrected by a new record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import round_for
from app.scoring.rounds.certifying_models import Deliberation, DeliberationRule
from app.scoring.rounds.deliberation_rules import (
    DeliberationMissing,
    DeliberationNotFound,
    DeliberationReplaced,
    DeliberationUuidTaken,
    check_met_on,
    check_minutes,
    check_still_deliberated,
    present_of,
)
from app.scoring.rounds.deliberations import deliberation_required, has_deliberation
from app.scoring.rounds.models import Round

on_violation("uq_deliberations_uuid", DeliberationUuidTaken, columns="deliberations.uuid")
on_violation(
    "uq_deliberations_replaces_id", DeliberationReplaced, columns="deliberations.replaces_id"
)


@dataclass(frozen=True)
class Meeting:
    """What the committee writes down."""

    uuid: UUID
    round_id: int
    met_on: date
    chaired_by: str
    present: Sequence[str]  # names; the chair is added
    minutes: str
    replaces_id: int | None = None


def record_deliberation(
    session: Session, actor: Actor, meeting: Meeting, *, now: datetime
) -> Deliberation:
    """Record a meeting of the committee about a month, or correct an earlier record of it.

    :raises DeliberationTooLate: the month is certified.
    :raises DeliberationDayBad: before the month, or in the future.
    :raises PresentBad: no chair, or fewer than two people.
    :raises MinutesBad: missing or too long.
    :raises DeliberationNotFound: the record that it corrects belongs to another month.
    :raises DeliberationReplaced: that record was corrected already.
    """
    round_ = round_for(session, actor, Permission.SUBMIT, meeting.round_id, lock="update")
    check_still_deliberated(round_)
    check_met_on(meeting.met_on, round_, now)
    chair, present = present_of(meeting.chaired_by, meeting.present)
    if meeting.replaces_id is not None:
        _check_replaceable(session, round_, meeting.replaces_id)
    held = Deliberation(
        uuid=meeting.uuid,
        round_id=round_.id,
        met_on=meeting.met_on,
        chaired_by=chair,
        present=present,
        minutes=check_minutes(meeting.minutes),
        recorded_by=actor.user_id,
        recorded_at=now,
        replaces_id=meeting.replaces_id,
    )
    session.add(held)
    session.flush()
    note(
        session, actor, "record_deliberation", ("round", round_.id), now=now,
        place_code=round_.village_code, period=str(round_.period), replaces=held.replaces_id,
    )  # fmt: skip
    return held


def require_deliberations(
    session: Session, actor: Actor, *, required: bool, now: datetime
) -> DeliberationRule:
    """The district decides whether a month needs a meeting on record to be submitted."""
    check_may(actor, Permission.MANAGE_SCHEMES)
    rule = DeliberationRule(required=required, set_by=actor.user_id, set_at=now)
    session.add(rule)
    session.flush()
    note(session, actor, "require_deliberations", ("district", None), now=now, required=required)
    return rule


def check_deliberated(session: Session, round_: Round) -> None:
    """Before submitting, where the district says so.

    :raises DeliberationMissing: no meeting is on record.
    """
    if deliberation_required(session) and not has_deliberation(session, round_.id):
        raise DeliberationMissing


def _check_replaceable(session: Session, round_: Round, replaced_id: int) -> None:
    replaced = session.get(Deliberation, replaced_id)
    if replaced is None or replaced.round_id != round_.id:
        raise DeliberationNotFound
    later = select(Deliberation.id).where(Deliberation.replaces_id == replaced_id)
    if session.scalar(later) is not None:
        raise DeliberationReplaced
