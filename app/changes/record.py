"""Write down what happened to a household. Nothing acts until somebody else has approved it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.holding import (
    check_has_head,
    check_not_registered,
    check_number_free,
    held_household,
    members_by_id,
)
from app.changes.models import ChangeKind, ChangePerson, HouseholdChange
from app.changes.queries import merged_into, waits
from app.changes.rules import (
    ChangeWaiting,
    MergedAway,
    NotLeft,
    SameVillage,
    check_change_reason,
    check_day,
    check_departure,
    check_merge,
    check_new_number,
    check_person,
    check_registered,
    check_split,
    check_split_points,
)
from app.kernel.secrets import Secrets
from app.ledger.queries import balance_of
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household, HouseholdStatus, Member
from app.registry.households.queries import household_for
from app.registry.households.rekeying import rekeyed_people
from app.registry.households.reveal import MemberNotFound
from app.registry.households.sealing import member_row
from app.registry.places.models import PlaceKind
from app.registry.places.queries import place_called


@dataclass(frozen=True)
class What:
    """What is said of every change: to which household, when it happened, and why."""

    household_id: int
    day: date
    reason: str


@dataclass(frozen=True)
class NewPerson:
    """Somebody who joins a household, as he was written down."""

    name: str
    relation: str
    id_number: str


@dataclass(frozen=True)
class Departure:
    """Who leaves or died; when that is the head, who becomes head."""

    member_id: int
    died: bool
    new_head_id: int | None = None


@dataclass(frozen=True)
class Split:
    """The new household: its number, its people and its head, and the agreed points."""

    number: str
    member_ids: Sequence[int]
    head_id: int
    points: int


def record_join(
    session: Session, actor: Actor, what: What, person: NewPerson, secrets: Secrets, *,
    now: datetime,
) -> HouseholdChange:  # fmt: skip
    """Somebody joins a household: born, married in, come home.

    :raises PersonDetailsBad: no name, or too long.
    :raises IdNumberBad: not the number of an ID card.
    :raises PersonRegistered: the register has him in a household already.
    """
    household = _begin(session, actor, what, now)
    joining = check_person(person.name, person.relation, person.id_number)
    keys = rekeyed_people(session, secrets, [joining.id_number])
    row = member_row(household.id, joining, keys)
    check_not_registered(session, keys.index(joining.id_number))
    sealed = {name: value for name, value in row.items() if name not in _NOT_OF_A_CHANGE}
    somebody = ChangePerson(**sealed, becomes_head=False)
    return _write(session, actor, _change(ChangeKind.JOIN, household, what), [somebody], now)


def record_departure(
    session: Session, actor: Actor, what: What, departure: Departure, *, now: datetime
) -> HouseholdChange:
    """Somebody leaves a household or has died; its card and points stay with the household.

    :raises MemberNotFound: nobody of this household.
    :raises LastPerson: nobody would stay.
    :raises NewHeadMissing: the head goes, and nobody was named.
    """
    household = _begin(session, actor, what, now)
    members = members_by_id(session, household.id)
    going = _one_of(members, departure.member_id)
    head_id = check_departure(
        going_is_head=going.is_head, going_id=going.id,
        staying=members.keys() - {going.id}, new_head_id=departure.new_head_id,
    )  # fmt: skip
    people = [_as_it_stands(going, becomes_head=False)]
    if head_id is not None:
        people.append(_as_it_stands(members[head_id], becomes_head=True))
    kind = ChangeKind.DEATH if departure.died else ChangeKind.DEPART
    return _write(session, actor, _change(kind, household, what), people, now)


def record_split(
    session: Session, actor: Actor, what: What, split: Split, *, now: datetime
) -> HouseholdChange:
    """Some members become a household of their own and take the agreed points along.

    :raises SplitPeopleBad: nobody goes, or everybody, or the head; or no head of the new one.
    :raises SplitPointsBad: more points than there are.
    :raises NewNumberBad: no number that a household can have.
    :raises NewNumberTaken: another household has it.
    """
    household = _begin(session, actor, what, now)
    members = members_by_id(session, household.id)
    check_split(
        members=members.keys(), going=split.member_ids, head_id=split.head_id,
        head_ids=[each.id for each in members.values() if each.is_head],
    )  # fmt: skip
    change = _change(ChangeKind.SPLIT, household, what)
    change.new_number = check_new_number(split.number)
    check_number_free(session, change.new_number)
    change.points = check_split_points(split.points, balance_of(session, household.id))
    people = [
        _as_it_stands(members[each], becomes_head=each == split.head_id)
        for each in sorted(set(split.member_ids))
    ]
    return _write(session, actor, change, people, now)


def record_merge(
    session: Session, actor: Actor, what: What, *, into_number: str, now: datetime
) -> HouseholdChange:
    """A household goes into another of its village, with all its people and points.

    :raises OtherHouseholdBad: not another registered household of the village.
    """
    household = _begin(session, actor, what, now)
    into = session.scalar(select(Household).where(Household.number == into_number.strip()))
    into = check_merge(household, into)
    if waits(session, [into.id]):
        raise ChangeWaiting
    change = _change(ChangeKind.MERGE, household, what)
    change.other_id = into.id
    return _write(session, actor, change, [], now)


def record_move(
    session: Session, actor: Actor, what: What, *, village_code: str, now: datetime
) -> HouseholdChange:
    """A household moves to another village of the district; number, card and points stay its own.

    :raises UnknownPlace: no such village.
    :raises SameVillage: it lives there.
    """
    household = _begin(session, actor, what, now)
    village = place_called(session, village_code, PlaceKind.VILLAGE)
    if village.code == household.village_code:
        raise SameVillage(field="village")
    change = _change(ChangeKind.MOVE, household, what)
    change.to_village = village.code
    return _write(session, actor, change, [], now)


def record_leave(session: Session, actor: Actor, what: What, *, now: datetime) -> HouseholdChange:
    """A household leaves the register: no more sheets; what it has it may spend."""
    household = _begin(session, actor, what, now)
    return _write(session, actor, _change(ChangeKind.LEAVE, household, what), [], now)


def record_return(session: Session, actor: Actor, what: What, *, now: datetime) -> HouseholdChange:
    """A household that left comes back.

    :raises NotLeft: it has not left.
    :raises MergedAway: it went into another household.
    :raises HeadElsewhere: its head lives in another household by now.
    """
    household = _begin(session, actor, what, now, status=HouseholdStatus.LEFT)
    check_has_head(session, household.id)
    return _write(session, actor, _change(ChangeKind.RETURN, household, what), [], now)


# A change names its household itself, and says who becomes head in a column of its own.
_NOT_OF_A_CHANGE = ("household_id", "is_head")


def _begin(
    session: Session,
    actor: Actor,
    what: What,
    now: datetime,
    *,
    status: HouseholdStatus = HouseholdStatus.REGISTERED,
) -> Household:
    """The household, held, when a change of it may be recorded at all."""
    reached = household_for(session, actor, Permission.RECORD_CHANGE, what.household_id)
    household = held_household(session, reached.id)
    check_day(what.day, now)
    check_change_reason(what.reason)
    if status is HouseholdStatus.REGISTERED:
        check_registered(household)
    elif household.status is not HouseholdStatus.LEFT:
        raise NotLeft
    elif merged_into(session, household.id) is not None:
        raise MergedAway
    if waits(session, [household.id]):
        raise ChangeWaiting
    return household


def _change(kind: ChangeKind, household: Household, what: What) -> HouseholdChange:
    return HouseholdChange(
        kind=kind, household_id=household.id, from_village=household.village_code,
        new_number="", points=0, day=what.day, reason=check_change_reason(what.reason),
    )  # fmt: skip


def _write(
    session: Session,
    actor: Actor,
    change: HouseholdChange,
    people: Sequence[ChangePerson],
    now: datetime,
) -> HouseholdChange:
    change.recorded_by = actor.user_id
    change.recorded_at = now
    session.add(change)
    session.flush()
    for somebody in people:
        somebody.change_id = change.id
    session.add_all(people)
    session.flush()
    note(
        session, actor, "record_change", ("household_change", change.id), now=now,
        place_code=change.from_village, household=change.household_id, kind=change.kind.value,
        points=change.points,
    )  # fmt: skip
    return change


def _one_of(members: dict[int, Member], member_id: int) -> Member:
    if member_id not in members:
        raise MemberNotFound
    return members[member_id]


def _as_it_stands(member: Member, *, becomes_head: bool) -> ChangePerson:
    return ChangePerson(
        name=member.name, relation=member.relation, becomes_head=becomes_head,
        id_index=member.id_index, id_sealed=member.id_sealed, id_last2=member.id_last2,
        id_key=member.id_key,
    )  # fmt: skip
