"""Seal the books of this house: after a settlement, and daily by `jifen seal`."""

from pathlib import Path
from typing import Final

import structlog

from app.door.context import db, house, now
from app.kernel.faults import fault_point
from app.seals.actions import BooksBusy, seal_books
from app.seals.anchor import write_anchor
from app.seals.digests import Head
from app.seals.keys import SealKey

_log: Final = structlog.stdlib.get_logger("jifen")


def seal_now() -> Head | None:
    """Seal what happened since the last seal; None when nothing did.

    :raises BooksBusy: somebody wrote all the while.
    """
    with db().write() as session:
        head = seal_books(session, seal_key(), now=now())
    fault_point("seal.before_anchor")
    if head:
        write_anchor(_folder(), head)
    return head


def seal_after() -> None:
    """Seal after a step that is done already: when the books are busy, the day's seal will do."""
    try:
        seal_now()
    except BooksBusy:
        _log.warning("seal_put_off")


def seal_key() -> SealKey:
    """The key that signs the seals of this house; made on first use."""
    return SealKey.kept_in(house().data / "keys")


def _folder() -> Path:
    return house().data / "seals"
