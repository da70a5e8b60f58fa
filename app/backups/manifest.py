"""What stands in front of a backup: whose it is, of when, and how much must be in it."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy.orm import Session

from app.kernel.checking import count_of
from app.kernel.db import Base
from app.kernel.installation import is_practice
from app.ledger.models import Transfer
from app.scoring.rounds.models import Sheet
from app.seals.queries import newest_head
from app.shop.stock.models import Move

_FILE: Final = "manifest.json"


@dataclass(frozen=True)
class Origin:
    """Where and when a copy was made, and by which program."""

    made_at: datetime
    district: str
    kind: str  # sqlite or postgresql
    migration: str
    version: str


@dataclass(frozen=True)
class Contents:
    """How much a copy holds; it must hold the same when it is put back."""

    practice: bool
    transfers: int
    moves: int
    sheets: int
    seal_number: int | None
    seal_head: str | None


@dataclass(frozen=True)
class Manifest:
    """The first page of a backup."""

    origin: Origin
    contents: Contents

    def write(self, folder: Path) -> None:
        """Put it beside the copy."""
        origin = asdict(self.origin) | {"made_at": self.origin.made_at.isoformat()}
        page = json.dumps(origin | asdict(self.contents), indent=2)
        (folder / _FILE).write_text(page, "utf-8")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read it again.

        :raises ValueError: it is missing or no manifest of ours.
        """
        try:
            page = json.loads((folder / _FILE).read_text("utf-8"))
            page["made_at"] = datetime.fromisoformat(page["made_at"])
            return cls(
                Origin(**{each.name: page[each.name] for each in fields(Origin)}),
                Contents(**{each.name: page[each.name] for each in fields(Contents)}),
            )
        except (FileNotFoundError, KeyError, TypeError) as error:
            raise ValueError(str(error)) from error


def contents_of(session: Session) -> Contents:
    """Count what a database holds."""
    head = newest_head(session)
    return Contents(
        practice=is_practice(session),
        transfers=_count(session, Transfer),
        moves=_count(session, Move),
        sheets=_count(session, Sheet),
        seal_number=head.number if head else None,
        seal_head=head.text if head else None,
    )


def _count(session: Session, table: type[Base]) -> int:
    return session.scalar(count_of(table)) or 0
