"""What happened to households: recorded by one person, decided by another."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Annotated, Final

from flask import Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api.requests import answers, asks, made, once, said, takes, wing
from app.api.schemas import Answer, Id, Listing, Paged, Strict, page_of
from app.changes.decide import approve_change, refuse_change
from app.changes.models import ChangeKind, ChangeState, HouseholdChange
from app.changes.queries import PAGE, Told, changes_page, told_change
from app.changes.record import (
    Departure,
    NewPerson,
    Split,
    What,
    record_departure,
    record_join,
    record_leave,
    record_merge,
    record_move,
    record_return,
    record_split,
)
from app.door.clean import id_of
from app.door.context import actor, db, now, secrets
from app.door.routes import needs
from app.kernel.errors import Invalid
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.households.file import people_of
from app.registry.households.queries import household_for

LONGEST_ID: Final = 40
Short = Annotated[str, Field(max_length=60)]

changes = wing("changes")


class DetailsMissing(Invalid):
    """A kind of change without what belongs to it. Fact: `field`."""

    code = "change_details_missing"


class PersonIn(Strict):
    """Somebody who joins."""

    name: Short
    relation: Short
    id_number: Annotated[str, Field(max_length=LONGEST_ID)]


class DepartureIn(Strict):
    """Who leaves or died; when it is the head, who becomes head."""

    member: Id
    new_head: Id | None = None


class SplitIn(Strict):
    """The new household: its number, its people, its head, the points that go along."""

    number: Short
    members: Annotated[list[Id], Field(max_length=50)]
    head: Id
    points: int


class ChangeIn(Strict):
    """What happened, when, and why.

    A kind wants its details: join `person`, depart and death `departure`, split `split`, merge
    `into` (the number of the household that stays), move `village` (a code).
    """

    kind: ChangeKind
    day: date
    reason: str
    person: PersonIn | None = None
    departure: DepartureIn | None = None
    split: SplitIn | None = None
    into: Short | None = None
    village: Short | None = None


class ChangeDecisionIn(Strict):
    """Whether a change acts; one that is refused has a reason."""

    approved: bool
    reason: str = ""


class ChangeQuery(Paged):
    """Where changes stand."""

    state: ChangeState | None = None


class ChangeOut(Answer):
    """A change; it acts when somebody else has approved it. People are named on its page only."""

    id: Id
    kind: ChangeKind
    household_id: Id
    other_household_id: Id | None
    day: date
    reason: str
    points: int
    to_village: str | None
    state: ChangeState
    recorded_at: datetime
    decided_at: datetime | None
    refusal: str | None


class Changes(Listing):
    """Changes of households, the newest first."""

    items: list[ChangeOut]


class MemberOut(Answer):
    """Somebody of a household."""

    id: Id
    name: str
    relation: str
    is_head: bool


class Members(Listing):
    """The people of a household, its head first, all of them."""

    items: list[MemberOut]


@changes.get("/households/<int:household_id>/members")
@needs(Permission.RECORD_CHANGE)
@answers(Members)
def list_members(household_id: int) -> Response:
    """The people of a household, for a change that names some of them."""
    with db().read() as session:
        home = household_for(session, actor(), Permission.RECORD_CHANGE, household_id)
        items = [
            MemberOut(id=str(each.id), name=each.name, relation=each.relation, is_head=each.is_head)
            for each in people_of(session, home.id)
        ]
    return said(Members(items=items, next=None))


@changes.get("/changes")
@needs(Permission.VIEW_HOUSEHOLD)
@asks(ChangeQuery)
@answers(Changes)
def list_changes(query: ChangeQuery) -> Response:
    """The changes of the households within reach."""
    with db().read() as session:
        found = changes_page(
            session, actor(), state=query.state, before_id=query.before, limit=PAGE + 1
        )
        rows, after = page_of(found, PAGE, lambda told: told.change.id)
        return said(Changes(items=[_change(told) for told in rows], next=after))


@changes.post("/households/<int:household_id>/changes")
@needs(Permission.RECORD_CHANGE)
@takes(ChangeIn)
@answers(ChangeOut, 201, 200)
def post_change(household_id: int, body: ChangeIn) -> Response:
    """Record what happened to a household; nothing acts until somebody else approves."""
    person, at = actor(), now()
    what = What(household_id, body.day, body.reason)
    content = body.model_dump(mode="json")
    if body.person is not None:
        # A plain hash of an ID number is as good as the number: its keyed index is remembered.
        content["person"]["id_number"] = secrets().passing.index(body.person.id_number).hex()
    with db().write() as session:
        record = _RECORDS[body.kind]
        done = once(session, lambda: record(session, person, what, body, at).id, body=content)
        return made(_change(told_change(session, person, done.id)), done)


@changes.post("/changes/<int:change_id>/decision")
@needs(Permission.APPROVE_CHANGE)
@takes(ChangeDecisionIn)
@answers(ChangeOut)
def post_change_decision(change_id: int, body: ChangeDecisionIn) -> Response:
    """Approve somebody else's record, which acts now; or refuse it with a reason."""
    person, at = actor(), now()

    def act() -> int:
        if body.approved:
            return approve_change(session, person, change_id=change_id, now=at).change_id
        return refuse_change(
            session, person, change_id=change_id, reason=body.reason, now=at
        ).change_id

    with db().write() as session:
        done = once(session, act)
        return said(_change(told_change(session, person, done.id)))


