"""Pictures that were deleted on purpose: rows name them still, their files are gone for good."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import CheckConstraint, String, insert
from sqlalchemy.orm import Mapped, Session, mapped_column

from app.kernel.db import Base
from app.kernel.types import UtcDateTime


class ErasedPicture(Base):
    """The name of a picture that is gone; a name is a hash and shows nothing."""

    __tablename__ = "erased_pictures"
    __table_args__ = (CheckConstraint("length(name) = 64", name="name"),)

    name: Mapped[str] = mapped_column(String(64), primary_key=True)
    erased_at: Mapped[datetime] = mapped_column(UtcDateTime)


def erase_names(session: Session, names: Collection[str], *, now: datetime) -> None:
    """Let rows name what is gone; the files are deleted after the unit is committed."""
    if names:
        session.execute(
            insert(ErasedPicture), [{"name": name, "erased_at": now} for name in sorted(names)]
        )
