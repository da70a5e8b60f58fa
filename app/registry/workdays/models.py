"""Years whose working days the district's office has entered."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Document, UtcDateTime


class WorkYear(Base):
    """A year as the office entered it, whole; it prevails over the one that is shipped."""

    __tablename__ = "work_years"
    __table_args__ = (CheckConstraint("year BETWEEN 2000 AND 2100", name="year"),)

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    # Days that differ from Monday to Friday, "2026-02-16" → whether they are worked.
    days: Mapped[dict[str, bool]] = mapped_column(Document)
    entered_at: Mapped[datetime] = mapped_column(UtcDateTime)
    entered_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
