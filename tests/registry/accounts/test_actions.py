"""People are added, sign in, and change their passwords."""

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.registry.accounts.actions import (
    OneTimePasswordOver,
    PersonNameBad,
    UsernameBad,
    UsernameTaken,
    WrongPassword,
    add_user,
    change_password,
    reset_password,
    sign_in,
)
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import entries
from app.registry.accounts.models import User
from app.registry.accounts.password_rules import PasswordTooShort
from app.registry.accounts.permissions import Role
from app.registry.accounts.queries import actor_by_username, people, signed_in_with
from app.registry.accounts.sign_in_models import Browser
from app.registry.accounts.sign_ins import SessionEnded, begin_sign_in
from tests import make
from tests.make import NOW

PASSWORD = "correct horse battery"
NEW_PASSWORD = "staple of another horse"


def added(session: Session, username: str = "chen", password: str | None = PASSWORD) -> User:
    user, _ = add_user(
        session, make.console(session), username=username, name="陈", password=password, now=NOW
    )
    return user


def as_actor(session: Session, username: str = "chen") -> Actor:
    found = actor_by_username(session, username, NOW)
    assert found is not None
    return found


# Adding and signing in


def test_who_was_added_signs_in(session: Session) -> None:
    user = added(session)

    assert sign_in(session, "chen", PASSWORD, now=NOW).id == user.id
    assert not user.must_change_password


def test_a_one_time_password_must_be_changed(session: Session) -> None:
    user, given = add_user(session, make.console(session), username="chen", name="陈", now=NOW)

    assert sign_in(session, "chen", given, now=NOW).must_change_password
    change_password(session, as_actor(session), old=given, new=NEW_PASSWORD, now=NOW)
    assert not user.must_change_password


def test_a_one_time_password_opens_nothing_after_two_weeks(session: Session) -> None:
    _, given = add_user(session, make.console(session), username="chen", name="陈", now=NOW)
    over = NOW + timedelta(days=14)

    assert sign_in(session, "chen", given, now=over - timedelta(seconds=1)).username == "chen"
    with pytest.raises(OneTimePasswordOver):
        sign_in(session, "chen", given, now=over)
    with pytest.raises(WrongPassword):
        sign_in(session, "chen", "wrong horse battery", now=over)


@pytest.mark.slow
def test_a_new_one_time_password_and_an_own_one_open_as_before(session: Session) -> None:
    console = make.console(session)
    add_user(session, console, username="chen", name="陈", now=NOW)
    later = NOW + timedelta(days=400)

    given = reset_password(session, console, username="chen", now=later)
    assert sign_in(session, "chen", given, now=later).must_change_password
    change_password(session, as_actor(session), old=given, new=NEW_PASSWORD, now=later)
    much_later = later + timedelta(days=400)
    assert not sign_in(session, "chen", NEW_PASSWORD, now=much_later).must_change_password


@pytest.mark.slow
@pytest.mark.parametrize(
    ("username", "password"),
    [("chen", "wrong horse battery"), ("chen", ""), ("Chen", PASSWORD), ("nobody", PASSWORD),
     ("", ""), ("console", ""), ("console", PASSWORD)],
)  # fmt: skip
def test_a_wrong_name_and_a_wrong_password_sound_the_same(
    session: Session, username: str, password: str
) -> None:
    added(session)

    with pytest.raises(WrongPassword) as refusal:
        sign_in(session, username, password, now=NOW)

    assert refusal.value.facts == {}


@pytest.mark.parametrize("username", ["", " ", "chen li", "chen\t", " chen", "长" * 65, "a\u3000b"])
def test_a_user_name_is_one_word(session: Session, username: str) -> None:
    with pytest.raises(UsernameBad):
        added(session, username)


def test_a_name_has_room_for_64_characters(session: Session) -> None:
    console = make.console(session)
    add_user(session, console, username="chen", name="长" * 64, now=NOW)

    with pytest.raises(PersonNameBad):
        add_user(session, console, username="li", name="长" * 65, now=NOW)


def test_two_people_have_two_user_names(database: Database) -> None:
    with database.write() as session:
        added(session)

    with pytest.raises(UsernameTaken), database.write() as session:
        added(session)


def test_nobody_takes_the_name_of_the_console(database: Database) -> None:
    with pytest.raises(UsernameTaken), database.write() as session:
        added(session, "console")


def test_a_short_password_adds_nobody(session: Session) -> None:
    with pytest.raises(PasswordTooShort):
        added(session, password="short")

    assert people(session) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in
                                  {Role.DISTRICT_ADMIN, Role.CONSOLE}])  # fmt: skip
def test_only_the_district_office_adds_people(session: Session, role: Role) -> None:
    other = make.actor(session, role, make.district(session))

    with pytest.raises(Forbidden):
        add_user(session, other, username="chen", name="陈", now=NOW)


def test_who_added_whom_is_written_down_without_the_password(session: Session) -> None:
    added(session)

    entry, name = entries(session, make.auditor(session))[0]

    assert (entry.verb, name) == ("add_user", "系统控制台")
    assert PASSWORD not in repr(entry.facts)


# Passwords


def test_a_changed_password_ends_every_session(session: Session) -> None:
    user = added(session)
    half_done = user.sessions_epoch
    secret = begin_sign_in(session, user.id, half_done, Browser.OTHER, now=NOW)

    epoch = change_password(session, as_actor(session), old=PASSWORD, new=NEW_PASSWORD, now=NOW)

    with pytest.raises(SessionEnded):
        signed_in_with(session, secret, NOW)
    with pytest.raises(SessionEnded):
        begin_sign_in(session, user.id, half_done, Browser.OTHER, now=NOW)
    secret = begin_sign_in(session, user.id, epoch, Browser.OTHER, now=NOW)
    assert signed_in_with(session, secret, NOW).actor.username == "chen"
    assert sign_in(session, "chen", NEW_PASSWORD, now=NOW).id == user.id


def test_without_the_old_password_there_is_no_new_one(session: Session) -> None:
    added(session)

    with pytest.raises(WrongPassword):
        change_password(session, as_actor(session), old="guessed it?", new=NEW_PASSWORD, now=NOW)


def test_a_new_password_is_as_long_as_any(session: Session) -> None:
    user = added(session)

    with pytest.raises(PasswordTooShort):
        change_password(session, as_actor(session), old=PASSWORD, new="short", now=NOW)

    assert sign_in(session, "chen", PASSWORD, now=NOW).id == user.id


def test_a_reset_password_ends_the_old_one(session: Session) -> None:
    user = added(session)

    given = reset_password(session, make.admin(session), username="chen", now=NOW)

    assert sign_in(session, "chen", given, now=NOW).must_change_password
    assert user.sessions_epoch == 2
    with pytest.raises(WrongPassword):
        sign_in(session, "chen", PASSWORD, now=NOW)
