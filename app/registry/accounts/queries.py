"""Who is acting, and who works where."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session, selectinload

from app.kernel.errors import Unauthenticated
from app.registry.accounts.actions import CONSOLE_USERNAME, token_digest
from app.registry.accounts.actor import Actor, Held
from app.registry.accounts.models import Grant, Token, User


class TokenInvalid(Unauthenticated):
    """Unknown, expired or revoked."""

    code = "token_invalid"


class SessionEnded(Unauthenticated):
    """Signed out elsewhere, or switched off."""

    code = "session_ended"


_WITH_GRANTS = (
    select(User.id, User.username, User.name, Grant.role, Grant.place_code, Grant.store_code)
    .outerjoin(Grant, Grant.user_id == User.id)
    .where(User.active)
    .order_by(Grant.id)
)
_BY_TOKEN = _WITH_GRANTS.join(Token, Token.user_id == User.id).where(
    Token.digest == bindparam("digest"),
    Token.revoked_at.is_(None),
    Token.expires_at > bindparam("now"),
)
_BY_SESSION = _WITH_GRANTS.where(
    User.id == bindparam("user_id"), User.sessions_epoch == bindparam("epoch")
)
_BY_NAME = _WITH_GRANTS.where(User.username == bindparam("username"))


def actor_by_token(session: Session, token: str, now: datetime) -> Actor:
    """The person behind a bearer token, in one statement.

    :raises TokenInvalid: unknown, expired, revoked, or the person was switched off.
    """
    found = _actor(session, _BY_TOKEN, {"digest": token_digest(token), "now": now})
    if found is None:
        raise TokenInvalid
    return found


def actor_by_session(session: Session, user_id: int, epoch: int) -> Actor:
    """The person of a browser's session, in one statement.

    :raises SessionEnded: signed out everywhere, or switched off.
    """
    found = _actor(session, _BY_SESSION, {"user_id": user_id, "epoch": epoch})
    if found is None:
        raise SessionEnded
    return found


def actor_by_username(session: Session, username: str) -> Actor | None:
    """A person by user name (for the command line's `--as`)."""
    return _actor(session, _BY_NAME, {"username": username})


def console(session: Session) -> Actor:
    """The built-in user of the command line."""
    found = actor_by_username(session, CONSOLE_USERNAME)
    assert found is not None, "the first migration makes the console"
    return found


def _actor(session: Session, statement: object, values: dict[str, object]) -> Actor | None:
    rows = session.connection().execute(statement, values).all()  # type: ignore[call-overload]
    if not rows:
        return None
    first = rows[0]
    return Actor(
        first.id,
        first.username,
        first.name,
        tuple(Held(r.role, r.place_code, r.store_code) for r in rows if r.role is not None),
    )


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
