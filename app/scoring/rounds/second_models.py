"""A second, independent sheet of a household's month, and what came of it. Append-only."""

from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Document, Identity64, UtcDateTime, enum_column


class Outcome(StrEnum):
    """What came of two sheets: the same answers, or somebody decided which one counts."""

    AGREED = "agreed"
    FIRST = "first"
    SECOND = "second"


class SecondSheet(Base):
    """What somebody else found at the same household in the same month. It never counts itself."""

    __tablename__ = "second_sheets"
    __table_args__ = (
        UniqueConstraint("round_id", "household_id", name="uq_second_sheets_one_for_household"),
        CheckConstraint("points >= 0", name="points_not_negative"),
        CheckConstraint("recorded_by <> first_recorded_by", name="four_eyes"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    # The sheet that counted when this one came, and who recorded that: copied for the CHECK.
    first_sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    first_recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    answers: Mapped[dict[str, str]] = mapped_column(Document)  # item code → answer
    reasons: Mapped[dict[str, str]] = mapped_column(Document)  # item code → why it takes points
    points: Mapped[int]
    category_points: Mapped[dict[str, Any]] = mapped_column(Document)  # category code → points
    recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class SecondSheetDecision(Base):
    """What came of a second sheet; one without a decision keeps its month from being submitted."""

    __tablename__ = "second_sheet_decisions"
    __table_args__ = (
        CheckConstraint(
            "first_recorded_by <> second_recorded_by AND (decided_by IS NULL OR"
            " (decided_by <> first_recorded_by AND decided_by <> second_recorded_by))",
            name="four_eyes",
        ),
        CheckConstraint("(outcome = 'agreed') = (decided_by IS NULL)", name="decided_by_somebody"),
        CheckConstraint("(decided_by IS NULL) = (reason IS NULL)", name="decided_with_reason"),
        CheckConstraint("(outcome = 'second') = (sheet_id IS NOT NULL)", name="sheet_when_taken"),
    )

    second_id: Mapped[int] = mapped_column(ForeignKey("second_sheets.id"), primary_key=True)
    outcome: Mapped[Outcome] = mapped_column(enum_column(Outcome, "outcome"))
    # The sheet that counted at that moment; it may have replaced the first one meanwhile.
    first_sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"))
    # Copied, so that the database can compare the people.
    first_recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    second_recorded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str | None] = mapped_column(String(200))
    # What the second became when it was taken.
    sheet_id: Mapped[int | None] = mapped_column(ForeignKey("sheets.id"), unique=True)
