"""A token is a person, for half a year, until he is switched off."""

from datetime import datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.registry.accounts.actions import (
    TOKEN_DAYS,
    UnknownUser,
    WrongPassword,
    add_user,
    issue_token,
    reset_password,
    sign_in,
    switch_off,
)
from app.registry.accounts.actor import Held
from app.registry.accounts.models import Token, User
from app.registry.accounts.permissions import Role
from app.registry.accounts.queries import (
    TokenInvalid,
    actor_by_token,
    actor_by_username,
    signed_in_with,
)
from app.registry.accounts.sign_in_models import Browser
from app.registry.accounts.sign_ins import SessionEnded, begin_sign_in
from app.registry.places.actions import appoint
from tests import make
from tests.make import NOW

PASSWORD = "correct horse battery"


def added(session: Session) -> User:
    user, _ = add_user(
        session, make.console(session), username="chen", name="陈", password=PASSWORD, now=NOW
    )
    return user


def test_a_token_is_the_person_and_is_kept_as_a_digest(session: Session, now: datetime) -> None:
    user = added(session)
    appoint(
        session, make.console(session), user, role=Role.AUDITOR,
        at_code=make.district(session).code, now=now,
    )  # fmt: skip

    token = issue_token(session, make.admin(session), username="chen", now=now)

    assert actor_by_token(session, token, now).grants == (Held(Role.AUDITOR, place_code=""),)
    assert token.encode() not in session.scalars(select(Token.digest)).one()


@pytest.mark.parametrize("token", ["", "x", "长" * 50, "null"])
def test_an_unknown_token_is_nobody(session: Session, now: datetime, token: str) -> None:
    added(session)
    issue_token(session, make.admin(session), username="chen", now=now)

    with pytest.raises(TokenInvalid):
        actor_by_token(session, token, now)


def test_a_token_ends_after_half_a_year(session: Session, now: datetime) -> None:
    added(session)
    token = issue_token(session, make.admin(session), username="chen", now=now)
    end = now + timedelta(days=TOKEN_DAYS)

    assert actor_by_token(session, token, end - timedelta(seconds=1)).username == "chen"
    with pytest.raises(TokenInvalid):
        actor_by_token(session, token, end)


def test_who_is_switched_off_is_out_at_once(session: Session, now: datetime) -> None:
    user = added(session)
    token = issue_token(session, make.admin(session), username="chen", now=now)
    secret = begin_sign_in(session, user.id, user.sessions_epoch, Browser.OTHER, now=now)

    switch_off(session, make.admin(session), username="chen", now=now)

    with pytest.raises(TokenInvalid):
        actor_by_token(session, token, now)
    with pytest.raises(SessionEnded):
        signed_in_with(session, secret, now)
    with pytest.raises(SessionEnded):
        begin_sign_in(session, user.id, user.sessions_epoch, Browser.OTHER, now=now)
    with pytest.raises(WrongPassword):
        sign_in(session, "chen", PASSWORD, now=NOW)
    assert actor_by_username(session, "chen", NOW) is None


def test_switched_on_by_hand_again_the_old_token_stays_revoked(
    session: Session, now: datetime
) -> None:
    user = added(session)
    token = issue_token(session, make.admin(session), username="chen", now=now)
    switch_off(session, make.admin(session), username="chen", now=now)

    user.active = True
    session.flush()

    with pytest.raises(TokenInvalid):
        actor_by_token(session, token, now)


def test_the_console_cannot_be_switched_off_signed_in_or_given_a_token(session: Session) -> None:
    admin = make.admin(session)

    for verb in (switch_off, reset_password, issue_token):
        with pytest.raises(UnknownUser):
            verb(session, admin, username="console", now=NOW)

    assert session.scalar(select(func.count()).select_from(Token)) == 0
