"""Who is acting, and who works where."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Executable, Row, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased, selectinload

from app.kernel.clock import local
from app.kernel.errors import Unauthenticated
from app.registry.accounts.actions import CONSOLE_USERNAME
from app.registry.accounts.actor import Actor, Colleague, Held
from app.registry.accounts.models import Deputy, Grant, Token, User
from app.registry.accounts.passwords import digest_of
from app.registry.accounts.permissions import PASSED_ON
from app.registry.accounts.second_step_queries import has_second_step
from app.registry.accounts.sign_in_models import SignIn
from app.registry.accounts.sign_in_queries import LATEST_PROFILE
from app.registry.accounts.sign_in_rules import RULES, Profile, Rules
from app.registry.accounts.sign_ins import SessionEnded

BEFORE_ALL: Final = datetime(2000, 1, 1, tzinfo=UTC)


class TokenInvalid(Unauthenticated):
    """Unknown, expired or revoked."""

    code = "token_invalid"


@dataclass(frozen=True)
class Present:
    """Somebody who is signed in, and what the next page has to know of it."""

    actor: Actor
    sign_in_id: int
    began_at: datetime
    seen_at: datetime
    must_change_password: bool
    password_set_at: datetime
    has_second_step: bool
    rules: Rules


_Away = aliased(User)
_RUNNING = and_(
    Deputy.deputy_id == User.id,
    Deputy.ended_at.is_(None),
    Deputy.starts_on <= bindparam("today"),
    Deputy.ends_on >= bindparam("today"),
)
# What was passed on binds the deputy by the duty that his row carries: work with another duty,
# given to the absent person later, does not come with it.
_PASSED_ON = and_(
    Grant.user_id == Deputy.away_id,
    Grant.role.in_(sorted(PASSED_ON)),
    or_(Grant.duty.is_(None), Grant.duty == Deputy.duty),
)
_WITH_GRANTS = (
    select(
        User.id, User.username, User.name, Grant.role, Grant.place_code, Grant.store_code,
        _Away.id.label("away_id"), _Away.name.label("away_name"),
    )
    .outerjoin(Deputy, _RUNNING)
    .outerjoin(Grant, or_(Grant.user_id == User.id, _PASSED_ON))
    .outerjoin(_Away, and_(_Away.id == Grant.user_id, _Away.id != User.id))
    .where(User.active)
    .order_by(Grant.id)
)  # fmt: skip
_BY_TOKEN = _WITH_GRANTS.join(Token, Token.user_id == User.id).where(
    Token.digest == bindparam("digest"),
    Token.revoked_at.is_(None),
    Token.expires_at > bindparam("now"),
)
_BY_SIGN_IN = (
    _WITH_GRANTS.add_columns(
        SignIn.id.label("sign_in_id"), SignIn.began_at, SignIn.seen_at, SignIn.ended_why,
        User.must_change_password,
        func.coalesce(User.password_set_at, User.created_at).label("password_set_at"),
        has_second_step(User.id).label("has_second_step"),
        LATEST_PROFILE.scalar_subquery().label("profile"),
    )
    .join(SignIn, SignIn.user_id == User.id)
    .where(SignIn.digest == bindparam("digest"))
)  # fmt: skip
_BY_NAME = _WITH_GRANTS.where(User.username == bindparam("username"))


def actor_by_token(session: Session, token: str, now: datetime) -> Actor:
    """The person behind a bearer token, in one statement.

    :raises TokenInvalid: unknown, expired, revoked, or the person was switched off.
    """
    found = _actor(session, _BY_TOKEN, now, digest=digest_of(token), now=now)
    if found is None:
        raise TokenInvalid
    return found


def signed_in_with(session: Session, secret: str, now: datetime) -> Present:
    """The person of a browser's sign-in, in one statement; the limits of time are the caller's.

    :raises SessionEnded: unknown, or ended; `why` it was ended.
    """
    asked = {"today": local(now).date(), "digest": digest_of(secret)}
    rows = session.connection().execute(_BY_SIGN_IN, asked).all()
    if not rows:
        raise SessionEnded(why="")
    first = rows[0]
    if first.ended_why is not None:
        raise SessionEnded(why=first.ended_why.value)
    return Present(
        _actor_of(rows), first.sign_in_id, first.began_at, first.seen_at,
        first.must_change_password, first.password_set_at, bool(first.has_second_step),
        RULES[first.profile or Profile.DEFAULT],
    )  # fmt: skip


def actor_by_username(session: Session, username: str, now: datetime) -> Actor | None:
    """A person by user name (for the command line's `--as`)."""
    return _actor(session, _BY_NAME, now, username=username)


def console(session: Session) -> Actor:
    """The built-in user of the command line, who is nobody's deputy at any time."""
    found = actor_by_username(session, CONSOLE_USERNAME, BEFORE_ALL)
    assert found is not None, "the first migration makes the console"
    return found


def _actor(session: Session, statement: Executable, at: datetime, **values: object) -> Actor | None:
    """What the person holds at a moment; two deputyships repeat the own grants, once is enough."""
    asked = {"today": local(at).date(), **values}
    rows = session.connection().execute(statement, asked).all()
    return _actor_of(rows) if rows else None


def _actor_of(rows: Sequence[Row[Any]]) -> Actor:
    first = rows[0]
    held = (_held(row) for row in rows if row.role is not None)
    return Actor(first.id, first.username, first.name, tuple(dict.fromkeys(held)))


def _held(row: Row[Any]) -> Held:
    away = Colleague(row.away_id, row.away_name) if row.away_id is not None else None
    return Held(row.role, row.place_code, row.store_code, away)


def people(session: Session) -> Sequence[User]:
    """Everybody but the console, with grants, by user name."""
    return session.scalars(
        select(User)
        .where(User.username != CONSOLE_USERNAME)
        .options(selectinload(User.grants))
        .order_by(User.username)
    ).all()


def names_of(session: Session, user_ids: set[int]) -> dict[int, str]:
    """Names by user id, for pages that say who did something."""
    rows = session.execute(select(User.id, User.name).where(User.id.in_(user_ids))).all()
    return defaultdict(str, {row.id: row.name for row in rows})
