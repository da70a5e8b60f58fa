"""A list of more than a hundred people leaves the house with a purpose and a second person."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile
from typing import Final

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.kernel.errors import Conflict, Forbidden, Invalid, NotFound
from app.privacy.export_models import PersonExport
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.models import User
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any

#: Rows that somebody takes out alone.
MOST_ALONE: Final = 100
#: How long an approved list can be fetched.
LASTS: Final = timedelta(hours=24)
SHORTEST_PURPOSE, LONGEST_PURPOSE = 4, 100
PAGE: Final = 50


class PurposeMissing(Invalid):
    """What the list is for must be said, in words. Facts: `least`, `most`."""

    code = "purpose_missing"


class ExportNotFound(NotFound):
    """There is no such request, or it is not the person's to decide."""

    code = "export_not_found"


class OwnExport(Forbidden):
    """Who asks for a list does not approve it."""

    code = "own_export"


class ExportDecided(Conflict):
    """Somebody else has decided it already, and differently."""

    code = "export_decided"


@dataclass(frozen=True)
class Wanted:
    """A list as its page would hand it out: address with filters, title, rows."""

    address: str
    title: str
    rows: int


@dataclass(frozen=True)
class Approval:
    """By what a list leaves the house: it stands on every sheet."""

    purpose: str
    approved_by: str


@dataclass(frozen=True)
class Asked:
    """A request, with the names of the two people."""

    export: PersonExport
    asked_by: str
    decided_by: str

    def is_open(self, now: datetime) -> bool:
        """Whether the list can be fetched now."""
        decided = self.export.decided_at
        return bool(self.export.approved) and decided is not None and now < decided + LASTS


def ask_export(
    session: Session, actor: Actor, wanted: Wanted, purpose: str, *, now: datetime
) -> PersonExport:
    """Ask for a list; somebody else decides.

    :raises PurposeMissing: nothing was said, or too little.
    """
    said = purpose.strip()
    if not SHORTEST_PURPOSE <= len(said) <= LONGEST_PURPOSE:
        raise PurposeMissing(field="purpose", least=SHORTEST_PURPOSE, most=LONGEST_PURPOSE)
    asked = PersonExport(
        address=wanted.address, title=wanted.title, rows=wanted.rows, place_code=_above(actor),
        purpose=said, asked_by=actor.user_id, asked_at=now,
    )  # fmt: skip
    session.add(asked)
    session.flush()
    note(
        session, actor, "ask_export", ("person_export", asked.id), now=now,
        place_code=asked.place_code, rows=asked.rows, purpose=said,
    )  # fmt: skip
    return asked


def decide_export(
    session: Session, actor: Actor, *, export_id: int, approved: bool, now: datetime
) -> PersonExport:
    """Approve a list, or refuse it. Deciding the same again changes nothing.

    :raises ExportNotFound: missing, or out of reach.
    :raises OwnExport: the person asked for it himself.
    :raises ExportDecided: it was decided otherwise.
    """
    asked = session.scalar(
        select(PersonExport)
        .where(PersonExport.id == export_id, _to_decide(actor))
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if asked is None:
        raise ExportNotFound
    if asked.asked_by == actor.user_id:
        raise OwnExport
    if asked.decided_by is not None:
        if asked.approved != approved:
            raise ExportDecided
        return asked
    asked.approved, asked.decided_by, asked.decided_at = approved, actor.user_id, now
    session.flush()
    note(
        session, actor, "approve_export" if approved else "refuse_export",
        ("person_export", asked.id), now=now, place_code=asked.place_code, asked_by=asked.asked_by,
    )  # fmt: skip
    return asked


def fetched_export(
    session: Session, actor: Actor, wanted: Wanted, *, now: datetime
) -> Approval | None:
    """The approval by which the person takes this list out now, noted; None without one."""
    found = session.execute(
        _named()
        .where(
            PersonExport.asked_by == actor.user_id,
            PersonExport.address == wanted.address,
            PersonExport.approved.is_(True),
            PersonExport.decided_at > now - LASTS,
        )
        .order_by(PersonExport.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    note(
        session, actor, "export_persons", ("person_export", found[0].id), now=now,
        place_code=found[0].place_code, rows=wanted.rows,
    )  # fmt: skip
    return Approval(found[0].purpose, found[2])


def exports_shown(session: Session, actor: Actor) -> Sequence[Asked]:
    """The person's own requests and those that he may decide, newest first."""
    own = PersonExport.asked_by == actor.user_id
    to_decide = actor.may(Permission.APPROVE_EXPORT)
    shown = or_(own, _to_decide(actor)) if to_decide else own
    rows = session.execute(_named().where(shown).order_by(PersonExport.id.desc()).limit(PAGE)).all()
    return [Asked(*row) for row in rows]


def _named() -> Select[PersonExport, str, str]:
    asker, decider = aliased(User), aliased(User)
    return (
        select(PersonExport, asker.name, func.coalesce(decider.name, ""))
        .join(asker, asker.id == PersonExport.asked_by)
        .outerjoin(decider, decider.id == PersonExport.decided_by)
    )


def _to_decide(actor: Actor) -> ColumnElement[bool]:
    return below_any(PersonExport.place_code, actor.reach(Permission.APPROVE_EXPORT).places)


def _above(actor: Actor) -> str:
    """The code above all that the person reaches; "" is the district, and all stores."""
    if not actor.may(Permission.VIEW_HOUSEHOLD):
        return ""
    codes = actor.reach(Permission.VIEW_HOUSEHOLD).places
    same = takewhile(lambda signs: len(set(signs)) == 1, zip(*codes, strict=False))
    return "".join(signs[0] for signs in same)
