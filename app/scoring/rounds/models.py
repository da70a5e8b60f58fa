"""Rounds, sheets, excuses, objections. Where two people must differ, both stand in the row."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    false,
    text,
)
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
    # Whether the days of notice and answer are working days; else every day counts.
    counts_working_days: Mapped[bool] = mapped_column(server_default=false())
    # Within so many days an objection is answered.
    answer_days: Mapped[int] = mapped_column(server_default=text("5"))
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
            "certified_by IS NULL OR second_visitor_id IS NULL"
            " OR certified_by <> second_visitor_id",
            name="second_visitor",
        ),
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
    answers: Mapped[dict[str, str]] = mapped_column(Document)  # item code → answer
    # Item code → why points were taken, for the items that take some.
    reasons: Mapped[dict[str, str]] = mapped_column(Document, default=dict, server_default="{}")
    points: Mapped[int]
    # Points of the household's other months when this one was certified, where a year's cap counts.
    earned_this_year: Mapped[int | None]
    category_points: Mapped[dict[str, Any]] = mapped_column(Document)  # category code → points
    state: Mapped[SheetState] = mapped_column(enum_column(SheetState, "state"))
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    # Who came along. Copied from the visit, so that the database can compare it with who certifies.
    second_visitor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    certified_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("sheets.id"), unique=True)


class Excuse(Base):
    """A household that need not be scored this month, with the reason. Lifted when it is scored."""

    __tablename__ = "excuses"

    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    excused_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    excused_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Exemption(Base):
    """A household that is scored for other things than work, from then until then."""

    __tablename__ = "exemptions"
    __table_args__ = (
        Index(
            "uq_exemptions_open",
            "household_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    granted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    granted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


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
        CheckConstraint(
            "decided_by IS NULL OR sheet_second_visitor_id IS NULL"
            " OR decided_by <> sheet_second_visitor_id",
            name="second_visitor",
        ),
        CheckConstraint("(state = 'open') = (decided_by IS NULL)", name="decided_by_somebody"),
        # A program of before, still running, gives no numbers: 0 may stand more than once.
        Index(
            "uq_objections_number",
            "village_code",
            "year",
            "number",
            unique=True,
            sqlite_where=text("number > 0"),
            postgresql_where=text("number > 0"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), index=True)
    # Counted in its village and year, from 1; the village is that of the round.
    village_code: Mapped[str] = mapped_column(String(12), server_default=text("''"))
    year: Mapped[int] = mapped_column(server_default=text("0"))
    number: Mapped[int] = mapped_column(server_default=text("0"))
    # By when it is answered; None: taken down before there were such dates.
    answer_by: Mapped[datetime | None] = mapped_column(UtcDateTime)
    said_by: Mapped[str] = mapped_column(String(60))
    words: Mapped[str] = mapped_column(String(1000))
    state: Mapped[ObjectionState] = mapped_column(enum_column(ObjectionState, "state"), index=True)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Copied from the sheet, so that the database can compare them with who decides.
    sheet_recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    sheet_second_visitor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    sheet_certified_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(1000))
    corrected_sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheets.id"))

    @property
    def label(self) -> str:
        """2026-003: as people call it in the village."""
        return f"{self.year}-{self.number:03}"

    def is_overdue(self, now: datetime) -> bool:
        """Whether it should have been answered by now."""
        is_open = self.state is ObjectionState.OPEN
        return is_open and self.answer_by is not None and self.answer_by < now


class Posting(Base):
    """A notice was put up on paper: when, by whom, and what the wall looked like then.

    Append-only: a mistake is another row, and the latest one counts.
    """

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("length(photo) = 64", name="photo"),
        CheckConstraint("posted_at <= recorded_at", name="not_in_future"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"), index=True)
    posted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    posted_by: Mapped[str] = mapped_column(String(60))  # who put it up need not have an account
    photo: Mapped[str] = mapped_column(String(64))  # SHA-256 of the picture that is kept
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
