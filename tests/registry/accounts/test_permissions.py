"""The table of permissions keeps those apart who must look at each other's work."""

from itertools import product

import pytest
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.registry.accounts.actor import Actor, Held, check_may
from app.registry.accounts.duties import DutiesClash
from app.registry.accounts.models import User
from app.registry.accounts.permissions import (
    EXCLUSIVE_DUTY,
    PERMISSIONS,
    STORE_ROLES,
    Permission,
    Role,
)
from app.registry.places.actions import appoint
from tests import make

P = Permission
OF_PEOPLE = [role for role in Role if role is not Role.CONSOLE]
CERTIFYING = {Role.VILLAGE_COMMITTEE, Role.TOWNSHIP}
REDEEMING = {Role.STORE_CLERK, Role.STORE_MANAGER}
# Whoever does the first must not do the second; each is also refused the other way round.
APART = [
    (P.SCORE, P.SUBMIT), (P.SCORE, P.CERTIFY), (P.SCORE, P.DECIDE_OBJECTION), (P.SCORE, P.SETTLE),
    (P.SCORE, P.OPEN_ROUND), (P.SCORE, P.REDEEM), (P.SCORE, P.APPROVE_CORRECTION),
    (P.SCORE, P.EXCUSE), (P.SUBMIT, P.CERTIFY), (P.SUBMIT, P.REDEEM), (P.CERTIFY, P.REDEEM),
    (P.REDEEM, P.ASK_CORRECTION), (P.REDEEM, P.APPROVE_CORRECTION), (P.REDEEM, P.ISSUE_CARD),
    (P.REDEEM, P.MANAGE_GOODS), (P.REDEEM, P.MANAGE_USERS), (P.SCORE, P.MANAGE_USERS),
    (P.CERTIFY, P.MANAGE_USERS), (P.CERTIFY, P.MANAGE_SCHEMES), (P.SCORE, P.MANAGE_SCHEMES),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), APART)
def test_no_role_does_both(one: Permission, other: Permission) -> None:
    assert [role for role in Role if {one, other} <= PERMISSIONS[role]] == []


def test_every_role_is_in_the_table_and_every_permission_with_somebody() -> None:
    assert set(PERMISSIONS) == set(EXCLUSIVE_DUTY) == set(Role)
    assert frozenset().union(*(PERMISSIONS[role] for role in OF_PEOPLE)) == set(Permission)


def test_an_auditor_reads_everything_and_changes_nothing() -> None:
    reads = {permission for permission in Permission if permission.value.startswith("view_")}

    # Looking a card up reads, too.
    assert PERMISSIONS[Role.AUDITOR] == reads | {P.LOOK_UP_CARD}


def test_the_console_does_nothing_that_takes_two_people() -> None:
    alone = {
        P.SCORE, P.EXCUSE, P.SUBMIT, P.CERTIFY, P.DECIDE_OBJECTION, P.APPROVE_CORRECTION,
        P.REDEEM, P.VOID_REDEMPTION, P.REVEAL_ID,
    }  # fmt: skip

    assert not PERMISSIONS[Role.CONSOLE] & alone


def test_certifying_and_redeeming_are_the_duties_of_who_does_it() -> None:
    certifies = {role for role in Role if PERMISSIONS[role] & {P.SUBMIT, P.CERTIFY}}
    redeems = {role for role in Role if PERMISSIONS[role] & {P.REDEEM, P.VOID_REDEMPTION}}

    assert {role for role in Role if EXCLUSIVE_DUTY[role] == "certifying"} == certifies
    assert {role for role in Role if EXCLUSIVE_DUTY[role] == "redeeming"} == redeems == STORE_ROLES


def test_of_all_pairs_of_roles_only_certifying_and_redeeming_refuse_each_other(
    session: Session,
) -> None:
    refused = {pair for pair in product(OF_PEOPLE, OF_PEOPLE) if not _may_hold(session, *pair)}

    assert refused == {*product(CERTIFYING, REDEEMING), *product(REDEEMING, CERTIFYING)}


def _may_hold(session: Session, first: Role, second: Role) -> bool:
    store = make.store(session)
    user = User(username=f"user{make.number()}", name="陈", created_at=make.NOW)
    session.add(user)
    session.flush()
    try:
        for role in (first, second):
            at = store.code if role in STORE_ROLES else make.TOWNSHIP
            appoint(session, make.console(session), user, role=role, at_code=at, now=make.NOW)
    except DutiesClash:
        return False
    return True


def test_a_permission_holds_where_it_was_given_and_below() -> None:
    officer = Actor(1, "sun", "孙", (Held(Role.TOWNSHIP, place_code="371599115"),))

    assert officer.may_at(P.CERTIFY, "371599115001")
    assert not officer.may_at(P.CERTIFY, "371599116001")
    assert not officer.may_at(P.CERTIFY, "371599")


def test_two_roles_at_two_places_do_not_lend_each_other_their_reach() -> None:
    both = Actor(
        1, "sun", "孙",
        (Held(Role.VILLAGE_SPECIALIST, place_code="A"), Held(Role.TOWNSHIP, place_code="B")),
    )  # fmt: skip

    assert both.reach(P.SCORE).places == {"A"}
    assert both.reach(P.CERTIFY).places == {"B"}
    assert both.reach(P.VIEW_HOUSEHOLD).places == {"A", "B"}


def test_a_cadre_reaches_only_whom_he_serves_unless_he_has_another_role_there() -> None:
    cadre = Held(Role.SUPPORT_CADRE, place_code="A")
    specialist = Held(Role.VILLAGE_SPECIALIST, place_code="A")

    assert Actor(1, "l", "刘", (cadre,)).reach(P.SCORE).assigned_only == {"A"}
    assert Actor(1, "l", "刘", (cadre, specialist)).reach(P.SCORE).assigned_only == frozenset()


def test_a_clerk_finds_the_cards_of_the_whole_district_and_no_households() -> None:
    clerk = Actor(1, "z", "赵", (Held(Role.STORE_CLERK, store_code="S1"),))

    assert clerk.may_at(P.LOOK_UP_CARD, "371599115001")
    assert clerk.reach(P.REDEEM).stores == {"S1"}
    assert clerk.reach(P.REDEEM).places == frozenset()
    with pytest.raises(Forbidden):
        check_may(clerk, P.VIEW_HOUSEHOLD)


def test_who_holds_nothing_may_nothing() -> None:
    nobody = Actor(1, "n", "", ())

    assert [permission for permission in Permission if nobody.may(permission)] == []
