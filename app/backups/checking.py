"""Whether a district is whole: its file, its books, its seals, its pictures."""

from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kernel.checking import Check
from app.kernel.db import Database
from app.kernel.errors import Conflict
from app.reports.pictures import pictures_kept
from app.reports.verify import checks
from app.seals.anchor import read_anchor
from app.seals.keys import SealKey
from app.seals.verify import seal_checks


class CopyBad(Conflict):
    """A copy was opened and is not whole. Fact: `bad`, the first things that are wrong."""

    code = "copy_bad"


def every_check(session: Session, data: Path) -> Sequence[Check]:
    """All that `jifen verify` looks at, in a district whose files lie in `data`."""
    return [
        *checks(session),
        *seal_checks(session, SealKey.kept_in(data / "keys"), read_anchor(data / "seals")),
        pictures_kept(session, data),
    ]


def check_whole(database: Database, data: Path) -> int:
    """Refuse a copy in which anything is wrong; answers how many rows were read.

    :raises CopyBad: the file is damaged, or the books do not agree.
    """
    with database.read() as session:
        bad = _damages(session) if database.is_sqlite else []
        if bad:
            raise CopyBad(bad=bad)
        found = every_check(session, data)
    bad = [f"{check.name}: {', '.join(check.bad)}" for check in found if check.bad]
    if bad:
        raise CopyBad(bad="; ".join(bad))
    return sum(check.rows for check in found)


def _damages(session: Session) -> list[str]:
    said = session.scalars(text("PRAGMA integrity_check")).all()
    dangling = session.execute(text("PRAGMA foreign_key_check")).all()
    return [line for line in said if line != "ok"] + [f"{row[0]} {row[1]}" for row in dangling]
