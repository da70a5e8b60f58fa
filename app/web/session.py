"""A browser's session: the cookie carries a secret; whose it is, and until when, the books say."""

from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from flask import Flask, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_babel import gettext as _
from flask_login import LoginManager, UserMixin, current_user, login_user, logout_user
from sqlalchemy.orm import Session

from app.door.context import acts, db, house, language, now, practice
from app.kernel.errors import NoSpace, Unauthenticated, Unavailable
from app.registry.accounts.actor import Actor
from app.registry.accounts.queries import Present, signed_in_with
from app.registry.accounts.sign_in_rules import (
    LONGEST,
    OFFICE_ROLES,
    Ended,
    ended_by_time,
    is_too_old,
)
from app.registry.accounts.sign_ins import (
    SEEN_EVERY,
    SessionEnded,
    begin_sign_in,
    end_sign_in,
    see_again,
)
from app.web.browsers import browser_here
from app.web.cookies import full_name
from app.web.said import tell
from app.words.browsers import time_words

_EPOCH: Final = "epoch"


@dataclass(eq=False)
class SignedIn(UserMixin):
    """Somebody whose browser holds a session."""

    present: Present
    secret: str

    @property
    def actor(self) -> Actor:
        """Who it is."""
        return self.present.actor

    @property
    def must_change_password(self) -> bool:
        """Whether he has a one-time password still, or one older than the district allows."""
        found = self.present
        return found.must_change_password or is_too_old(found.password_set_at, found.rules, now())

    def get_id(self) -> str:
        """What the session remembers."""
        return self.secret


class _Sessions(SecureCookieSessionInterface):
    """Secure over HTTPS; a village office on its own network may have none."""

    def get_cookie_name(self, app: Flask) -> str:
        """The name, with the prefix that goes with HTTPS."""
        return full_name(super().get_cookie_name(app))

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
        PERMANENT_SESSION_LIFETIME=LONGEST,
        SESSION_COOKIE_NAME="jifen",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )


def begin_session(unit: Session, user_id: int, epoch: int) -> Actor:
    """Sign a person in who has just proved who he is; what the session held before is gone.

    :param epoch: the number his sign-ins had when he proved it.
    :raises SessionEnded: switched off, or given another password, in between.
    """
    secret = begin_sign_in(unit, user_id, epoch, browser_here(), now=now())
    found = SignedIn(signed_in_with(unit, secret, now()), secret)
    session.clear()
    session.permanent = True
    session[_EPOCH] = house().epoch.name
    login_user(found)
    acts(found.actor)
    return found.actor


def here() -> Present:
    """Who is signed in in this browser, since when, and by which rules.

    :raises Unauthenticated: nobody is.
    """
    found = signed_in_here()
    if found is None:
        raise Unauthenticated
    return found.present


def signed_in_here() -> SignedIn | None:
    """Who is signed in in this browser."""
    # Behind a proxy object that mypy takes for the anonymous user only.
    found: object = current_user._get_current_object()  # noqa: SLF001
    return found if isinstance(found, SignedIn) else None


def must_enrol() -> bool:
    """Whether somebody of the offices has no second step yet; practice does without.

    The printed logins of the practice district are known to everybody: a phone would lock all
    others out of them.
    """
    found = signed_in_here()
    if found is None or practice() or found.present.has_second_step:
        return False
    return not OFFICE_ROLES.isdisjoint(found.actor.roles)


def end_session() -> None:
    """Forget the person."""
    logout_user()
    session.clear()
    acts(None)


def _load(secret: str) -> SignedIn | None:
    if session.get(_EPOCH, "") != house().epoch.name:
        _refuse_from_before()
        return None
    try:
        with db().read() as unit:
            found = SignedIn(signed_in_with(unit, secret, now()), secret)
    except SessionEnded as ended:
        _forget(str(ended.facts.get("why", "")))
        return None
    return found if _stays(found.present) else None


def _stays(found: Present) -> bool:
    """Whether the time is not up; notes now and then that he still works."""
    idle_minutes = found.rules.idle_minutes(found.actor.roles)
    over = ended_by_time(found.began_at, found.seen_at, idle_minutes, now())
    if over is not None:
        _forget(over, idle_minutes)
    # A disk that is full keeps nobody from reading; he is signed out a little early.
    with suppress(NoSpace, Unavailable):
        _note(found, over)
    return over is None


def _note(found: Present, over: Ended | None) -> None:
    if over is None and now() - found.seen_at < SEEN_EVERY:
        return
    with db().write() as unit:
        if over is None:
            see_again(unit, found.sign_in_id, now=now())
        else:
            end_sign_in(unit, found.actor, found.sign_in_id, why=over, now=now())


def _forget(why: str, idle_minutes: int = 0) -> None:
    """Sign out in this browser, and let the next page say why."""
    session.pop("_user_id", None)
    headings: dict[str, str] = {
        Ended.IDLE: _("%(time)s没有操作，已经自动退出", time=time_words(idle_minutes, language())),
        Ended.LONGEST: _("登录满 12 个小时，已经自动退出"),
        Ended.PASSWORD: _("密码改过了，这里已经退出"),
    }
    heading = headings.get(why, _("这里的登录已经结束"))
    undone = _("刚才要办的这一步没有办，刚才填的没有保存。请重新登录再办。")
    tell(heading, undone if request.method == "POST" else _("请重新登录。"), kind="info")


def _refuse_from_before() -> None:
    """A backup was put back since: a form is told so, a page asks to sign in again.

    The token of its forms goes with the session, so that none of them passes after that.
    """
    named: str = session.get(_EPOCH, "")
    session.clear()
    if request.method == "POST":
        house().epoch.check(named)
