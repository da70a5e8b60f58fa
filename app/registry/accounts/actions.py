"""Add people, give and take grants, issue tokens, sign in."""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from app.kernel.clock import local
from app.kernel.constraints import on_violation
from app.kernel.errors import Conflict, Invalid, NotFound, Unauthenticated
from app.registry.accounts.actor import Actor, Held, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.duties import bind_duty, free_duty
from app.registry.accounts.models import Deputy, Grant, Token, User
from app.registry.accounts.password_rules import check_password
from app.registry.accounts.passwords import digest_of, hashed, matches, one_time_password
from app.registry.accounts.permissions import EXCLUSIVE_DUTY, Permission, Role
from app.registry.accounts.sign_in_queries import rules_of
from app.registry.accounts.sign_in_rules import ONE_TIME_DAYS, Ended, one_time_is_over
from app.registry.accounts.sign_ins import end_every_sign_in

TOKEN_BYTES = 32
TOKEN_DAYS = 180
LONGEST_NAME = 64
CONSOLE_USERNAME = "console"


class UsernameTaken(Conflict):
    """Another person has this user name."""

    code = "username_taken"


class UsernameBad(Invalid):
    """Empty, too long, or with spaces."""

    code = "username_bad"


class PersonNameBad(Invalid):
    """A person's name is too long."""

    code = "person_name_bad"


class WrongPassword(Unauthenticated):
    """User name or password is wrong; we do not say which."""

    code = "wrong_password"


class OneTimePasswordOver(Unauthenticated):
    """The right one-time password, too late."""

    code = "one_time_password_over"


class PasswordUnchanged(Invalid):
    """The new password is the one that is to be changed."""

    code = "password_unchanged"


class UnknownUser(NotFound):
    """No active person has this user name."""

    code = "unknown_user"


on_violation("uq_users_username", UsernameTaken, columns="users.username")


def add_user(
    session: Session,
    actor: Actor,
    *,
    username: str,
    name: str,
    now: datetime,
    password: str | None = None,
) -> tuple[User, str]:
    """Add a person; without a password, one to be changed at the first sign-in is made.

    :raises UsernameTaken: somebody has that user name.
    :raises UsernameBad: empty, longer than 64 characters, or with white space.
    :raises PersonNameBad: longer than 64 characters.
    :raises PasswordTooShort: and the other refusals of `check_password`, when one is given.
    """
    check_may(actor, Permission.MANAGE_USERS)
    if username.split() != [username] or len(username) > LONGEST_NAME:
        raise UsernameBad(username=username[:LONGEST_NAME])
    if len(name) > LONGEST_NAME:
        raise PersonNameBad(most=LONGEST_NAME)
    if password is not None:
        check_password(password, username, rules_of(session))
    given = one_time_password() if password is None else password
    user = User(
        username=username,
        name=name or username,
        password_hash=hashed(given),
        must_change_password=password is None,
        password_set_at=now,
        created_at=now,
    )
    session.add(user)
    session.flush()
    note(session, actor, "add_user", ("user", user.id), now=now)
    return user, given


def give_grant(session: Session, actor: Actor, user: User, held: Held, *, now: datetime) -> Grant:
    """Give a person a role at a place or store; the caller has resolved the code.

    What the person holds already is given once: taken away, it is gone.

    :raises DutiesClash: the person would both certify and redeem.
    """
    check_may(actor, Permission.MANAGE_USERS)
    assert held.role is not Role.CONSOLE, "the console is built in"
    duty = EXCLUSIVE_DUTY[held.role]
    bind_duty(session, user, duty, today=local(now).date())
    grants = session.scalars(select(Grant).where(Grant.user_id == user.id)).all()
    for grant in grants:
        if Held(grant.role, grant.place_code, grant.store_code) == held:
            return grant
    grant = Grant(
        user_id=user.id,
        role=held.role,
        place_code=held.place_code,
        store_code=held.store_code,
        duty=duty,
    )
    session.add(grant)
    session.flush()
    note(
        session, actor, "give_grant", ("user", user.id), now=now, place_code=held.place_code,
        role=held.role.value, store_code=held.store_code,
    )  # fmt: skip
    return grant


def take_grant(session: Session, actor: Actor, grant_id: int, *, now: datetime) -> None:
    """Take a role away again; who certifies nowhere any more may redeem, and the other way round.

    :raises NotFound: there is no such grant.
    """
    check_may(actor, Permission.MANAGE_USERS)
    grant = session.get(Grant, grant_id)
    if grant is None or grant.role is Role.CONSOLE:
        raise NotFound
    note(
        session, actor, "take_grant", ("user", grant.user_id), now=now,
        place_code=grant.place_code, role=grant.role.value, store_code=grant.store_code,
    )  # fmt: skip
    session.delete(grant)
    session.flush()
    free_duty(session, session.get_one(User, grant.user_id), today=local(now).date())


