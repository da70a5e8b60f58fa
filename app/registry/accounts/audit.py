"""The audit: one line for each thing that somebody did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Row, insert, select
from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.registry.accounts.models import AuditEntry, User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any

PAGE = 50
_INSERT = insert(AuditEntry)


@dataclass(frozen=True)
class Noted:
    """A thing that was acted on, where it belongs, and the facts: never personal data."""

    thing: tuple[str, int | None]
    place_code: str | None
    facts: Mapping[str, object]


def note(
    session: Session,
    actor: Actor,
    verb: str,
    thing: tuple[str, int | None],
    *,
    now: datetime,
    place_code: str | None = None,
    **facts: object,
) -> None:
    """Write one line: who, what, to which thing. Facts hold no personal data."""
    note_each(session, actor, verb, [Noted(thing, place_code, facts)], now=now)


def note_each(
    session: Session, actor: Actor, verb: str, things: Sequence[Noted], *, now: datetime
) -> None:
    """Write a line for each of many things, in one statement."""
    if not things:
        return
    session.connection().execute(
        _INSERT,
        [
            {
                "at": now,
                "actor_id": actor.user_id,
                "verb": verb,
                "object_kind": noted.thing[0],
                "object_id": noted.thing[1],
                "place_code": noted.place_code,
                "facts": dict(noted.facts),
            }
            for noted in things
        ],
    )


def entries(
    session: Session, actor: Actor, *, before_id: int | None = None, limit: int = PAGE
) -> Sequence[Row[AuditEntry, str]]:
    """The audit of the person's places, newest first, with the name of who acted."""
    reach = actor.reach(Permission.VIEW_AUDIT)
    statement = (
        select(AuditEntry, User.name)
        .join(User, User.id == AuditEntry.actor_id)
        .where(below_any(AuditEntry.place_code, reach.places))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    if before_id is not None:
        statement = statement.where(AuditEntry.id < before_id)
    return session.execute(statement).all()
