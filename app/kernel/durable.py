"""Whether what was committed is on the disk before anybody is told so (promise I5)."""

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Conflict
from app.kernel.installation import is_practice

# What a setting must say on a connection in use; of SQLite 2 is FULL and 3 is EXTRA.
_SQLITE: Final = {"journal_mode": {"wal"}, "synchronous": {"2", "3"}}
_POSTGRESQL: Final = {
    "fsync": {"on"},
    "full_page_writes": {"on"},
    "synchronous_commit": {"on", "local", "remote_write", "remote_apply"},
}


class NotDurable(Conflict):
    """The database may forget what it has acknowledged. Facts: `setting`, `value`."""

    code = "not_durable"


def check_durable(database: Database) -> None:
    """Refuse to keep real points where a power cut may lose some that were acknowledged.

    :raises NotDurable: names the setting; a practice database may be as it likes.
    """
    with database.read() as session:
        forgets = what_forgets(session)
        if forgets and not is_practice(session):
            setting, value = next(iter(forgets.items()))
            raise NotDurable(setting=setting, value=value)


def what_forgets(session: Session) -> dict[str, str]:
    """Settings of this very connection with which a commit does not wait for the disk."""
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    wanted, ask = (_SQLITE, "PRAGMA") if is_sqlite else (_POSTGRESQL, "SHOW")
    said = {name: str(session.scalar(text(f"{ask} {name}"))) for name in wanted}
    return {name: value for name, value in said.items() if value not in wanted[name]}
