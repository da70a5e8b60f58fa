"""A visit is written down."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.kernel.errors import Invalid
from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.scoring.visits.models import Visit, VisitOutcome

LONGEST_NOTE = 500


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
    household_id: int,
    visited_at: datetime,
    outcome: VisitOutcome,
    now: datetime,
    note: str = "",
) -> Visit:
    """Write a visit down; the caller has fetched the household, which is the permission check.

    :raises VisitInFuture: later than now.
    :raises NoteTooLong: more than 500 characters.
    """
    if visited_at > now:
        raise VisitInFuture
    if len(note) > LONGEST_NOTE:
        raise NoteTooLong(most=LONGEST_NOTE)
    visit = Visit(
        household_id=household_id,
        visitor_id=actor.user_id,
        visited_at=visited_at,
        period=Period.of(visited_at),
        outcome=outcome,
        note=note.strip(),
    )
    session.add(visit)
    session.flush()
    return visit
