"""Stores, and who works at which."""

import pytest
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.registry.accounts.actor import EVERYWHERE, Actor
from app.registry.accounts.models import User
from app.registry.accounts.permissions import STORE_ROLES, Permission, Role
from app.registry.places.actions import RoleDoesNotFit, StoreCodeTaken, add_store, appoint
from app.registry.places.models import Place, PlaceKind, Store, StoreKind
from app.registry.places.queries import (
    UnknownPlace,
    store_for,
    stores_in_reach,
    village_for,
    villages_in_reach,
)
from app.registry.places.rules import StoreDetailsBad
from tests import make
from tests.make import DISTRICT, NOW, TOWNSHIP


def opened(session: Session, code: str, name: str = "韩集店", place_code: str = TOWNSHIP) -> Store:
    make.district(session)
    return add_store(
        session, make.console(session), code=code, name=name, kind=StoreKind.FIXED,
        place_code=place_code, now=NOW,
    )  # fmt: skip


def person(session: Session) -> User:
    user = User(username=f"user{make.number()}", name="陈", created_at=NOW)
    session.add(user)
    session.flush()
    return user


# Opening


@pytest.mark.parametrize("taken", ["S1", TOWNSHIP, DISTRICT])
def test_a_code_means_one_store_or_one_place(session: Session, taken: str) -> None:
    opened(session, "S1")

    with pytest.raises(StoreCodeTaken):
        opened(session, taken)


@pytest.mark.parametrize(("code", "name"), [
    ("", "店"), (" ", "店"), ("S 1", "店"), ("S" * 33, "店"), ("S1", " "), ("S1", "长" * 81),
])  # fmt: skip
def test_a_store_can_be_found_and_called(session: Session, code: str, name: str) -> None:
    with pytest.raises(StoreDetailsBad):
        opened(session, code, name)


def test_a_store_stands_somewhere(session: Session) -> None:
    with pytest.raises(UnknownPlace):
        opened(session, "S1", place_code="371599999")


@pytest.mark.parametrize("role", [Role.STORE_MANAGER, Role.TOWNSHIP, Role.AUDITOR])
def test_only_the_district_office_opens_stores(session: Session, role: Role) -> None:
    other = make.actor(session, role, make.district(session))

    with pytest.raises(Forbidden):
        add_store(
            session, other, code="S1", name="店", kind=StoreKind.MOBILE, place_code=TOWNSHIP,
            now=NOW,
        )  # fmt: skip


# Appointing


@pytest.mark.parametrize("role", [role for role in Role if role not in STORE_ROLES])
def test_at_a_store_there_are_clerks_and_managers_only(session: Session, role: Role) -> None:
    opened(session, "S1")

    with pytest.raises(RoleDoesNotFit):
        appoint(session, make.console(session), person(session), role=role, at_code="S1", now=NOW)


def test_nobody_is_appointed_console(session: Session) -> None:
    make.district(session)

    with pytest.raises(RoleDoesNotFit):
        appoint(
            session, make.console(session), person(session), role=Role.CONSOLE, at_code=DISTRICT,
            now=NOW,
        )  # fmt: skip


def test_at_an_unknown_code_there_is_no_job(session: Session) -> None:
    make.district(session)

    with pytest.raises(UnknownPlace):
        appoint(
            session, make.console(session), person(session), role=Role.AUDITOR, at_code="S404",
            now=NOW,
        )  # fmt: skip


def test_the_district_is_everywhere_whatever_its_code(session: Session) -> None:
    make.district(session)

    grant = appoint(
        session, make.console(session), person(session), role=Role.AUDITOR, at_code=DISTRICT,
        now=NOW,
    )  # fmt: skip

    assert grant.place_code == EVERYWHERE


def test_who_may_not_manage_people_appoints_nobody(session: Session) -> None:
    village = make.village(session)

    with pytest.raises(Forbidden):
        appoint(
            session, make.township_officer(session), person(session),
            role=Role.VILLAGE_SPECIALIST, at_code=village.code, now=NOW,
        )  # fmt: skip


# Reach


class Town:
    """Two townships with a village and a store each."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.here, self.there = make.store(session), make.store(session, name="东城店")
        self.village = make.village(session)
        other = Place(code="371599116", name="东城街道", kind=PlaceKind.TOWNSHIP,
                      parent_code=DISTRICT)  # fmt: skip
        session.add(other)
        session.flush()
        self.there.place_code = other.code
        self.far = Place(code="371599116001", name="远村", kind=PlaceKind.VILLAGE,
                         parent_code=other.code)  # fmt: skip
        session.add(self.far)
        session.flush()

    def stores_of(self, actor: Actor, permission: Permission) -> list[str]:
        return [store.code for store in stores_in_reach(self.session, actor, permission)]


@pytest.fixture
def town(session: Session) -> Town:
    return Town(session)


def test_a_clerk_reaches_his_own_store_only(session: Session, town: Town) -> None:
    clerk = make.clerk(session, town.here)

    assert store_for(session, clerk, Permission.REDEEM, town.here.code) is town.here
    assert town.stores_of(clerk, Permission.REDEEM) == [town.here.code]
    for code in (town.there.code, "S404", "", TOWNSHIP):
        with pytest.raises(UnknownPlace):
            store_for(session, clerk, Permission.REDEEM, code)


def test_who_works_for_the_township_reaches_the_stores_in_it(session: Session, town: Town) -> None:
    auditor = make.actor(session, Role.AUDITOR, make.township(session))

    assert town.stores_of(auditor, Permission.VIEW_STOCK) == [town.here.code]
    with pytest.raises(UnknownPlace):
        store_for(session, auditor, Permission.VIEW_STOCK, town.there.code)


def test_the_district_reaches_all_stores(session: Session, town: Town) -> None:
    found = town.stores_of(make.admin(session), Permission.RECEIVE_STOCK)

    assert found == sorted([town.here.code, town.there.code])


def test_without_the_permission_no_store_is_reached(session: Session, town: Town) -> None:
    for actor in (make.admin(session), make.specialist(session, town.village)):
        with pytest.raises(Forbidden):
            store_for(session, actor, Permission.REDEEM, town.here.code)


def test_the_next_village_and_no_village_look_alike(session: Session, town: Town) -> None:
    mine = make.specialist(session, town.village)

    assert village_for(session, mine, Permission.SCORE, town.village.code) is town.village
    said = set()
    for code in (town.far.code, "371599115999", TOWNSHIP, DISTRICT, ""):
        with pytest.raises(UnknownPlace) as refusal:
            village_for(session, mine, Permission.SCORE, code)
        said.add(tuple(refusal.value.facts))
    assert said == {("code",)}


def test_an_officer_lists_the_villages_of_his_own_township(session: Session, town: Town) -> None:
    officer = make.township_officer(session)

    found = villages_in_reach(session, officer, Permission.CERTIFY)

    assert [village.code for village in found] == [town.village.code]
