"""What certification leaves behind: sheets sent back and their answers, meetings."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Document, Identity64, UtcDateTime, enum_column


class Level(StrEnum):
    """Who wants a sheet looked at again: the village that submits, the township that certifies."""

    VILLAGE = "village"
    TOWNSHIP = "township"


class SentBackSheet(Base):
    """Somebody wants a sheet looked at again, and says why. Append-only; its answer is a row."""

    __tablename__ = "sent_back_sheets"
    __table_args__ = (
        # `turn` is one more than the answers so far: a sheet waits for one answer at a time.
        UniqueConstraint("sheet_id", "turn", name="uq_sent_back_sheets_turn"),
        CheckConstraint("turn >= 1", name="turn_positive"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    turn: Mapped[int]
    level: Mapped[Level] = mapped_column(enum_column(Level, "level"))
    reason: Mapped[str] = mapped_column(String(200))
    sent_back_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sent_back_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SentBackAnswer(Base):
    """What came of it: another sheet, or words why this one stays as it is. Append-only."""

    __tablename__ = "sent_back_answers"
    __table_args__ = (
        CheckConstraint("(sheet_id IS NULL) <> (reason IS NULL)", name="sheet_or_words"),
        # Nobody answers his own question with words.
        CheckConstraint("reason IS NULL OR answered_by <> sent_back_by", name="four_eyes"),
    )

    sent_back_id: Mapped[int] = mapped_column(ForeignKey("sent_back_sheets.id"), primary_key=True)
    # Copied, so that the database can compare the two people.
    sent_back_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheets.id"), unique=True)
    reason: Mapped[str | None] = mapped_column(String(200))


class Deliberation(Base):
    """The committee met about a month: when, who, what was said. Append-only."""

    __tablename__ = "deliberations"
    __table_args__ = (
        CheckConstraint("chaired_by <> '' AND minutes <> ''", name="chair_and_minutes"),
        CheckConstraint("replaces_id IS NULL OR replaces_id <> id", name="replaces_another"),
        Index("ix_deliberations_round", "round_id"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    met_on: Mapped[date]
    chaired_by: Mapped[str] = mapped_column(String(60))
    present: Mapped[list[str]] = mapped_column(Document)  # names, the chair first
    minutes: Mapped[str] = mapped_column(String(2000))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # The record that this one corrects; both are kept.
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("deliberations.id"), unique=True)


class DeliberationRule(Base):
    """Whether months need a meeting on record to be submitted; the latest row holds."""

    __tablename__ = "deliberation_rules"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    required: Mapped[bool]
    set_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
