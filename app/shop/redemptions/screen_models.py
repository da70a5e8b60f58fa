"""Second screens: what a household sees beside the till."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Document, Identity64, UtcDateTime


class FacingScreen(Base):
    """A tablet that one clerk's till writes on: paired once, by a code that is then gone."""

    __tablename__ = "facing_screens"
    __table_args__ = (
        CheckConstraint("(code IS NULL) = (digest IS NOT NULL)", name="code_until_paired"),
        Index("ix_facing_screens_clerk", "clerk_id", "store_id"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    clerk_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    code: Mapped[str | None] = mapped_column(String(6), unique=True)
    digest: Mapped[bytes | None] = mapped_column(LargeBinary(32))  # of what the tablet keeps
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # A masked name, lines, points; {} while nobody is served.
    shown: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
    shown_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
