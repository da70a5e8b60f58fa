"""What lies in a place, and a backup of it."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from app.backups.making import Home, Shelf, back_up
from app.kernel.db import Database
from app.ledger.models import Account
from tests import make


def backed_up(home: Home, shelf: Shelf, days: int = 0) -> Path:
    return back_up(home, shelf, version="9", now=make.NOW + timedelta(days=days)).path


def files_in(folder: Path) -> dict[str, bytes]:
    """What lies in a folder, but for the lock of backups."""
    found = {str(path.relative_to(folder)): path for path in folder.rglob("*") if path.is_file()}
    return {name: path.read_bytes() for name, path in found.items() if name != "backup.lock"}


def balances(database: Database) -> list[int]:
    with database.read() as session:
        mine = select(Account.balance).where(Account.household_id.is_not(None))
        return list(session.scalars(mine.order_by(Account.id)))
