"""From a refusal to an HTTP status, and from what Werkzeug raises to a refusal."""

from typing import Final

from werkzeug.exceptions import HTTPException

from app.kernel.errors import (
    Conflict,
    Forbidden,
    Invalid,
    Malformed,
    NoSpace,
    NotFound,
    Refusal,
    TooLarge,
    TooMany,
    Unauthenticated,
    Unavailable,
    Unsupported,
)


class WrongMethod(Refusal):
    """The address exists, but not for this method (405)."""

    code = "wrong_method"


STATUSES: Final[dict[type[Refusal], int]] = {
    Malformed: 400,
    Unauthenticated: 401,
    Forbidden: 403,
    NotFound: 404,
    WrongMethod: 405,
    Conflict: 409,
    TooLarge: 413,
    Unsupported: 415,
    Invalid: 422,
    TooMany: 429,
    Unavailable: 503,
    NoSpace: 507,
}
#: When to send again what could not be done for now.
RETRY_AFTER_S: Final = 10
_KINDS: Final = {status: kind for kind, status in STATUSES.items()}


def status_of(refusal: type[Refusal]) -> int:
    """The status of a kind of refusal: that of the nearest kind above it which has one."""
    for kind in refusal.__mro__:
        if kind in STATUSES:
            return STATUSES[kind]
    raise AssertionError(f"{refusal.__name__} is derived from no kind of refusal with a status")


def refusal_for(error: HTTPException) -> Refusal:
    """What Werkzeug refused, as a refusal of ours; other 4xx count as malformed."""
    return _KINDS.get(error.code or 0, Malformed)()
