"""Pictures lie beside the database: are those that rows name there, and which are unused?"""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.kernel.checking import Check
from app.kernel.pictures import drop_picture, is_as_kept, kept_pictures
from app.scoring.rounds.models import Posting

#: THE list of columns that name pictures: a picture that stands in none of them is an orphan.
NAMING: Final[tuple[InstrumentedAttribute[str], ...]] = (Posting.photo,)
#: A picture is kept before the row that names it is committed.
SPARED: Final = timedelta(days=1)


def pictures_kept(session: Session, data: Path) -> Check:
    """Every picture that a row names is there, unaltered."""
    bad, rows = [], 0
    for column in NAMING:
        table = column.class_.__tablename__
        named = session.execute(select(column, func.min(column.class_.id)).group_by(column)).all()
        rows += len(named)
        bad += [f"{table} {row_id}" for name, row_id in named if not is_as_kept(data, name)]
    return Check.of("pictures are there as they were kept", rows, sorted(bad))


def orphaned_pictures(session: Session, data: Path) -> dict[str, datetime]:
    """Pictures that no row names, and when each was kept last: an upload that came to nothing."""
    kept = kept_pictures(data)
    for column in NAMING:
        for name in session.scalars(select(column).distinct()):
            kept.pop(name, None)
    return kept


def sweep_pictures(session: Session, data: Path, *, now: datetime) -> int:
    """Delete the pictures that no row has named for a day; answers how many."""
    old = [
        name for name, kept_at in orphaned_pictures(session, data).items() if now - kept_at > SPARED
    ]
    for name in old:
        drop_picture(data, name)
    return len(old)
