"""What this database is: practice or real, decided once, when it is made."""

from datetime import datetime

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.db import Base
from app.kernel.errors import Conflict
from app.kernel.types import UtcDateTime


class NotPractice(Conflict):
    """Only a practice database may do this."""

    code = "not_practice"


class Installation(Base):
    """One row. Practice and real never mix."""

    __tablename__ = "installations"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, default=1)
    practice: Mapped[bool]
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


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
