"""Goods in a store that are set aside for a market day, until they are loaded or let go."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class ReservationEnd(StrEnum):
    """What became of goods that were set aside."""

    LOADED = "loaded"
    RELEASED = "released"


class Reservation(Base):
    """So many of one lot on one shelf, kept back from its till for a market day.

    The open ones of a shelf add up to its `reserved`, which the database holds within what
    stands there: nobody sells, moves or writes off below it.
    """

    __tablename__ = "reservations"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint(
            "(ended IS NULL) = (ended_by IS NULL) AND (ended IS NULL) = (ended_at IS NULL)",
            name="ended_by_somebody",
        ),
        ForeignKeyConstraint(
            ["store_id", "lot_id"], ["shelves.store_id", "shelves.lot_id"],
            name="fk_reservations_shelf",
        ),
        Index(
            "uq_reservations_open", "market_day_id", "store_id", "lot_id", unique=True,
            sqlite_where=text("ended IS NULL"), postgresql_where=text("ended IS NULL"),
        ),
        Index("ix_reservations_shelf", "store_id", "lot_id"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    # The days are kept by a slice above this one.
    market_day_id: Mapped[int] = mapped_column(ForeignKey("market_days.id"))
    store_id: Mapped[int] = mapped_column(Identity64)
    lot_id: Mapped[int] = mapped_column(Identity64)
    quantity: Mapped[int]  # in goods.unit
    reserved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    reserved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended: Mapped[ReservationEnd | None] = mapped_column(enum_column(ReservationEnd, "ended"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
