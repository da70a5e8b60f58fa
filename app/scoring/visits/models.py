"""Visits at the door."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.period import Period
from app.kernel.types import Identity64, PeriodColumn, UtcDateTime, enum_column


class VisitOutcome(StrEnum):
    """Whether the visitor met the household."""

    MET = "met"
    NOBODY_HOME = "nobody_home"


class Visit(Base):
    """One visit of a scorer to a household."""

    __tablename__ = "visits"
    __table_args__ = (Index("ix_visits_household_period", "household_id", "period"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    visitor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    visited_at: Mapped[datetime] = mapped_column(UtcDateTime)
    period: Mapped[Period] = mapped_column(PeriodColumn)
    outcome: Mapped[VisitOutcome] = mapped_column(enum_column(VisitOutcome, "outcome"))
    note: Mapped[str] = mapped_column(String(500), default="")
