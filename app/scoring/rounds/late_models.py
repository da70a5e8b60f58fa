"""补评: a sheet that came after its month was closed. It earns by a correction, or not at all."""

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Document, Identity64


class LateSheet(Base):
    """What should have been recorded in a closed month; append-only.

    Who proposed it, why, and who decided it stand in its correction. One a household and month;
    another one has its turn only after the earlier was refused.
    """

    __tablename__ = "late_sheets"
    __table_args__ = (
        UniqueConstraint("round_id", "household_id", "turn", name="uq_late_sheets_turn"),
        CheckConstraint("turn >= 1", name="turn_positive"),
        CheckConstraint("points >= 0 AND credited_points >= 0", name="points_not_negative"),
        CheckConstraint("points <> credited_points", name="corrects_something"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), unique=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("rounds.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    turn: Mapped[int]  # one more than were refused before
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    answers: Mapped[dict[str, str]] = mapped_column(Document)  # item code → answer
    reasons: Mapped[dict[str, str]] = mapped_column(Document)  # item code → why it takes points
    points: Mapped[int]
    # What the month had brought before; the correction moves the difference.
    credited_points: Mapped[int]
    # Points of the household's other months of the year, where a year's cap counts.
    earned_this_year: Mapped[int | None]

    @property
    def difference(self) -> int:
        """Points that the correction adds, or takes where below nothing."""
        return self.points - self.credited_points
