"""A visit is written down."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.kernel.errors import Invalid
from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.households.models import Household
from app.registry.households.scorers import scorers_of
from app.scoring.visits.models import Acknowledged, Visit, VisitOutcome, VisitPhoto
from app.scoring.visits.queries import pictures_at_hand
from app.scoring.visits.rules import (
    NOTHING,
    Evidence,
    PhotoUnknown,
    SecondVisitorUnknown,
    SignatureMissing,
    WitnessMissing,
    check_evidence,
)

LONGEST_NOTE = 500

on_violation("ck_visits_two_people", SecondVisitorUnknown)
on_violation("ck_visits_witness", WitnessMissing)
on_violation("ck_visits_signature", SignatureMissing)


class VisitInFuture(Invalid):
    """A visit that has not taken place yet."""

    code = "visit_in_future"


class NoteTooLong(Invalid):
    """A remark of more than 500 characters."""

    code = "note_too_long"


def record_visit(
    session: Session,
    actor: Actor,
    *,
    household: Household,
    visited_at: datetime,
    outcome: VisitOutcome,
    now: datetime,
    note: str = "",
    evidence: Evidence = NOTHING,
) -> Visit:
    """Write a visit down; the caller has fetched the household, which is the permission check.

    :raises VisitInFuture: later than now.
    :raises NoteTooLong: more than 500 characters.
    :raises SecondVisitorUnknown: nobody else who may score this household.
    :raises PhotoUnknown: a picture that is not the person's to hang here.
    :raises TooManyPhotos: and the other refusals of `visits.rules.check_evidence`.
    """
    if visited_at > now:
        raise VisitInFuture
    if len(note) > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE)
    check_evidence(evidence)
    _check_pictures(session, actor, household, evidence)
    signed = evidence.acknowledged is Acknowledged.SIGNED
    visit = Visit(
        household_id=household.id,
        visitor_id=actor.user_id,
        second_visitor_id=_second_visitor(session, actor, household, evidence.second_visitor),
        visited_at=visited_at,
        period=Period.of(visited_at),
        outcome=outcome,
        note=note.strip(),
        photo_refused=evidence.photo_refused,
        acknowledged=evidence.acknowledged,
        signature=evidence.signature if signed else None,
    )
    session.add(visit)
    session.flush()
    session.add_all(
        VisitPhoto(visit_id=visit.id, position=position, item_code=photo.item, photo=photo.name)
        for position, photo in enumerate(evidence.photos, start=1)
    )
    session.flush()
    return visit


def _second_visitor(
    session: Session, actor: Actor, household: Household, username: str
) -> int | None:
    if not username:
        return None
    others = {each.username: each.id for each in scorers_of(session, household)}
    if username == actor.username or username not in others:
        raise SecondVisitorUnknown
    return others[username]


def _check_pictures(
    session: Session, actor: Actor, household: Household, evidence: Evidence
) -> None:
    names = {photo.name for photo in evidence.photos} | ({evidence.signature} - {""})
    if names and names - pictures_at_hand(session, actor.user_id, household.id, sorted(names)):
        raise PhotoUnknown
