"""A version of a scorecard: from which month it holds, and its definition."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.period import Period
from app.kernel.types import Document, Identity64, PeriodColumn, UtcDateTime


class SchemeVersion(Base):
    """A published rule set. It never changes: a change is the next version."""

    __tablename__ = "scheme_versions"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    name: Mapped[str] = mapped_column(String(80))
    starts: Mapped[Period] = mapped_column(PeriodColumn, unique=True)
    # Read by `rules.scheme_from`; written only after it was read successfully.
    definition: Mapped[dict[str, Any]] = mapped_column(Document)
    published_at: Mapped[datetime] = mapped_column(UtcDateTime)
    published_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
