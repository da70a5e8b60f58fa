"""What a browser keeps: names that no other site of the domain can put in, and a reader's choices.

Over HTTPS a name begins with what makes a browser look after it: `__Host-` (set here, for the whole
house, over HTTPS only), or `__Secure-` where a cookie belongs to some pages only. An office without
HTTPS on its own network has plain names.
"""

from typing import Final

from flask import request
from werkzeug.wrappers import Response

LANGUAGE: Final = "jifen_language"
LARGE_TYPE: Final = "jifen_large_type"
YEAR_SECONDS: Final = 365 * 24 * 60 * 60


def full_name(name: str, *, whole: bool = True) -> str:
    """A cookie's name with its prefix.

    :param whole: whether it travels to every page; else it has a path of its own.
    """
    if not request.is_secure:
        return name
    return f"__Host-{name}" if whole else f"__Secure-{name}"


def kept(name: str, *, whole: bool = True) -> str:
    """What the browser keeps under a name; "" if nothing."""
    return request.cookies.get(full_name(name, whole=whole), "")


def remember(response: Response, name: str, value: str) -> None:
    """Let the browser remember a choice for a year."""
    response.set_cookie(
        full_name(name), value, max_age=YEAR_SECONDS, secure=request.is_secure, httponly=True,
        samesite="Lax",
    )  # fmt: skip


def large_type() -> bool:
    """Whether the reader asked for large type."""
    return kept(LARGE_TYPE) == "1"
