"""One person has one exclusive duty, and a job once: by the rule, and by the database."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound
from app.registry.accounts.actions import take_grant
from app.registry.accounts.actor import Actor, Held
from app.registry.accounts.duties import DutiesClash
from app.registry.accounts.models import Grant, User
from app.registry.accounts.permissions import Duty, Role
from app.registry.accounts.queries import actor_by_username
from app.registry.places.actions import appoint
from app.registry.places.models import Store
from tests import make
from tests.make import NOW

GRANT = "INSERT INTO grants (user_id, role, store_code, duty) VALUES"


def person(session: Session) -> User:
    user = User(username="chen", name="陈", created_at=NOW)
    session.add(user)
    session.flush()
    return user


def appointed(session: Session, user: User, role: Role, at_code: str) -> Grant:
    return appoint(session, make.console(session), user, role=role, at_code=at_code, now=NOW)


def as_actor(session: Session) -> Actor:
    found = actor_by_username(session, "chen", NOW)
    assert found is not None
    return found


@pytest.fixture
def store(session: Session) -> Store:
    return make.store(session)


def test_who_certifies_is_no_clerk(session: Session, store: Store) -> None:
    user = person(session)
    appointed(session, user, Role.TOWNSHIP, make.TOWNSHIP)

    with pytest.raises(DutiesClash):
        appointed(session, user, Role.STORE_CLERK, store.code)

    assert as_actor(session).roles == {Role.TOWNSHIP}


def test_who_certifies_no_more_may_become_a_clerk(session: Session, store: Store) -> None:
    user = person(session)
    first = appointed(session, user, Role.TOWNSHIP, make.TOWNSHIP)
    second = appointed(session, user, Role.VILLAGE_COMMITTEE, make.TOWNSHIP)
    take_grant(session, make.console(session), first.id, now=NOW)
    with pytest.raises(DutiesClash):
        appointed(session, user, Role.STORE_CLERK, store.code)

    take_grant(session, make.console(session), second.id, now=NOW)
    appointed(session, user, Role.STORE_CLERK, store.code)

    assert as_actor(session).roles == {Role.STORE_CLERK}


@pytest.mark.parametrize(
    "statement",
    [
        # As if the person had another duty, as if the role had another, as if it had none.
        f"{GRANT} (:user, 'store_clerk', :store, 'redeeming')",
        f"{GRANT} (:user, 'store_clerk', :store, 'certifying')",
        f"{GRANT} (:user, 'store_clerk', :store, NULL)",
        f"{GRANT} (:user, 'auditor', :store, 'certifying')",
        "UPDATE grants SET role = 'store_clerk' WHERE user_id = :user AND :store = :store",
        "UPDATE grants SET duty = NULL WHERE user_id = :user AND :store = :store",
        "UPDATE users SET duty = 'redeeming' WHERE id = :user AND :store = :store",
        "UPDATE users SET duty = NULL WHERE id = :user AND :store = :store",
    ],
)
def test_the_database_lets_nobody_certify_and_redeem(
    session: Session, store: Store, statement: str
) -> None:
    user = person(session)
    appointed(session, user, Role.TOWNSHIP, make.TOWNSHIP)

    with pytest.raises(IntegrityError), session.begin_nested():
        session.execute(text(statement), {"user": user.id, "store": store.code})

    assert user.duty is Duty.CERTIFYING


# Grants


def test_the_same_job_twice_is_one_job_and_taken_away_it_is_gone(
    session: Session, store: Store
) -> None:
    user = person(session)
    for role, at in [(Role.AUDITOR, make.TOWNSHIP), (Role.STORE_CLERK, store.code)]:
        grants = {appointed(session, user, role, at).id for _ in range(2)}
        take_grant(session, make.console(session), grants.pop(), now=NOW)

    assert as_actor(session).grants == ()


@pytest.mark.parametrize("held", [Held(Role.AUDITOR, "37"), Held(Role.SUPPORT_CADRE, None, "S")])
def test_the_database_keeps_a_job_once(session: Session, held: Held) -> None:
    user = person(session)
    columns = {"role": held.role, "place_code": held.place_code, "store_code": held.store_code}

    with pytest.raises(IntegrityError), session.begin_nested():
        session.add_all(Grant(user_id=user.id, **columns) for _ in range(2))


def test_an_unknown_job_and_the_console_s_cannot_be_taken_away(session: Session) -> None:
    built_in = select(Grant.id).where(Grant.role == Role.CONSOLE)

    for grant_id in (404, session.scalars(built_in).one()):
        with pytest.raises(NotFound):
            take_grant(session, make.admin(session), grant_id, now=NOW)
