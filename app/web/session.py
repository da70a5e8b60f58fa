"""A browser's session: whose it is, and the number that ends all sessions of a person at once."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, login_user, logout_user

from app.door.context import acts, db, house, now
from app.registry.accounts.actor import Actor
from app.registry.accounts.models import User
from app.registry.accounts.queries import SessionEnded, actor_by_session

LASTS: Final = timedelta(hours=12)
_MUST_CHANGE: Final = "must_change_password"
_EPOCH: Final = "epoch"


@dataclass(eq=False)
class SignedIn(UserMixin):
    """Somebody whose browser holds a session."""

    actor: Actor
    epoch: int
    must_change_password: bool = False

    def get_id(self) -> str:
        """What the session remembers: the person, and the number his sessions have now."""
        return f"{self.actor.user_id}.{self.epoch}"


class _Sessions(SecureCookieSessionInterface):
    """Secure over HTTPS; a village office on its own network may have none."""

    def get_cookie_secure(self, app: Flask) -> bool:
        """Whether this session travels over HTTPS only."""
        return request.is_secure


def init_sessions(app: Flask) -> None:
    """Let an app know people by their session."""
    manager = LoginManager()
    # The address of a phone changes on the road: that is no reason to sign anybody out.
    app.config["SESSION_PROTECTION"] = None
    manager.user_loader(_load)
    manager.init_app(app, add_context_processor=False)
    app.session_interface = _Sessions()
    app.config.update(
        PERMANENT_SESSION_LIFETIME=LASTS,
        SESSION_COOKIE_NAME="jifen",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )


def begin_session(user: User, actor: Actor) -> None:
    """Remember a person who has just proved who he is; whatever the session held before is gone."""
    _begin(actor, user.sessions_epoch, must_change=user.must_change_password)


def renew_session(actor: Actor, epoch: int) -> None:
    """Keep this browser signed in when all others of the person were signed out."""
    _begin(actor, epoch, must_change=False)


def must_change_password() -> bool:
    """Whether the person signed in with a one-time password and has not chosen his own yet."""
    return bool(session.get(_MUST_CHANGE))


def end_session() -> None:
    """Forget the person."""
    logout_user()
    session.clear()
    acts(None)


def _begin(actor: Actor, epoch: int, *, must_change: bool) -> None:
    session.clear()
    session.permanent = True
    session[_MUST_CHANGE] = must_change
    session[_EPOCH] = house().epoch.name
    login_user(SignedIn(actor, epoch, must_change))
    acts(actor)


def _load(remembered: str) -> SignedIn | None:
    if session.get(_EPOCH, "") != house().epoch.name:
        _refuse_from_before()
        return None
    user_id, _, epoch = remembered.partition(".")
    try:
        with db().read() as unit:
            actor = actor_by_session(unit, int(user_id), int(epoch), now())
    except SessionEnded:
        return None
    return SignedIn(actor, int(epoch), must_change_password())


def _refuse_from_before() -> None:
    """A backup was put back since: a form is told so, a page asks to sign in again.

    The token of its forms goes with the session, so that none of them passes after that.
    """
    named: str = session.get(_EPOCH, "")
    session.clear()
    if request.method == "POST":
        house().epoch.check(named)
