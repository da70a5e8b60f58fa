"""Cards, PINs and photos.

A card's QR carries a random code and a version, nothing personal and no value.
"""

from datetime import date, datetime
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


class CardPin(Base):
    """The digits that a household types at the till, as an argon2id hash; no row, no PIN."""

    __tablename__ = "card_pins"

    household_id: Mapped[int] = mapped_column(
        ForeignKey("households.id"), primary_key=True, autoincrement=False
    )
    pin_hash: Mapped[str] = mapped_column(String(200))
    set_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)


class PinTry(Base):
    """Digits that were wrong, or that are being compared; forgotten after a quarter of an hour."""

    __tablename__ = "pin_tries"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class HouseholdPhoto(Base):
    """A photo that a household agreed to, and when it agreed no longer: then the name is gone."""

    __tablename__ = "household_photos"
    __table_args__ = (
        CheckConstraint("(photo IS NULL) = (withdrawn_at IS NOT NULL)", name="gone_when_withdrawn"),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)", name="withdrawn_by_somebody"
        ),
        Index(
            "uq_household_photos_held",
            "household_id",
            unique=True,
            sqlite_where=text("withdrawn_at IS NULL"),
            postgresql_where=text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    photo: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the kept picture
    agreed_on: Mapped[date]
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    taken_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
