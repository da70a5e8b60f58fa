"""What an approved change does to households, people, cards and points. The caller decided it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.holding import (
    check_has_head,
    check_not_registered,
    check_number_free,
    members_by_id,
)
from app.changes.models import ChangeKind, ChangePerson, HouseholdChange
from app.changes.points import move_all, move_some
from app.changes.rules import (
    HEAD,
    check_departure,
    check_merge,
    check_registered,
    check_split,
)
from app.kernel.clock import local
from app.ledger.actions import open_accounts
from app.ledger.corrections import collect_debts, hand_over_debts
from app.registry.accounts.actor import Actor
from app.registry.cards.actions import report_card_lost
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Assignment, Household, HouseholdStatus, Member
from app.registry.households.names import sort_key
from app.registry.households.reveal import MemberNotFound


@dataclass(frozen=True)
class Approved:
    """A change that acts now: by whom, on which household, with which people."""

    change: HouseholdChange
    household: Household
    people: Sequence[ChangePerson]
    actor: Actor
    now: datetime


def carry_out(session: Session, approved: Approved) -> int | None:
    """Let an approved change act; answers the id of the household that a split made.

    What was true when it was recorded is asked again: the register may have changed since.

    :raises Refusal: any of those of recording it.
    """
    made = _EFFECTS[approved.change.kind](session, approved)
    session.flush()
    return made


def _join(session: Session, approved: Approved) -> None:
    check_registered(approved.household)
    for person in approved.people:
        check_not_registered(session, person.id_index)
        # Somebody of a household that has left stands there still: his row comes along.
        member = session.scalar(select(Member).where(Member.id_index == person.id_index)) or Member(
            id_index=person.id_index, id_sealed=person.id_sealed, id_last2=person.id_last2,
            id_key=person.id_key,
        )  # fmt: skip
        member.household_id = approved.household.id
        member.name, member.relation, member.is_head = person.name, person.relation, False
        session.add(member)
    approved.household.size += len(approved.people)


def _depart(session: Session, approved: Approved) -> None:
    check_registered(approved.household)
    members = members_by_id(session, approved.household.id)
    found = _found(members, approved.people)
    going = next(member for person, member in found if not person.becomes_head)
    named = next((member.id for person, member in found if person.becomes_head), None)
    head_id = check_departure(
        going_is_head=going.is_head, going_id=going.id,
        staying=members.keys() - {going.id}, new_head_id=named,
    )  # fmt: skip
    # He stands in the change, for ever; the register says who lives there.
    session.delete(going)
    if head_id is not None:
        _make_head(approved.household, members[head_id])
    _shrink(approved.household, 1)


def _split(session: Session, approved: Approved) -> int:
    change, home = approved.change, approved.household
    check_registered(home)
    check_number_free(session, change.new_number)
    members = members_by_id(session, home.id)
    found = _found(members, approved.people)
    head = next(member for person, member in found if person.becomes_head)
    check_split(
        members=members.keys(), going=[member.id for _person, member in found], head_id=head.id,
        head_ids=[each.id for each in members.values() if each.is_head],
    )  # fmt: skip
    new = _new_household(session, approved, head, size=len(found))
    for _person, member in found:
        member.household_id = new.id
    _make_head(new, head)
    _shrink(home, len(found))
    # First what corrections still claim: a split must not carry points away from it.
    collect_debts(session, actor_id=approved.actor.user_id, now=approved.now, household_id=home.id)
    move_some(
        session, change, new.id, change.points, actor_id=approved.actor.user_id, now=approved.now
    )
    return new.id


def _new_household(session: Session, approved: Approved, head: Member, *, size: int) -> Household:
    home = approved.household
    new = Household(
        number=approved.change.new_number, village_code=home.village_code,
        group_name=home.group_name, head_name=head.name, sort_key=sort_key(head.name), size=size,
        cadre_name=home.cadre_name, registered_at=approved.now,
    )  # fmt: skip
    session.add(new)
    session.flush()
    open_accounts(session)
    serving = _open_assignment(session, home.id)
    if serving is not None:
        since = local(approved.now).date()
        session.add(Assignment(household_id=new.id, user_id=serving.user_id, since=since))
    return new


def _merge(session: Session, approved: Approved) -> None:
    change, home = approved.change, approved.household
    check_registered(home)
    assert change.other_id is not None, "a merge names who stays"
    into = check_merge(home, session.get_one(Household, change.other_id))
    for member in members_by_id(session, home.id).values():
        member.household_id = into.id
        member.is_head = False
        into.size += 1
    _go(session, approved)
    _close_card(session, approved)
    hand_over_debts(session, home.id, into.id)
    move_all(session, change, into.id, actor_id=approved.actor.user_id, now=approved.now)


def _move(session: Session, approved: Approved) -> None:
    check_registered(approved.household)
    assert approved.change.to_village is not None, "a move leads somewhere"
    approved.household.village_code = approved.change.to_village
    # The group and the cadre whom the register names belong to the village left behind.
    approved.household.group_name = ""
    approved.household.cadre_name = ""
    _end_assignment(session, approved)


def _leave(session: Session, approved: Approved) -> None:
    check_registered(approved.household)
    _go(session, approved)


def _return(session: Session, approved: Approved) -> None:
    check_has_head(session, approved.household.id)
    approved.household.status = HouseholdStatus.REGISTERED


def _go(session: Session, approved: Approved) -> None:
    approved.household.status = HouseholdStatus.LEFT
    _end_assignment(session, approved)


def _found(
    members: Mapping[int, Member], people: Sequence[ChangePerson]
) -> list[tuple[ChangePerson, Member]]:
    """The people of a change as they stand in the household today."""
    by_index = {member.id_index: member for member in members.values()}
    if any(person.id_index not in by_index for person in people):
        raise MemberNotFound
    return [(person, by_index[person.id_index]) for person in people]


def _make_head(household: Household, member: Member) -> None:
    member.is_head = True
    member.relation = HEAD
    household.head_name = member.name
    household.sort_key = sort_key(member.name)
    # The number in the register was that of the head before.
    household.phone_sealed = None


def _shrink(household: Household, people: int) -> None:
    # A register may count fewer people than it names: never below one.
    household.size = max(1, household.size - people)


def _open_assignment(session: Session, household_id: int) -> Assignment | None:
    return session.scalar(
        select(Assignment).where(
            Assignment.household_id == household_id, Assignment.until.is_(None)
        )
    )


def _end_assignment(session: Session, approved: Approved) -> None:
    serving = _open_assignment(session, approved.household.id)
    if serving is not None:
        serving.until = local(approved.now).date()


def _close_card(session: Session, approved: Approved) -> None:
    code = session.scalar(
        select(Card.code).where(
            Card.household_id == approved.household.id, Card.state == CardState.ACTIVE
        )
    )
    if code is not None:
        report_card_lost(session, approved.actor, code, now=approved.now)


_EFFECTS: Final[Mapping[ChangeKind, Callable[[Session, Approved], int | None]]] = {
    ChangeKind.JOIN: _join,
    ChangeKind.DEPART: _depart,
    ChangeKind.DEATH: _depart,
    ChangeKind.SPLIT: _split,
    ChangeKind.MERGE: _merge,
    ChangeKind.MOVE: _move,
    ChangeKind.LEAVE: _leave,
    ChangeKind.RETURN: _return,
}
