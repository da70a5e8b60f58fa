"""Goods that are short on a market day, shared out by draw or by who has waited longest."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class Fairness(StrEnum):
    """Who comes first where there is not enough for all."""

    DRAW = "draw"
    WAITING = "waiting"  # who had these goods longest ago, or never; equals by draw


class DrawSeed(Base):
    """The secret number of a market day: what it hashes to is public from the start.

    Nobody can choose it to suit a neighbour, and nobody can change it afterwards.
    """

    __tablename__ = "draw_seeds"

    market_day_id: Mapped[int] = mapped_column(
        ForeignKey("market_days.id"), primary_key=True, autoincrement=False
    )
    seed: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Allotment(Base):
    """Goods that only some households may take from a truck on a day, until an hour."""

    __tablename__ = "allotments"
    __table_args__ = (
        CheckConstraint("per_household BETWEEN 1 AND 200", name="per_household"),
        CheckConstraint("pieces > 0", name="pieces"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_allotments_open", "market_day_id", "goods_id", unique=True,
            sqlite_where=text("ended_at IS NULL"), postgresql_where=text("ended_at IS NULL"),
        ),
        Index("ix_allotments_store_day", "store_id", "day"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    market_day_id: Mapped[int] = mapped_column(ForeignKey("market_days.id"))
    # The truck and the date of the market day: what the till asks by.
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    day: Mapped[date]
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    pieces: Mapped[int]  # that are shared out
    per_household: Mapped[int]
    fairness: Mapped[Fairness] = mapped_column(enum_column(Fairness, "fairness"))
    free_from: Mapped[datetime] = mapped_column(UtcDateTime)  # what is left then is for everybody
    made_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AllotmentPlace(Base):
    """A household's place in the order, and how many it may take; 0 when it was not its turn."""

    __tablename__ = "allotment_places"
    __table_args__ = (
        CheckConstraint("quantity >= 0", name="not_negative"),
        CheckConstraint("position > 0", name="position"),
        UniqueConstraint("allotment_id", "position", name="uq_allotment_places_position"),
        Index("ix_allotment_places_household_id", "household_id"),
    )

    allotment_id: Mapped[int] = mapped_column(
        ForeignKey("allotments.id"), primary_key=True, autoincrement=False
    )
    household_id: Mapped[int] = mapped_column(
        ForeignKey("households.id"), primary_key=True, autoincrement=False
    )
    position: Mapped[int]  # from 1
    quantity: Mapped[int]
