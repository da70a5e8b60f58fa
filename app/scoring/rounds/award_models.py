"""One-off awards: proposed when something happened, certified and credited with a month."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class AwardState(StrEnum):
    """Where an award stands."""

    PROPOSED = "proposed"
    CERTIFIED = "certified"
    CREDITED = "credited"
    WITHDRAWN = "withdrawn"
    STRUCK = "struck"


class OneOffAward(Base):
    """What a household did, and the points it is proposed for.

    What was proposed never changes, nor does what was certified: triggers see to that.
    """

    __tablename__ = "one_off_awards"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("cut_points >= 0 AND cut_points <= points", name="cut_within"),
        CheckConstraint("photo IS NULL OR length(photo) = 64", name="photo"),
        CheckConstraint("certified_by IS NULL OR certified_by <> proposed_by", name="four_eyes"),
        CheckConstraint(
            "struck_by IS NULL OR (struck_by <> proposed_by"
            " AND (certified_by IS NULL OR struck_by <> certified_by))",
            name="struck_by_another",
        ),
        CheckConstraint(
            "(state = 'struck') = (struck_by IS NOT NULL)"
            " AND (struck_by IS NULL) = (struck_reason IS NULL)",
            name="struck_for_a_reason",
        ),
        CheckConstraint(
            "state NOT IN ('certified', 'credited')"
            " OR (certified_by IS NOT NULL AND round_id IS NOT NULL)",
            name="certified_in_a_round",
        ),
        # Given once in a year or a month, where the scorecard says so.
        Index(
            "uq_one_off_awards_once",
            "household_id",
            "code",
            "once_in",
            unique=True,
            sqlite_where=text("state NOT IN ('withdrawn', 'struck')"),
            postgresql_where=text("state NOT IN ('withdrawn', 'struck')"),
        ),
        Index("ix_one_off_awards_round", "round_id"),
        Index("ix_one_off_awards_village", "village_code"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    # The household's village when it was proposed: whose month it joins.
    village_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    # None: it waits for the village's next month.
    round_id: Mapped[int | None] = mapped_column(ForeignKey("rounds.id"))
    # The scorecard by which it is worth its points.
    scheme_version_id: Mapped[int] = mapped_column(ForeignKey("scheme_versions.id"))
    code: Mapped[str] = mapped_column(String(100))
    name: Mapped[str] = mapped_column(String(100))
    level: Mapped[str] = mapped_column(String(100))  # "" where the award has no levels
    points: Mapped[int]
    # What the year's cap takes off it; known when it is certified.
    cut_points: Mapped[int] = mapped_column(default=0, server_default=text("0"))
    reason: Mapped[str] = mapped_column(String(200))
    happened_on: Mapped[date]
    photo: Mapped[str | None] = mapped_column(String(64))  # SHA-256 of the picture that is kept
    once_in: Mapped[str | None] = mapped_column(String(7))  # 2026, or 2026-11
    state: Mapped[AwardState] = mapped_column(enum_column(AwardState, "state"))
    proposed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    proposed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    certified_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    struck_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    struck_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    struck_reason: Mapped[str | None] = mapped_column(String(200))

    @property
    def credited_points(self) -> int:
        """What it adds to the household's account, after the year's cap."""
        return self.points - self.cut_points
