"""What a browser remembers for its reader; nothing in here is a secret."""

from typing import Final

from flask import request
from werkzeug.wrappers import Response

LANGUAGE: Final = "jifen_language"
LARGE_TYPE: Final = "jifen_large_type"
YEAR_SECONDS: Final = 365 * 24 * 60 * 60


def remember(response: Response, name: str, value: str) -> None:
    """Let the browser remember a choice for a year."""
    response.set_cookie(
        name, value, max_age=YEAR_SECONDS, secure=request.is_secure, httponly=True, samesite="Lax"
    )


def large_type() -> bool:
    """Whether the reader asked for large type."""
    return request.cookies.get(LARGE_TYPE) == "1"
