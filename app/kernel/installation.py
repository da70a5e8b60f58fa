"""What this database is: practice or real, decided once, when it is made; and since when.

When it was put back from a backup a new epoch begins. What came after the backup is lost, claims of
requests too, and such a request sent again would act a second time: so it says its epoch.
"""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import CheckConstraint, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.clock import local
from app.kernel.db import Base
from app.kernel.errors import Conflict
from app.kernel.types import UtcDateTime

EPOCH_CHARACTERS: Final = 16


class NotPractice(Conflict):
    """Only a practice database may do this."""

    code = "not_practice"


class RequestFromBefore(Conflict):
    """The request is older than the backup that was put back. Fact: `put_back_to`."""

    code = "request_from_before"


class Installation(Base):
    """One row. Practice and real never mix."""

    __tablename__ = "installations"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    practice: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Both empty until a backup is put back.
    epoch: Mapped[str | None] = mapped_column(String(EPOCH_CHARACTERS))
    put_back_to: Mapped[datetime | None] = mapped_column(UtcDateTime)


@dataclass(frozen=True)
class Epoch:
    """The time since a backup was put back; `name` is empty when none ever was."""

    name: str = ""
    put_back_to: datetime | None = None

    def check(self, named: str) -> None:
        """Refuse a request that was made in another epoch.

        :param named: the epoch that the request carries; empty: none.
        :raises RequestFromBefore: it may have been carried out already, and forgotten.
        """
        if named != self.name:
            raise RequestFromBefore(put_back_to=self._shown())

    def _shown(self) -> str:
        return local(self.put_back_to).strftime("%Y-%m-%d %H:%M") if self.put_back_to else "-"


def is_practice(session: Session) -> bool:
    """Whether this database was marked as practice when it was made."""
    return bool(session.scalar(select(Installation.practice)))


def check_practice(session: Session) -> None:
    """Refuse what may only be done in a practice database.

    :raises NotPractice: the database holds real points.
    """
    if not is_practice(session):
        raise NotPractice


def mark(session: Session, *, practice: bool, now: datetime) -> None:
    """Decide what a new database is, once and for all; asked again, nothing changes.

    :raises NotPractice: it holds real points and shall become practice.
    """
    made = session.get(Installation, 1)
    if made is None:
        session.add(Installation(id=1, practice=practice, made_at=now))
        session.flush()
    elif practice and not made.practice:
        raise NotPractice


def epoch_of(session: Session) -> Epoch:
    """The epoch that this database is in."""
    found = session.execute(select(Installation.epoch, Installation.put_back_to)).one_or_none()
    return Epoch(found.epoch, found.put_back_to) if found and found.epoch else Epoch()


def begin_epoch(session: Session, *, put_back_to: datetime) -> Epoch:
    """Begin an epoch that never was before, not even when the same backup is put back twice."""
    made = session.get_one(Installation, 1)
    made.epoch = secrets.token_hex(EPOCH_CHARACTERS // 2)
    made.put_back_to = put_back_to
    session.flush()
    return Epoch(made.epoch, put_back_to)