def _joins(
    session: Session, person: Actor, what: What, body: ChangeIn, at: datetime
) -> HouseholdChange:
    if body.person is None:
        raise DetailsMissing(field="person")
    joining = NewPerson(body.person.name, body.person.relation, body.person.id_number)
    return record_join(session, person, what, joining, secrets(), now=at)


def _departs(
    session: Session, person: Actor, what: What, body: ChangeIn, at: datetime
) -> HouseholdChange:
    if body.departure is None:
        raise DetailsMissing(field="departure")
    heir = body.departure.new_head
    going = Departure(
        id_of(body.departure.member), body.kind is ChangeKind.DEATH, id_of(heir) if heir else None
    )
    return record_departure(session, person, what, going, now=at)


def _splits(
    session: Session, person: Actor, what: What, body: ChangeIn, at: datetime
) -> HouseholdChange:
    if body.split is None:
        raise DetailsMissing(field="split")
    split = Split(
        number=body.split.number,
        member_ids=[id_of(each) for each in body.split.members],
        head_id=id_of(body.split.head),
        points=body.split.points,
    )
    return record_split(session, person, what, split, now=at)


def _merges(
    session: Session, person: Actor, what: What, body: ChangeIn, at: datetime
) -> HouseholdChange:
    if body.into is None:
        raise DetailsMissing(field="into")
    return record_merge(session, person, what, into_number=body.into, now=at)


def _moves(
    session: Session, person: Actor, what: What, body: ChangeIn, at: datetime
) -> HouseholdChange:
    if body.village is None:
        raise DetailsMissing(field="village")
    return record_move(session, person, what, village_code=body.village, now=at)


def _leaves(
    session: Session, person: Actor, what: What, _body: ChangeIn, at: datetime
) -> HouseholdChange:
    return record_leave(session, person, what, now=at)


def _returns(
    session: Session, person: Actor, what: What, _body: ChangeIn, at: datetime
) -> HouseholdChange:
    return record_return(session, person, what, now=at)


_RECORDS: Final[
    dict[ChangeKind, Callable[[Session, Actor, What, ChangeIn, datetime], HouseholdChange]]
] = {
    ChangeKind.JOIN: _joins,
    ChangeKind.DEPART: _departs,
    ChangeKind.DEATH: _departs,
    ChangeKind.SPLIT: _splits,
    ChangeKind.MERGE: _merges,
    ChangeKind.MOVE: _moves,
    ChangeKind.LEAVE: _leaves,
    ChangeKind.RETURN: _returns,
}


def _change(told: Told) -> ChangeOut:
    row, decision = told.change, told.decision
    return ChangeOut(
        id=str(row.id),
        kind=row.kind,
        household_id=str(row.household_id),
        other_household_id=str(told.other.id) if told.other else None,
        day=row.day,
        reason=row.reason,
        points=row.points,
        to_village=row.to_village,
        state=told.state,
        recorded_at=row.recorded_at,
        decided_at=decision.decided_at if decision else None,
        refusal=decision.reason or None if decision else None,
    )
