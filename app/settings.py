"""Settings from the environment, typed, with units in their names."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from app.door.context import LEAST_FREE_BYTES
from app.kernel.clock import parse_instant
from app.kernel.key_files import kept_key

DEFAULT_DISTRICT = "local"
SECRET_BYTES = 32
MIB = 1024 * 1024


@dataclass(frozen=True)
class Settings:
    """What an installation can be told; everything has a sound default."""

    data: Path
    database_url: str
    district: str
    given_secret: str = ""
    fixed_now: datetime | None = None
    least_free_bytes: int = LEAST_FREE_BYTES

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None) -> "Settings":
        """Read the variables `JIFEN_…` that the operator's guide lists.

        :raises ValueError: `JIFEN_NOW` is not an instant with a zone, or
            `JIFEN_LEAST_FREE_MIB` no number.
        """
        given = os.environ if environ is None else environ
        data = Path(given.get("JIFEN_DATA") or "data").resolve()
        data.mkdir(parents=True, exist_ok=True)
        now = given.get("JIFEN_NOW")
        least_free_mib = given.get("JIFEN_LEAST_FREE_MIB")
        return cls(
            data=data,
            database_url=given.get("JIFEN_DATABASE_URL") or f"sqlite:///{data / 'jifen.sqlite3'}",
            district=given.get("JIFEN_DISTRICT") or DEFAULT_DISTRICT,
            given_secret=given.get("JIFEN_SECRET_KEY") or "",
            fixed_now=parse_instant(now) if now else None,
            least_free_bytes=int(least_free_mib) * MIB if least_free_mib else LEAST_FREE_BYTES,
        )

    @property
    def secret_key(self) -> str:
        """What signs sessions: as told, else the one of the key folder, made on first use."""
        return self.given_secret or kept_secret(self.keys / "session.key")

    @property
    def keys(self) -> Path:
        """The folder of key files, outside the database."""
        return self.data / "keys"


def kept_secret(path: Path) -> str:
    """A random secret, made on first use and kept in a file only its owner can read."""
    return kept_key(path, secrets.token_hex(SECRET_BYTES).encode("ascii")).decode("ascii")
