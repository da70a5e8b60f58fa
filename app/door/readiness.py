"""Whether this house can serve: what whoever watches it asks every few seconds.

Answers are codes, never a path, an address or a setting: everybody may read them.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from app.door.context import House
from app.kernel import migrate
from app.kernel.errors import Unavailable
from app.kernel.migrate import DatabaseNotReady
from app.kernel.secrets import Secrets
from app.privacy.keys import key_faults
from app.seals.models import Seal
from app.seals.queries import unsealed

# A watcher asks again soon; a person who waits for a page must not wait for him.
MOST_SECONDS: Final = 2.0
SEAL_OLD_AFTER: Final = timedelta(hours=36)
CHECKS: Final = ("database", "schema", "keys", "seal_key", "disk", "writable")
WARNINGS: Final = ("schema_newer", "seal_old")


@dataclass(frozen=True)
class Readiness:
    """Codes of what failed (the house cannot serve), and of what somebody should look at soon."""

    failed: tuple[str, ...]
    warnings: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Whether requests may be sent here."""
        return not self.failed


def readiness(house: House) -> Readiness:
    """Look at everything that a request needs, one after the other."""
    found = {*_of_files(house), *_of_database(house)}
    return Readiness(
        tuple(code for code in CHECKS if code in found),
        tuple(code for code in WARNINGS if code in found),
    )


def _of_files(house: House) -> Iterator[str]:
    if not house.data.is_dir() or not _takes_a_file(house.data):
        yield "writable"
    elif shutil.disk_usage(house.data).free < house.least_free_bytes:
        yield "disk"


def _of_database(house: House) -> Iterator[str]:
    database = house.database
    if database.is_sqlite and not Path(str(database.url.database)).exists():
        # To connect would make an empty one, in the way of a backup that is put back.
        yield "database"
        return
    try:
        with database.read_within(MOST_SECONDS) as session:
            yield from _of_rows(session, house)
    except (SQLAlchemyError, Unavailable):
        yield "database"


def _of_rows(session: Session, house: House) -> Iterator[str]:
    if not house.database.takes_writes(session):
        yield "writable"
    try:
        if migrate.is_newer(session):
            yield "schema_newer"
    except DatabaseNotReady:
        yield "schema"
        return
    # Read from the files each time: what the program has in memory is gone with it.
    if key_faults(session, Secrets(house.data / "keys")):
        yield "keys"
    if session.scalar(select(Seal.number).limit(1)) and not _opens(house.data / "keys/seal.key"):
        yield "seal_key"
    since = unsealed(session).since
    if since and house.clock.now() - since > SEAL_OLD_AFTER:
        yield "seal_old"


def _opens(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return bool(file.read(1))
    except OSError:
        return False


def _takes_a_file(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        return False
    return True
