"""Redemptions, their lines, returns, and voids."""

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


class Identified(StrEnum):
    """How the clerk knew who stands there; devices that do not say it attest."""

    PIN = "pin"
    ATTESTED = "attested"
    PHOTO = "photo"


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
    identified: Mapped[Identified] = mapped_column(
        enum_column(Identified, "identified"),
        default=Identified.ATTESTED,
        server_default=text("'attested'"),
    )
    clerk_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class RedemptionLine(Base):
    """Goods of one lot on a receipt, at the price of that moment; slips add up equal goods."""

    __tablename__ = "redemption_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("price_points > 0", name="price_positive"),
        CheckConstraint("list_points IS NULL OR list_points > price_points", name="marked_down"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemptions.id"), index=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    quantity: Mapped[int]  # in goods.unit
    price_points: Mapped[int]  # for one
    # What the price list said, for goods that were marked down near their day.
    list_points: Mapped[int | None]
    # Each redeemed line has exactly one move of goods (promise I3).
    move_id: Mapped[int] = mapped_column(ForeignKey("moves.id"), unique=True)


class RedemptionVoid(Base):
    """A redemption taken back: points and goods returned.

    After its day somebody else has approved it: a VoidDecision of a VoidRequest says so.
    """

    __tablename__ = "redemption_voids"
    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemptions.id"), primary_key=True)
    reason: Mapped[str] = mapped_column(String(200))
    voided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    voided_at: Mapped[datetime] = mapped_column(UtcDateTime)


class RedemptionReturn(Base):
    """Some goods of a receipt came back on its own day. Never changed.

    Its transfer is the one whose source is ("return", id).
    """

    __tablename__ = "redemption_returns"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        # Whoever brings back everything has the receipt voided.
        CheckConstraint("points_left > 0", name="something_stays"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemptions.id"), index=True)
    points: Mapped[int]  # given back
    points_left: Mapped[int]  # what the receipt still cost after it
    reason: Mapped[str] = mapped_column(String(200))
    returned_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    returned_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ReturnLine(Base):
    """Goods of one lot that came back: their move is reversed, what stays is handed out anew.

    A move can be reversed once only, so nothing comes back twice.
    """

    __tablename__ = "redemption_return_lines"
    __table_args__ = (
        CheckConstraint("quantity > 0", name="quantity_positive"),
        CheckConstraint("quantity + kept = taken AND kept >= 0", name="never_more_than_taken"),
        CheckConstraint("(kept > 0) = (kept_move_id IS NOT NULL)", name="kept_was_handed_out"),
        CheckConstraint("price_points > 0", name="price_positive"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    return_id: Mapped[int] = mapped_column(ForeignKey("redemption_returns.id"), index=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    taken: Mapped[int]  # in goods.unit: what the reversed move had handed out
    quantity: Mapped[int]  # what came back of it
    kept: Mapped[int]  # and what stays with the household
    price_points: Mapped[int]  # for one, as on the receipt
    taken_move_id: Mapped[int] = mapped_column(ForeignKey("moves.id"), unique=True)
    kept_move_id: Mapped[int | None] = mapped_column(ForeignKey("moves.id"), unique=True)


class VoidRequest(Base):
    """Somebody asks to void a receipt after its day. Never changed."""

    __tablename__ = "void_requests"
    __table_args__ = (
        # The target of decisions: who asked stands beside who decided.
        UniqueConstraint("id", "asked_by", name="uq_void_requests_id_asked_by"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemptions.id"), index=True)
    reason: Mapped[str] = mapped_column(String(200))
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)


class VoidDecision(Base):
    """Somebody else approved a request, or refused it with a reason. One decision a request."""

    __tablename__ = "void_decisions"
    __table_args__ = (
        ForeignKeyConstraint(
            ["request_id", "asked_by"],
            ["void_requests.id", "void_requests.asked_by"],
            name="fk_void_decisions_request",
        ),
        CheckConstraint("decided_by <> asked_by", name="four_eyes"),
        CheckConstraint("approved OR reason <> ''", name="refused_with_reason"),
    )

    request_id: Mapped[int] = mapped_column(Identity64, primary_key=True, autoincrement=False)
    asked_by: Mapped[int] = mapped_column(Identity64)
    decided_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(String(200), default="")


class NeedSignal(Base):
    """They asked for it and there was none: goods or free words, never who asked."""

    __tablename__ = "need_signals"
    __table_args__ = (
        CheckConstraint("(goods_id IS NULL) = (words <> '')", name="goods_or_words"),
        Index("ix_need_signals_store_day", "store_id", "day"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    goods_id: Mapped[int | None] = mapped_column(ForeignKey("goods.id"))
    words: Mapped[str] = mapped_column(String(40), default="")
    day: Mapped[date]  # in Asia/Shanghai
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    clerk_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class ProxyReason(StrEnum):
    """Why somebody else collects; chosen, never written: no illness stands on a receipt."""

    AWAY = "away"
    HARD = "hard"
    BUSY = "busy"


class Collector(Base):
    """Somebody who may collect for a household: a neighbour, a relative, its cadre."""

    __tablename__ = "collectors"
    __table_args__ = (
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        # The target of collections: a collector collects for his own households only.
        UniqueConstraint("id", "household_id", name="uq_collectors_id_household_id"),
        Index("ix_collectors_household_id", "household_id"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    name: Mapped[str] = mapped_column(String(60))
    relation: Mapped[str] = mapped_column(String(20))
    named_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class ProxyCollection(Base):
    """A basket that somebody else collected, face to face with the clerk. Never changed."""

    __tablename__ = "proxy_collections"
    __table_args__ = (
        ForeignKeyConstraint(
            ["collector_id", "household_id"],
            ["collectors.id", "collectors.household_id"],
            name="fk_proxy_collections_collector",
        ),
    )

    redemption_id: Mapped[int] = mapped_column(ForeignKey("redemptions.id"), primary_key=True)
    household_id: Mapped[int] = mapped_column(Identity64)
    collector_id: Mapped[int] = mapped_column(Identity64, index=True)
    reason: Mapped[ProxyReason] = mapped_column(enum_column(ProxyReason, "reason"))
    attested_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


class DayClosing(Base):
    """A store's day that was closed, with its figures; nothing is added to it afterwards."""

    __tablename__ = "day_closings"
    __table_args__ = (
        CheckConstraint("redemptions >= 0 AND points_out >= 0", name="counts"),
        CheckConstraint("points_back >= 0", name="back_not_negative"),
    )

    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    redemptions: Mapped[int]
    points_out: Mapped[int]
    points_back: Mapped[int]
    pieces: Mapped[int]  # less what came back: negative when old receipts were voided
    closed_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime] = mapped_column(UtcDateTime)
