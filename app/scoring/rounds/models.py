"""Rounds, sheets, excuses, objections. Where two people must differ, both stand in the row."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.period import Period
from app.kernel.types import Document, Identity64, PeriodColumn, UtcDateTime, enum_column


class RoundState(StrEnum):
    """Where a village's month stands."""

    OPEN = "open"
    SUBMITTED = "submitted"
    CERTIFIED = "certified"
    PUBLICISED = "publicised"
    SETTLED = "settled"


class SheetState(StrEnum):
    """Where a household's month stands; a replaced sheet is void and kept."""

    RECORDED = "recorded"
    CERTIFIED = "certified"
    CREDITED = "credited"
    DISPUTED = "disputed"
    VOID = "void"


class ObjectionState(StrEnum):
    """An objection is open until somebody who had no part in the sheet has decided it."""

    OPEN = "open"
    UPHELD = "upheld"
    DISMISSED = "dismissed"


class Level(StrEnum):
    """Who wants a sheet looked at again: the village that submits, the township that certifies."""

    VILLAGE = "village"
    TOWNSHIP = "township"


class Round(Base):
    """A village's month."""

    __tablename__ = "rounds"
    __table_args__ = (
        UniqueConstraint("village_code", "period", name="uq_rounds_village_period"),
        CheckConstraint(
            "certified_by IS NULL OR submitted_by IS NULL OR certified_by <> submitted_by",
            name="four_eyes",
        ),
        CheckConstraint("notice_days >= 0", name="notice_days"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    period: Mapped[Period] = mapped_column(PeriodColumn, index=True)
    scheme_version_id: Mapped[int] = mapped_column(ForeignKey("scheme_versions.id"))
    state: Mapped[RoundState] = mapped_column(enum_column(RoundState, "state"))
    notice_days: Mapped[int]
    opened_at: Mapped[datetime] = mapped_column(UtcDateTime)
    opened_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    # When the township first opened the submitted month: from then on no withdrawal.
    looked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # Since the township sent single sheets back: from then on only sheets sent back may change.
    reopened_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    sent_back_reason: Mapped[str | None] = mapped_column(String(500))
    certified_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    certified_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    publicised_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    publicised_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    closes_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Sheet(Base):
    """A household's month: fourteen answers and the points they earned."""

    __tablename__ = "sheets"
    __table_args__ = (
        Index(
            "uq_sheets_one_for_household",
            "round_id",
            "household_id",
            unique=True,
            sqlite_where=text("state <> 'void'"),
            postgresql_where=text("state <> 'void'"),
        ),
        CheckConstraint("points >= 0", name="points_not_negative"),
        # Who scores may not certify: refused here even when every rule above were wrong.
        CheckConstraint("certified_by IS NULL OR certified_by <> recorded_by", name="four_eyes"),
        CheckConstraint(
            "state IN ('recorded', 'void') OR certified_by IS NOT NULL",
            name="certified_by_somebody",
        ),
        Index("ix_sheets_household", "household_id"),
        Index("ix_sheets_round", "round_id"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    visit_id: Mapped[int | None] = mapped_column(ForeignKey("visits.id"))
    answers: Mapped[dict[str, str]] = mapped_column(Document)  # item code → grade
    points: Mapped[int]
    category_points: Mapped[dict[str, Any]] = mapped_column(Document)  # category code → points
    state: Mapped[SheetState] = mapped_column(enum_column(SheetState, "state"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    certified_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("sheets.id"), unique=True)


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


class Excuse(Base):
    """A household that need not be scored this month, with the reason. Lifted when it is scored."""

    __tablename__ = "excuses"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    excused_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    excused_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Objection(Base):
    """Somebody says at the desk that a sheet is not right."""

    __tablename__ = "objections"
    __table_args__ = (
        Index(
            "uq_objections_open",
            "sheet_id",
            unique=True,
            sqlite_where=text("state = 'open'"),
            postgresql_where=text("state = 'open'"),
        ),
        CheckConstraint(
            "decided_by IS NULL OR (decided_by <> sheet_recorded_by"
            " AND decided_by <> sheet_certified_by)",
            name="four_eyes",
        ),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), index=True)
    said_by: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(String(1000))
    state: Mapped[ObjectionState] = mapped_column(enum_column(ObjectionState, "state"), index=True)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Copied from the sheet, so that the database can compare them with who decides.
    sheet_recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sheet_certified_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(1000))
    corrected_sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheets.id"))
