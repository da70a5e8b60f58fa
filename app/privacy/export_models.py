"""Who asked to take a long list of people out of the house, what for, and who approved it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime


class PersonExport(Base):
    """A request for one list; one person asks, another one decides."""

    __tablename__ = "person_exports"
    __table_args__ = (
        CheckConstraint("decided_by <> asked_by", name="four_eyes"),
        CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)"
            " AND (decided_by IS NULL) = (approved IS NULL)",
            name="decided_by_somebody",
        ),
        CheckConstraint("purpose <> ''", name="purpose"),
        Index("ix_person_exports_asked_by", "asked_by"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    # The page of the house that hands the list out, with its filters.
    address: Mapped[str] = mapped_column(String(500))
    title: Mapped[str] = mapped_column(String(200))
    rows: Mapped[int]  # when it was asked for
    # All that the list can hold lies below; who approves is responsible for all of it.
    place_code: Mapped[str] = mapped_column(String(32))
    purpose: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved: Mapped[bool | None]
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
