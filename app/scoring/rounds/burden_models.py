"""What filling in a sheet took, kept beside the sheet."""

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.scoring.rounds.burden import MOST_SECONDS, MOST_TAPS, MOST_TYPED


class SheetBurden(Base):
    """Taps, typed characters and seconds of a sheet; none where nobody counted. Append-only.

    It measures the form, not the person: nobody's name stands here, and no list is made by name.
    """

    __tablename__ = "sheet_burdens"
    __table_args__ = (
        CheckConstraint(f"taps BETWEEN 0 AND {MOST_TAPS}", name="taps"),
        CheckConstraint(f"typed BETWEEN 0 AND {MOST_TYPED}", name="typed"),
        CheckConstraint(f"seconds BETWEEN 1 AND {MOST_SECONDS}", name="seconds"),
    )

    sheet_id: Mapped[int] = mapped_column(ForeignKey("sheets.id"), primary_key=True)
    taps: Mapped[int]
    typed: Mapped[int]  # characters
    seconds: Mapped[int]  # in which the page could be seen
