"""Visits at the door."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, false, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.period import Period
from app.kernel.types import Identity64, PeriodColumn, UtcDateTime, enum_column


class VisitOutcome(StrEnum):
    """Whether the visitor met the household."""

    MET = "met"
    NOBODY_HOME = "nobody_home"


class Acknowledged(StrEnum):
    """Whether the household has heard its month, and how it said so."""

    NONE = "none"
    READ_OUT = "read_out"
    SIGNED = "signed"


class Visit(Base):
    """One visit of a scorer, or of two, to a household."""

    __tablename__ = "visits"
    __table_args__ = (
        Index("ix_visits_household_period", "household_id", "period"),
        CheckConstraint(
            "second_visitor_id IS NULL OR second_visitor_id <> visitor_id", name="two_people"
        ),
        # A household may refuse a photo; then two people say what they saw.
        CheckConstraint("NOT photo_refused OR second_visitor_id IS NOT NULL", name="witness"),
        CheckConstraint("(acknowledged = 'signed') = (signature IS NOT NULL)", name="signature"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    visitor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    period: Mapped[Period] = mapped_column(PeriodColumn)
    outcome: Mapped[VisitOutcome] = mapped_column(enum_column(VisitOutcome, "outcome"))
    note: Mapped[str] = mapped_column(String(500), default="")
    # Who came along: the specialist and the assigned cadre often go together.
    second_visitor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    photo_refused: Mapped[bool] = mapped_column(default=False, server_default=false())
    acknowledged: Mapped[Acknowledged] = mapped_column(
        enum_column(Acknowledged, "acknowledged"),
        default=Acknowledged.NONE,
        server_default=text("'none'"),
    )
    # SHA-256 of the picture of what was signed on the screen.
    signature: Mapped[str | None] = mapped_column(String(64))


class VisitPhoto(Base):
    """A photo of a visit: of one item, or of the house in general. Append-only."""

    __tablename__ = "visit_photos"
    __table_args__ = (
        CheckConstraint("position BETWEEN 1 AND 6", name="position"),
        CheckConstraint("length(photo) = 64", name="photo"),
    )

    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"), primary_key=True)
    position: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    item_code: Mapped[str] = mapped_column(String(20), default="")  # empty: in general
    photo: Mapped[str] = mapped_column(String(64))  # SHA-256 of the picture that is kept


class UploadedPicture(Base):
    """Somebody sent a picture, to hang it on a visit. Only who sent it may. Append-only."""

    __tablename__ = "uploaded_pictures"
    __table_args__ = (
        Index("ix_uploaded_pictures_name", "name"),
        CheckConstraint("length(name) = 64", name="name"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    uploaded_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime)
