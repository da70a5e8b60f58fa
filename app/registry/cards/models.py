"""Cards. A card's QR carries a random code and a version, nothing personal and no value."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class CardState(StrEnum):
    """A lost card stays lost: the household gets a new one."""

    ACTIVE = "active"
    LOST = "lost"
    REPLACED = "replaced"


class Card(Base):
    """A points card of a household; at most one is active."""

    __tablename__ = "cards"
    __table_args__ = (
        Index(
            "uq_cards_active",
            "household_id",
            unique=True,
            sqlite_where=text("state = 'active'"),
            postgresql_where=text("state = 'active'"),
        ),
        CheckConstraint("version >= 1", name="version_counts_from_one"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    # What the QR says; and eight digits with a check digit, for typing.
    code: Mapped[str] = mapped_column(String(40), unique=True)
    number: Mapped[str] = mapped_column(String(8), unique=True)
    version: Mapped[int]
    state: Mapped[CardState] = mapped_column(enum_column(CardState, "state"))
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    issued_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    lost_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
