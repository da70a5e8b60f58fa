"""Shelves, receipts of stock, moves."""

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class MoveKind(StrEnum):
    """Why goods moved."""

    RECEIVE = "receive"
    HAND_OUT = "hand_out"
    TAKE_BACK = "take_back"


class Shelf(Base):
    """How much of one kind of goods stands in one store, now."""

    __tablename__ = "shelves"
    __table_args__ = (CheckConstraint("quantity >= 0", name="not_negative"),)

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"), primary_key=True)
    quantity: Mapped[int]  # in goods.unit


class StockReceipt(Base):
    """A delivery that was taken in at a store."""

    __tablename__ = "stock_receipts"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"), index=True)
    received_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(200), default="")


class Move(Base):
    """Goods that came to a shelf (positive) or left it (negative). Never updated or deleted."""

    __tablename__ = "moves"
    __table_args__ = (
        CheckConstraint(
            "(kind IN ('receive', 'take_back') AND quantity > 0)"
            " OR (kind = 'hand_out' AND quantity < 0)",
            name="direction",
        ),
        CheckConstraint("(kind = 'receive') = (receipt_id IS NOT NULL)", name="received_with"),
        CheckConstraint("(kind = 'take_back') = (reverses_id IS NOT NULL)", name="takes_back"),
        Index("ix_moves_store_goods", "store_id", "goods_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    quantity: Mapped[int]  # in goods.unit, signed
    kind: Mapped[MoveKind] = mapped_column(enum_column(MoveKind, "kind"))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("stock_receipts.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("moves.id"), unique=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
