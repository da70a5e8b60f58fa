"""Deliveries, lots, shelves, moves: what came, where it stands, why it left."""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    Uuid,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class MoveKind(StrEnum):
    """Why goods moved."""

    RECEIVE = "receive"
    HAND_OUT = "hand_out"
    TAKE_BACK = "take_back"
    RELOCATE = "relocate"
    DAMAGE = "damage"
    WRITE_OFF = "write_off"
    COUNT = "count"


class Origin(StrEnum):
    """Where a delivery came from: given by somebody, bought, or from before it was asked."""

    GIFT = "gift"
    PURCHASE = "purchase"
    UNKNOWN = "unknown"


class StockReceipt(Base):
    """A delivery that was taken in at a store, and where it came from."""

    __tablename__ = "stock_receipts"
    __table_args__ = (
        CheckConstraint("bill = '' OR origin = 'purchase'", name="bill_of_a_purchase"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"), index=True)
    received_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    note: Mapped[str] = mapped_column(String(200), default="")
    origin: Mapped[Origin] = mapped_column(
        enum_column(Origin, "origin"), server_default=text("'unknown'")
    )
    # Who gave or sold it; "": a giver who wants no name.
    source_name: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    bill: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))


class Lot(Base):
    """Goods that came together and are used by the same day. Never changed."""

    __tablename__ = "lots"
    __table_args__ = (
        # The target of shelves and moves: goods and lot never contradict each other.
        UniqueConstraint("id", "goods_id", name="uq_lots_id_goods_id"),
        CheckConstraint("kept_group = '' OR kept_for IS NOT NULL", name="group_of_a_place"),
        Index("ix_lots_goods_id", "goods_id"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    # None: it was there before deliveries were kept apart.
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("stock_receipts.id"), index=True)
    use_by: Mapped[date | None]  # the last day on which it may be handed out; None: it keeps
    # Given for the people of one place only: its code.
    kept_for: Mapped[str | None] = mapped_column(ForeignKey("places.code"))
    # And there for one villagers' group (村民小组) only; "": for the whole place.
    kept_group: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))


class Shelf(Base):
    """How much of one lot stands in one store, now."""

    __tablename__ = "shelves"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="not_negative"),
        CheckConstraint("reserved BETWEEN 0 AND quantity", name="reserved"),
        ForeignKeyConstraint(
            ["lot_id", "goods_id"], ["lots.id", "lots.goods_id"], name="fk_shelves_lot"
        ),
        Index("ix_shelves_store_goods", "store_id", "goods_id"),
    )

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    lot_id: Mapped[int] = mapped_column(Identity64, primary_key=True, autoincrement=False)
    goods_id: Mapped[int] = mapped_column(Identity64)
    quantity: Mapped[int]  # in goods.unit
    # Of it, set aside for market days: the sum of the shelf's open reservations.
    reserved: Mapped[int] = mapped_column(default=0, server_default=text("0"))


class Move(Base):
    """Goods of a lot that came to a shelf (positive) or left it (negative). Never changed."""

    __tablename__ = "moves"
    __table_args__ = (
        CheckConstraint(
            "(kind IN ('receive', 'take_back') AND quantity > 0)"
            " OR (kind IN ('hand_out', 'damage', 'write_off') AND quantity < 0)"
            " OR (kind IN ('relocate', 'count') AND quantity <> 0)",
            name="direction",
        ),
        CheckConstraint("(kind = 'receive') = (receipt_id IS NOT NULL)", name="received_with"),
        CheckConstraint("(kind = 'take_back') = (reverses_id IS NOT NULL)", name="takes_back"),
        CheckConstraint("(kind = 'relocate') = (relocation_id IS NOT NULL)", name="relocated_with"),
        CheckConstraint(
            "(kind IN ('damage', 'write_off')) = (write_off_id IS NOT NULL)",
            name="written_off_with",
        ),
        CheckConstraint("(kind = 'count') = (count_id IS NOT NULL)", name="counted_with"),
        ForeignKeyConstraint(
            ["lot_id", "goods_id"], ["lots.id", "lots.goods_id"], name="fk_moves_lot"
        ),
        Index("ix_moves_store_goods", "store_id", "goods_id"),
        Index("ix_moves_lot_id", "lot_id"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    goods_id: Mapped[int] = mapped_column(Identity64)
    lot_id: Mapped[int] = mapped_column(Identity64)
    quantity: Mapped[int]  # in goods.unit, signed
    kind: Mapped[MoveKind] = mapped_column(enum_column(MoveKind, "kind"))
    receipt_id: Mapped[int | None] = mapped_column(ForeignKey("stock_receipts.id"), index=True)
    reverses_id: Mapped[int | None] = mapped_column(ForeignKey("moves.id"), unique=True)
    relocation_id: Mapped[int | None] = mapped_column(ForeignKey("relocations.id"), index=True)
    write_off_id: Mapped[int | None] = mapped_column(ForeignKey("write_offs.id"), index=True)
    count_id: Mapped[int | None] = mapped_column(ForeignKey("stock_counts.id"), index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class NearExpiryStep(Base):
    """From how many days before its end goods are near it; none: as the rules propose."""

    __tablename__ = "near_expiry_steps"
    __table_args__ = (
        CheckConstraint("near_days BETWEEN 0 AND 365", name="near_days"),
        CheckConstraint("least_days >= 0", name="least_days"),
    )

    # For goods that keep at least so many days.
    least_days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    near_days: Mapped[int]


class MarkDown(Base):
    """From how many days before its last day a lot that is near it costs how much less.

    None: nothing is marked down.
    """

    __tablename__ = "mark_downs"
    __table_args__ = (
        CheckConstraint("days BETWEEN 0 AND 365", name="days"),
        CheckConstraint("percent_off BETWEEN 1 AND 90", name="percent_off"),
    )

    days: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    percent_off: Mapped[int]