def issue_token(session: Session, actor: Actor, *, username: str, now: datetime) -> str:
    """Issue a bearer token for a person's device; it is shown once and kept as a digest.

    :raises UnknownUser: nobody active has this user name.
    """
    check_may(actor, Permission.MANAGE_USERS)
    user = user_by_name(session, username)
    token = secrets.token_urlsafe(TOKEN_BYTES)
    session.add(
        Token(
            user_id=user.id,
            digest=digest_of(token),
            issued_at=now,
            expires_at=now + timedelta(days=TOKEN_DAYS),
        )
    )
    session.flush()
    note(session, actor, "issue_token", ("user", user.id), now=now)
    return token


def end_all_tokens(session: Session, *, now: datetime) -> int:
    """End every token, when a backup was put back: some may have been revoked since it was made."""
    ended = session.execute(
        update(Token).where(Token.revoked_at.is_(None)).values(revoked_at=now).returning(Token.id)
    )
    return len(ended.all())


def user_by_name(session: Session, username: str) -> User:
    """The active person with a user name; the console is nobody to appoint or switch off.

    :raises UnknownUser: there is none.
    """
    user = session.scalar(
        select(User).where(
            User.username == username, User.username != CONSOLE_USERNAME, User.active
        )
    )
    if user is None:
        raise UnknownUser(username=username[:64])
    return user


def sign_in(session: Session, username: str, password: str, *, now: datetime) -> User:
    """The person with this user name and password.

    :raises WrongPassword: no such person, or another password.
    :raises OneTimePasswordOver: it was given to him two weeks ago, and he never used it.
    """
    user = session.scalar(select(User).where(User.username == username, User.active))
    right = matches(password, user.password_hash if user else None)
    if user is None or not right:
        raise WrongPassword
    set_at = user.password_set_at or user.created_at
    if user.must_change_password and one_time_is_over(set_at, now):
        raise OneTimePasswordOver(days=ONE_TIME_DAYS)
    return user


def change_password(session: Session, actor: Actor, *, old: str, new: str, now: datetime) -> int:
    """Change one's own password; every sign-in of the person ends, for he begins a new one.

    Answers the number that his sign-ins have from now on.

    :raises WrongPassword: the old one is not right.
    :raises PasswordTooShort: and the other refusals of `check_password`.
    :raises PasswordUnchanged: the new one is the old one.
    """
    user = session.get_one(User, actor.user_id)
    if not matches(old, user.password_hash):
        raise WrongPassword
    check_password(new, user.username, rules_of(session))
    if new == old:
        raise PasswordUnchanged
    user.password_hash = hashed(new)
    user.must_change_password = False
    user.password_set_at = now
    end_every_sign_in(session, actor, user, why=Ended.PASSWORD, now=now)
    note(session, actor, "change_password", ("user", user.id), now=now)
    return user.sessions_epoch


def reset_password(session: Session, actor: Actor, *, username: str, now: datetime) -> str:
    """A new one-time password for somebody who forgot his; all his sessions end.

    :raises UnknownUser: nobody active has this user name.
    """
    check_may(actor, Permission.MANAGE_USERS)
    user = user_by_name(session, username)
    password = one_time_password()
    user.password_hash = hashed(password)
    user.must_change_password = True
    user.password_set_at = now
    end_every_sign_in(session, actor, user, why=Ended.PASSWORD, now=now)
    note(session, actor, "reset_password", ("user", user.id), now=now)
    return password


def switch_off(session: Session, actor: Actor, *, username: str, now: datetime) -> None:
    """Let a person sign in no more; tokens and sessions end at once, what he did stays.

    :raises UnknownUser: nobody active has this user name.
    """
    check_may(actor, Permission.MANAGE_USERS)
    user = user_by_name(session, username)
    user.active = False
    end_every_sign_in(session, actor, user, why=Ended.SWITCHED_OFF, now=now)
    session.execute(
        update(Token)
        .where(Token.user_id == user.id, Token.revoked_at.is_(None))
        .values(revoked_at=now)
        .execution_options(synchronize_session=False)
    )
    _end_deputies(session, actor, user.id, now)
    note(session, actor, "switch_off_user", ("user", user.id), now=now)


def sign_out_everywhere(session: Session, actor: Actor, *, username: str, now: datetime) -> int:
    """End all sign-ins of somebody whose phone is gone; answers how many there were.

    :raises UnknownUser: nobody active has this user name.
    """
    check_may(actor, Permission.MANAGE_USERS)
    user = user_by_name(session, username)
    return end_every_sign_in(session, actor, user, why=Ended.OFFICE, now=now)


def _end_deputies(session: Session, actor: Actor, user_id: int, now: datetime) -> None:
    """Who signs in no more stands in for nobody, and nobody for him."""
    session.execute(
        update(Deputy)
        .where(
            or_(Deputy.away_id == user_id, Deputy.deputy_id == user_id), Deputy.ended_at.is_(None)
        )
        .values(ended_at=now, ended_by=actor.user_id)
        .execution_options(synchronize_session=False)
    )
