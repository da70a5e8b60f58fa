"""Pictures lie beside the database: are those that rows name there, and which are unused?"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from sqlalchemy import exists, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.kernel.checking import Check
from app.kernel.erased_pictures import ErasedPicture
from app.kernel.pictures import drop_picture, is_as_kept, kept_pictures
from app.registry.cards.models import HouseholdPhoto
from app.scoring.rounds.award_models import OneOffAward
from app.scoring.rounds.models import Posting
from app.scoring.visits.models import Visit, VisitPhoto
from app.shop.stock.paper_models import WriteOff

_Name = InstrumentedAttribute[str] | InstrumentedAttribute[str | None]

#: THE list of columns that name pictures: a picture that stands in none of them is an orphan.
#: Each with the number of the row that names it.
NAMING: Final[tuple[tuple[_Name, InstrumentedAttribute[int]], ...]] = (
    (Posting.photo, Posting.id),
    (VisitPhoto.photo, VisitPhoto.visit_id),
    (Visit.signature, Visit.id),
    (OneOffAward.photo, OneOffAward.id),
    (HouseholdPhoto.photo, HouseholdPhoto.id),
    (WriteOff.photo, WriteOff.id),
)
#: A picture is kept before the row that names it is committed.
SPARED: Final = timedelta(days=1)


def pictures_kept(session: Session, data: Path) -> Check:
    """Every picture that a row names is there, unaltered."""
    bad, rows = [], 0
    for column, row_number in NAMING:
        table = column.class_.__tablename__
        named = _named(session, column, row_number)
        rows += len(named)
        bad += [f"{table} {row_id}" for name, row_id in named.items() if not is_as_kept(data, name)]
    return Check.of("pictures are there as they were kept", rows, sorted(bad))


def orphaned_pictures(session: Session, data: Path) -> dict[str, datetime]:
    """Pictures that no row names, and when each was kept last: an upload that came to nothing."""
    kept = kept_pictures(data)
    for column, row_number in NAMING:
        for name in _named(session, column, row_number):
            kept.pop(name, None)
    return kept


def drop_unnamed(session: Session, data: Path, name: str) -> None:
    """Delete a picture at once that was withdrawn, unless another row names it too."""
    if not any(session.scalar(select(exists().where(column == name))) for column, _ in NAMING):
        drop_picture(data, name)


def named_elsewhere(session: Session, own: Mapping[str, int]) -> set[str]:
    """Of these pictures those that more rows name than the caller counted."""
    found: Counter[str] = Counter()
    for column, _ in NAMING:
        rows = session.execute(select(column, func.count()).where(column.in_(own)).group_by(column))
        for name, count in rows:
            found[str(name)] += count
    return {name for name, count in found.items() if count > own[name]}


def _named(
    session: Session, column: _Name, row_number: InstrumentedAttribute[int]
) -> dict[str, int]:
    """The pictures that a column names, each with the first row that does; erased ones not."""
    there = column.not_in(select(ErasedPicture.name))
    rows = session.execute(select(column, func.min(row_number)).where(there).group_by(column))
    return {name: row_id for name, row_id in rows if name is not None}


def sweep_pictures(session: Session, data: Path, *, now: datetime) -> int:
    """Delete the pictures that no row has named for a day; answers how many."""
    old = [
        name for name, kept_at in orphaned_pictures(session, data).items() if now - kept_at > SPARED
    ]
    for name in old:
        drop_picture(data, name)
    return len(old)
