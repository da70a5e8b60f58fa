"""Who has given the right password and not yet the digits of his phone: ten minutes at most."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, Final

from flask import session

from app.door.context import now
from app.registry.accounts.models import User
from app.web.limits import known_name

LASTS: Final = timedelta(minutes=10)
_HALF: Final = "half"


@dataclass(frozen=True)
class Half:
    """A sign-in that is half done; `epoch` ends it when the password changes meanwhile."""

    user_id: int
    username: str
    epoch: int
    wanted: str
    since: float  # seconds since 1970


def begin_half(user: User, wanted: str) -> None:
    """Remember, in the signed cookie of this browser, that the password was right."""
    half = Half(user.id, user.username, user.sessions_epoch, wanted, now().timestamp())
    session[_HALF] = asdict(half)


def half_done() -> Half | None:
    """What was remembered, unless it is too long ago."""
    kept: dict[str, Any] | None = session.get(_HALF)
    if kept is None:
        return None
    half = Half(**kept)
    return half if now().timestamp() - half.since < LASTS.total_seconds() else None


def whose_half() -> str:
    """Whose digits are tried; a browser that is known to be his counts for itself."""
    half = half_done()
    if half is None:
        return "nobody"
    known = known_name() == half.username.casefold()
    return f"{'known' if known else 'any'} {half.user_id}"
