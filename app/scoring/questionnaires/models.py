"""A questionnaire's versions, and what households answered, hung on the visits they answered at."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.period import Period
from app.kernel.types import Document, Identity64, PeriodColumn, UtcDateTime


class QuestionnaireVersion(Base):
    """A published questionnaire. Its questions never change; it can be ended, once."""

    __tablename__ = "questionnaire_versions"
    __table_args__ = (
        Index(
            "uq_questionnaire_versions_starts",
            "starts",
            unique=True,
            postgresql_where=text("ended_at IS NULL"),
            sqlite_where=text("ended_at IS NULL"),
        ),
        # One that is withdrawn before it began ends in the month before its first.
        CheckConstraint("ends >= starts - 1", name="ends_after_it_starts"),
        CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ends IS NULL)",
            name="ended_by_somebody",
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    starts: Mapped[Period] = mapped_column(PeriodColumn)
    # Read by `reading.questionnaire_from`; written only after it was read successfully.
    definition: Mapped[dict[str, Any]] = mapped_column(Document)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    #: The last month in which it is asked.
    ends: Mapped[Period | None] = mapped_column(PeriodColumn)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class VisitAnswers(Base):
    """What a household answered at a visit. A correction is the next row; the latest counts."""

    __tablename__ = "visit_answers"
    __table_args__ = (
        # Two people who both begin at the same visit: the second is asked to look first.
        Index(
            "uq_visit_answers_first",
            "visit_id",
            unique=True,
            postgresql_where=text("replaces_id IS NULL"),
            sqlite_where=text("replaces_id IS NULL"),
        ),
        Index("ix_visit_answers_questionnaire", "questionnaire_id"),
        CheckConstraint("replaces_id IS NULL OR replaces_id <> id", name="replaces_another"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    visit_id: Mapped[int] = mapped_column(ForeignKey("visits.id"))
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaire_versions.id"))
    # Question code → answer: a choice in its own words, yes or no, a whole number, a short text.
    answers: Mapped[dict[str, str]] = mapped_column(Document)
    #: Whether every question that must be answered was.
    complete: Mapped[bool]
    answered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("visit_answers.id"), unique=True)
