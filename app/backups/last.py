"""When the last backup of this district was written: for whoever watches, not for a restore."""

from datetime import datetime
from pathlib import Path
from typing import Final

_FILE: Final = "last-backup"


def last_backup_at(data: Path) -> datetime | None:
    """The instant of the last whole backup; None when there was none, or nobody can tell."""
    try:
        return datetime.fromisoformat((data / _FILE).read_text("ascii").strip())
    except (OSError, ValueError):
        return None


def tell_backed_up(data: Path, now: datetime) -> None:
    """Write down that a whole backup was written."""
    fresh = data / f"{_FILE}.new"
    fresh.write_text(f"{now.isoformat()}\n", "ascii")
    fresh.replace(data / _FILE)
