"""The form of a change of a household, read into the action that records it."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from flask import request
from sqlalchemy.orm import Session

from app.changes.models import ChangeKind, HouseholdChange
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
from app.changes.rules import (
    LONGEST_REASON,
    ChangeDayBad,
    ChangeReasonMissing,
    IdNumberBad,
    LastPerson,
    NewHeadMissing,
    NewNumberBad,
    NewNumberTaken,
    OtherHouseholdBad,
    PersonDetailsBad,
    PersonRegistered,
    SameVillage,
    SplitPeopleBad,
    SplitPointsBad,
)
from app.door.clean import id_of
from app.door.context import actor as signed_in_actor
from app.kernel.once import Request
from app.kernel.secrets import Secrets
from app.registry.accounts.actor import Actor
from app.registry.households.roster.results import LONGEST_NAME, LONGEST_NUMBER, LONGEST_RELATION
from app.web.reading import (
    NOT_CONTENT,
    DateBad,
    FieldMissing,
    FieldTooLong,
    NumberBad,
    date_field,
    int_field,
    text_field,
    uuid_field,
)

LONGEST_ID: Final = 40
LONGEST_CODE: Final = 12
ID_FIELD: Final = "id_number"
FORM_REFUSALS: Final = (
    FieldMissing, FieldTooLong, NumberBad, DateBad, ChangeDayBad, ChangeReasonMissing,
    PersonDetailsBad, IdNumberBad, PersonRegistered, LastPerson, NewHeadMissing, SplitPeopleBad,
    SplitPointsBad, NewNumberBad, NewNumberTaken, OtherHouseholdBad, SameVillage,
)  # fmt: skip


def request_of_change(kind: ChangeKind, household_id: int, secrets: Secrets) -> Request:
    """The form as a request that acts once.

    Claims are kept for ever with a hash of what was entered: of an ID number only its keyed index
    goes into it, for a plain hash of a number is as good as the number.
    """
    entered: dict[str, object] = {
        name: values for name, values in request.form.lists() if name not in NOT_CONTENT
    }
    if ID_FIELD in entered:
        entered[ID_FIELD] = secrets.passing.index(request.form[ID_FIELD]).hex()
    entered |= {"kind": kind.value, "household": household_id}
    return Request.of(signed_in_actor().user_id, "record_change", uuid_field(), entered)


def recorded(
    session: Session,
    actor: Actor,
    kind: ChangeKind,
    household_id: int,
    secrets: Secrets,
    *,
    now: datetime,
) -> HouseholdChange:
    """Record what stands in the form.

    :raises Refusal: any of those of recording, and of the fields.
    """
    what = What(household_id, date_field("day"), text_field("reason", LONGEST_REASON))
    if kind is ChangeKind.JOIN:
        return record_join(session, actor, what, _person(), secrets, now=now)
    return _READERS[kind](session, actor, what, now)


def _person() -> NewPerson:
    return NewPerson(
        name=text_field("name", LONGEST_NAME),
        relation=text_field("relation", LONGEST_RELATION),
        id_number=text_field(ID_FIELD, LONGEST_ID),
    )


def _departs(session: Session, actor: Actor, what: What, now: datetime) -> HouseholdChange:
    return record_departure(session, actor, what, _departure(died=False), now=now)


def _dies(session: Session, actor: Actor, what: What, now: datetime) -> HouseholdChange:
    return record_departure(session, actor, what, _departure(died=True), now=now)


def _departure(*, died: bool) -> Departure:
    heir = text_field("new_head", LONGEST_ID, optional=True)
    return Departure(id_of(text_field("member", LONGEST_ID)), died, id_of(heir) if heir else None)


def _splits(session: Session, actor: Actor, what: What, now: datetime) -> HouseholdChange:
    going = [id_of(each) for each in request.form.getlist("members")]
    if not going:
        raise FieldMissing(field="members")
    split = Split(
        number=text_field("number", LONGEST_NUMBER),
        member_ids=going,
        head_id=id_of(text_field("head", LONGEST_ID)),
        points=int_field("points"),
    )
    return record_split(session, actor, what, split, now=now)


def _merges(session: Session, actor: Actor, what: What, now: datetime) -> HouseholdChange:
    into = text_field("other", LONGEST_NUMBER)
    return record_merge(session, actor, what, into_number=into, now=now)


def _moves(session: Session, actor: Actor, what: What, now: datetime) -> HouseholdChange:
    code = text_field("village", LONGEST_CODE)
    return record_move(session, actor, what, village_code=code, now=now)


def _leaves(session: Session, actor: Actor, what: What, now: datetime) -> HouseholdChange:
    return record_leave(session, actor, what, now=now)


def _returns(session: Session, actor: Actor, what: What, now: datetime) -> HouseholdChange:
    return record_return(session, actor, what, now=now)


_READERS: Final[
    Mapping[ChangeKind, Callable[[Session, Actor, What, datetime], HouseholdChange]]
] = {
    ChangeKind.DEPART: _departs,
    ChangeKind.DEATH: _dies,
    ChangeKind.SPLIT: _splits,
    ChangeKind.MERGE: _merges,
    ChangeKind.MOVE: _moves,
    ChangeKind.LEAVE: _leaves,
    ChangeKind.RETURN: _returns,
}
