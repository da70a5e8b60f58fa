"""Sign-ins, one row for each browser: begin, keep alive, end."""

import secrets
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from app.kernel.errors import NotFound, Unauthenticated
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.models import User
from app.registry.accounts.passwords import digest_of
from app.registry.accounts.sign_in_models import Browser, SignIn
from app.registry.accounts.sign_in_rules import Ended

SECRET_BYTES: Final = 32
KEPT: Final = timedelta(days=90)
#: How exactly it is known when somebody was last there: reading a page seldom writes.
SEEN_EVERY: Final = timedelta(minutes=1)


class SessionEnded(Unauthenticated):
    """Signed out, switched off, or too long ago. Fact: `why`, when it is known."""

    code = "session_ended"


class SignInNotFound(NotFound):
    """The person has no such sign-in."""

    code = "sign_in_not_found"


def begin_sign_in(
    session: Session, user_id: int, epoch: int, browser: Browser, *, now: datetime
) -> str:
    """Sign a person in who has just proved who he is; answers the secret for his browser.

    :param epoch: the number his sign-ins had when he proved it.
    :raises SessionEnded: switched off, or given another password, in between.
    """
    user = session.scalar(
        select(User)
        .where(User.id == user_id, User.active, User.sessions_epoch == epoch)
        .with_for_update()
    )
    if user is None:
        raise SessionEnded
    session.execute(delete(SignIn).where(SignIn.user_id == user.id, SignIn.began_at < now - KEPT))
    secret = secrets.token_urlsafe(SECRET_BYTES)
    digest = digest_of(secret)
    session.add(SignIn(user_id=user.id, digest=digest, browser=browser, began_at=now, seen_at=now))
    session.flush()
    himself = Actor(user.id, user.username, user.name, ())
    note(session, himself, "sign_in", ("user", user.id), now=now, browser=browser.value)
    return secret


def see_again(session: Session, sign_in_id: int, *, now: datetime) -> None:
    """Note that somebody still works."""
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in_id, SignIn.ended_at.is_(None), SignIn.seen_at < now)
        .values(seen_at=now)
    )


def end_sign_in(
    session: Session, actor: Actor, sign_in_id: int, *, why: Ended, now: datetime
) -> int:
    """End one of the person's own sign-ins; ended before, it stays as it is.

    :raises SignInNotFound: he has no such sign-in.
    """
    own = (SignIn.id == sign_in_id) & (SignIn.user_id == actor.user_id)
    if session.scalar(select(SignIn.id).where(own)) is None:
        raise SignInNotFound
    _end(session, actor, own, why=why, of_user=actor.user_id, now=now)
    return sign_in_id


def end_other_sign_ins(session: Session, actor: Actor, kept_id: int, *, now: datetime) -> int:
    """End all sign-ins of the person but the one he looks from; answers how many."""
    others = (SignIn.user_id == actor.user_id) & (SignIn.id != kept_id)
    return _end(session, actor, others, why=Ended.ELSEWHERE, of_user=actor.user_id, now=now)


def end_every_sign_in(
    session: Session, actor: Actor, user: User, *, why: Ended, now: datetime
) -> int:
    """End all sign-ins of a person, those that are half done too; the caller has the right to."""
    user.sessions_epoch += 1
    session.flush()
    theirs = SignIn.user_id == user.id
    return _end(session, actor, theirs, why=why, of_user=user.id, now=now)


def _end(
    session: Session,
    actor: Actor,
    which: ColumnElement[bool],
    *,
    why: Ended,
    of_user: int,
    now: datetime,
) -> int:
    ended = session.execute(
        update(SignIn)
        .where(which, SignIn.ended_at.is_(None))
        .values(ended_at=now, ended_why=why, ended_by=actor.user_id)
        .returning(SignIn.id)
        .execution_options(synchronize_session=False)
    ).all()
    if ended:
        note(
            session, actor, "end_sign_in", ("user", of_user), now=now,
            why=why.value, sign_ins=len(ended),
        )  # fmt: skip
    return len(ended)
