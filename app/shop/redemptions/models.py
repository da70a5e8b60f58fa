"""Redemptions, their lines, and voids."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Uuid, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime


class Redemption(Base):
    """A basket that was handed over for points. Never changed; a void is a row of its own.

    Its transfer is the one whose source is ("redemption", id); a void's is ("void", id).
    """

    __tablename__ = "redemptions"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("balance_after >= 0", name="balance_not_negative"),
        # No card at hand: then there is a reason, and the audit has it too.
        CheckConstraint("(card_id IS NULL) = (no_card_reason IS NOT NULL)", name="card_or_reason"),
        Index("ix_redemptions_store_at", "store_id", "at"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    uuid: Mapped[UUID] = mapped_column(Uuid, unique=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    card_id: Mapped[int | None] = mapped_column(ForeignKey("cards.id"))
    no_card_reason: Mapped[str | None] = mapped_column(String(200))
    points: Mapped[int]
    balance_after: Mapped[int]
    # The clerk was asked whether an adult collects, and said so; only some goods need it.
    adult_confirmed: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    clerk_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RedemptionLine(Base):
    """Goods of one lot on a receipt, at the price of that moment; slips add up equal goods."""

    __tablename__ = "redemption_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("price_points > 0", name="price_positive"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemptions.id"), index=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    quantity: Mapped[int]  # in goods.unit
    price_points: Mapped[int]  # for one
    # Each redeemed line has exactly one move of goods (promise I3).
    move_id: Mapped[int] = mapped_column(ForeignKey("moves.id"), unique=True)


class RedemptionVoid(Base):
    """A redemption taken back on the same day: points and goods returned."""

    __tablename__ = "redemption_voids"

    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemptions.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    voided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    voided_at: Mapped[datetime] = mapped_column(UtcDateTime)
