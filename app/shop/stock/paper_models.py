"""The papers by which goods move without being handed out: relocations, write-offs, counts.

Their lines name goods as a person sees them on a shelf, by use-by day and by whom they are kept
for; the moves that come of them name lots.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class PaperState(StrEnum):
    """Where a paper stands that one person writes and another decides."""

    WAITING = "waiting"
    APPROVED = "approved"
    REFUSED = "refused"


class Loss(StrEnum):
    """Why goods are no longer any good."""

    DAMAGE = "damage"  # broken, wet, eaten by mice
    WRITE_OFF = "write_off"  # past its day, or not to be found


class Relocation(Base):
    """Goods that went from one store to another at once. Never changed."""

    __tablename__ = "relocations"
    __table_args__ = (CheckConstraint("from_store_id <> to_store_id", name="two_stores"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    from_store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"), index=True)
    to_store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"), index=True)
    moved_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    moved_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(200), default="")


class WriteOff(Base):
    """Goods that one person asks to take off the shelf for good, and another decides about."""

    __tablename__ = "write_offs"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> asked_by", name="four_eyes"),
        CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", name="decided_by_somebody"),
        Index(
            "ix_write_offs_waiting", "store_id",
            postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    loss: Mapped[Loss] = mapped_column(enum_column(Loss, "loss"))
    reason: Mapped[str] = mapped_column(String(200))
    photo: Mapped[str | None] = mapped_column(String(64))  # its name in the folder of pictures
    state: Mapped[PaperState] = mapped_column(enum_column(PaperState, "state"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(String(200), default="")  # why it was refused


class WriteOffLine(Base):
    """So many of some goods on a write-off. Never changed."""

    __tablename__ = "write_off_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="positive"),
        CheckConstraint("kept_group = '' OR kept_for IS NOT NULL", name="group_of_a_place"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    write_off_id: Mapped[int] = mapped_column(ForeignKey("write_offs.id"), index=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    use_by: Mapped[date | None]
    kept_for: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    kept_group: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    quantity: Mapped[int]  # in goods.unit


class StockCount(Base):
    """What one person found on the shelves, and another compares with the book."""

    __tablename__ = "stock_counts"
    __table_args__ = (
        CheckConstraint("decided_by IS NULL OR decided_by <> counted_by", name="four_eyes"),
        CheckConstraint("(state = 'waiting') = (decided_by IS NULL)", name="decided_by_somebody"),
        # One at a time: what is being decided about is not counted again meanwhile.
        Index(
            "uq_stock_counts_waiting", "store_id", unique=True,
            postgresql_where=text("state = 'waiting'"), sqlite_where=text("state = 'waiting'"),
        ),
        # Each move asks whether it lies before a confirmed count.
        Index("ix_stock_counts_store_at", "store_id", "counted_at"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    state: Mapped[PaperState] = mapped_column(enum_column(PaperState, "state"))
    counted_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    counted_at: Mapped[datetime] = mapped_column(UtcDateTime)
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    answer: Mapped[str] = mapped_column(String(200), default="")


class CountLine(Base):
    """How many of some goods stood there, and how many by the book at that moment."""

    __tablename__ = "count_lines"
    __table_args__ = (
        CheckConstraint("counted >= 0", name="counted_not_negative"),
        CheckConstraint("booked >= 0", name="booked_not_negative"),
        CheckConstraint("kept_group = '' OR kept_for IS NOT NULL", name="group_of_a_place"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    count_id: Mapped[int] = mapped_column(ForeignKey("stock_counts.id"), index=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    use_by: Mapped[date | None]
    kept_for: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    kept_group: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    counted: Mapped[int]  # in goods.unit
    booked: Mapped[int]  # in goods.unit
