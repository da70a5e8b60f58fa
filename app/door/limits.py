"""How often an address may be wrong: guessing is slowed at both edges, in this process's memory."""

from typing import Final

from flask import Flask
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from limits import parse

from app.kernel.errors import TooMany

#: An office behind one address has room for many slips.
FAILURES_PER_ADDRESS: Final = "60 per 15 minutes"
_PER_ADDRESS: Final = parse(FAILURES_PER_ADDRESS)

limiter: Final = Limiter(get_remote_address, storage_uri="memory://")


def init_limits(app: Flask) -> None:
    """Count in this process's memory; a restart forgives."""
    limiter.init_app(app)
    limiter.reset()


def count_bad_token() -> None:
    """Count a token that nobody has; a good one from the same address is never refused for it.

    :raises TooMany: this address has tried sixty in a quarter of an hour.
    """
    if not limiter.limiter.hit(_PER_ADDRESS, "token", get_remote_address()):
        raise TooMany
