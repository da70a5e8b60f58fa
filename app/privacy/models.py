"""Who asked that a household's data be erased, who approved it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import UtcDateTime


class Erasure(Base):
    """A household whose data somebody asked to erase; two people, one row a household."""

    __tablename__ = "erasures"
    __table_args__ = (
        CheckConstraint("approved_by <> asked_by", name="four_eyes"),
        CheckConstraint("(approved_by IS NULL) = (erased_at IS NULL)", name="erased_by_somebody"),
    )

    household_id: Mapped[int] = mapped_column(
        ForeignKey("households.id"), primary_key=True, autoincrement=False
    )
    reason: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    erased_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
