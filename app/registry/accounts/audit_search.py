"""Finding in the audit: who, what, where, when."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Row, or_, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import PAGE
from app.registry.accounts.models import AuditEntry, User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any


@dataclass(frozen=True)
class AuditFilter:
    """What the audit may be narrowed to; all empty: everything in reach."""

    verb: str = ""
    who: str = ""  # part of a name, or a whole user name
    place_code: str = ""  # there and below
    since: datetime | None = None
    until: datetime | None = None  # not itself


def find_entries(
    session: Session,
    actor: Actor,
    wanted: AuditFilter,
    *,
    before_id: int | None = None,
    limit: int = PAGE,
) -> Sequence[Row[AuditEntry, str]]:
    """A page of the audit of the person's places, newest first, with the name of who acted."""
    reach = actor.reach(Permission.VIEW_AUDIT)
    statement = (
        select(AuditEntry, User.name)
        .join(User, User.id == AuditEntry.actor_id)
        .where(below_any(AuditEntry.place_code, reach.places), *_conditions(wanted))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        statement = statement.where(AuditEntry.id < before_id)
    return session.execute(statement).all()


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.verb:
        conditions.append(AuditEntry.verb == wanted.verb)
    if wanted.who:
        named = User.name.contains(wanted.who, autoescape=True)
        conditions.append(or_(named, User.username == wanted.who))
    if wanted.place_code:
        conditions.append(below_any(AuditEntry.place_code, [wanted.place_code]))
    if wanted.since is not None:
        conditions.append(AuditEntry.at >= wanted.since)
    if wanted.until is not None:
        conditions.append(AuditEntry.at < wanted.until)
    return conditions
