"""A second screen beside a till: pairing it once, writing on it, and leaving nothing on it."""

import hashlib
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, exists, or_, select, update
from sqlalchemy.orm import Session

from app.kernel.errors import Invalid
from app.registry.accounts.actor import Actor
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import store_for
from app.shop.redemptions.screen_models import FacingScreen

CODE_DIGITS: Final = 6
CODE_LASTS: Final = timedelta(minutes=10)
SCREEN_LASTS: Final = timedelta(hours=16)
SHOWN_LASTS: Final = timedelta(minutes=2)


class ScreenCodeWrong(Invalid):
    """No till waits for a screen with this code, or no longer."""

    code = "screen_code_wrong"


def open_screen(session: Session, actor: Actor, *, store_code: str, now: datetime) -> int:
    """Let a second screen be paired with the person's till; an earlier one ends.

    :raises UnknownPlace: a store that is missing or not the person's.
    """
    store = store_for(session, actor, Permission.REDEEM, store_code)
    close_screen(session, actor.user_id, store.id)
    code = f"{secrets.randbelow(10**CODE_DIGITS):0{CODE_DIGITS}d}"
    session.execute(
        delete(FacingScreen).where(
            or_(FacingScreen.made_at <= now - SCREEN_LASTS, FacingScreen.code == code)
        )
    )
    made = FacingScreen(
        store_id=store.id, clerk_id=actor.user_id, code=code, made_at=now, shown={}, shown_at=None
    )
    session.add(made)
    session.flush()
    note(
        session, actor, "open_screen", ("store", store.id), now=now, place_code=store.place_code
    )  # fmt: skip
    return made.id


def close_screen(session: Session, clerk_id: int, store_id: int) -> None:
    """The till writes on no screen any more; what stood on it is gone."""
    session.execute(delete(FacingScreen).where(_of(clerk_id, store_id)))


def pair_screen(session: Session, code: str, *, now: datetime) -> str:
    """Pair a tablet by its code, once; answers the secret that the tablet keeps.

    :raises ScreenCodeWrong: no such code, used before, or older than ten minutes.
    """
    secret = secrets.token_urlsafe(32)
    paired = session.scalar(
        update(FacingScreen)
        .where(FacingScreen.code == code.strip(), FacingScreen.made_at > now - CODE_LASTS)
        .values(code=None, digest=_digest(secret))
        .returning(FacingScreen.id)
        .execution_options(synchronize_session=False)
    )
    if paired is None:
        raise ScreenCodeWrong
    return secret


def screen_of(session: Session, clerk_id: int, store_id: int, now: datetime) -> FacingScreen | None:
    """The screen of a person's till, waiting or paired."""
    return session.scalar(
        select(FacingScreen).where(
            _of(clerk_id, store_id),
            FacingScreen.made_at > now - SCREEN_LASTS,
            or_(FacingScreen.code.is_(None), FacingScreen.made_at > now - CODE_LASTS),
        )
    )


def is_watched(session: Session, clerk_id: int, store_id: int) -> bool:
    """Whether somebody looks at a paired screen of this till."""
    paired = exists().where(_of(clerk_id, store_id), FacingScreen.digest.is_not(None))
    return bool(session.scalar(select(paired)))


def show(
    session: Session, clerk_id: int, store_id: int, what: Mapping[str, Any], *, now: datetime
) -> None:
    """Write on the screen; {} wipes it."""
    session.execute(
        update(FacingScreen)
        .where(_of(clerk_id, store_id), FacingScreen.digest.is_not(None))
        .values(shown=dict(what), shown_at=now)
        .execution_options(synchronize_session=False)
    )


def shown_on(session: Session, secret: str, now: datetime) -> Mapping[str, Any] | None:
    """What a tablet shows: {} between two households, None when it is paired with no till."""
    found = session.scalar(
        select(FacingScreen).where(
            FacingScreen.digest == _digest(secret), FacingScreen.made_at > now - SCREEN_LASTS
        )
    )
    if found is None:
        return None
    fresh = found.shown_at is not None and found.shown_at > now - SHOWN_LASTS
    return found.shown if fresh else {}


def _of(clerk_id: int, store_id: int) -> ColumnElement[bool]:
    return (FacingScreen.clerk_id == clerk_id) & (FacingScreen.store_id == store_id)


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode()).digest()
