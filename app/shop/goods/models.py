"""Goods, barcodes, prices."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class Category(Base):
    """A heading of the price list, in the district's own words and order."""

    __tablename__ = "goods_categories"
    __table_args__ = (CheckConstraint("name <> ''", name="named"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    name: Mapped[str] = mapped_column(String(20), unique=True)
    position: Mapped[int]


class Goods(Base):
    """One kind of goods."""

    __tablename__ = "goods"
    __table_args__ = (CheckConstraint("weight_grams BETWEEN 1 AND 100000", name="weight_grams"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    code: Mapped[str] = mapped_column(String(32), unique=True)
    name: Mapped[str] = mapped_column(String(60))
    unit: Mapped[str] = mapped_column(String(12))
    # The name of a drawing in the sprite of goods; empty: a plain parcel.
    picture: Mapped[str] = mapped_column(String(32), default="")
    # Place on the price list and on the till, so that hands learn it.
    position: Mapped[int]
    # How they are packed, in words: 一箱 4 瓶.
    pack: Mapped[str] = mapped_column(String(40), default="", server_default=text("''"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("goods_categories.id"))
    # Handed out to grown-ups only: the till asks.
    adult_only: Mapped[bool] = mapped_column(default=False, server_default=text("false"))
    weight_grams: Mapped[int | None]  # of one unit; None: nobody has weighed it


class Barcode(Base):
    """A barcode of goods, for a piece or a whole pack; one code means one kind of goods."""

    __tablename__ = "barcodes"
    __table_args__ = (CheckConstraint("pack_quantity BETWEEN 1 AND 200", name="pack_quantity"),)

    code: Mapped[str] = mapped_column(String(32), primary_key=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"), index=True)
    # Pieces that scanning it once stands for.
    pack_quantity: Mapped[int] = mapped_column(default=1, server_default=text("1"))


class Price(Base):
    """What goods cost in points from an instant on; the last word that has begun counts.

    A row is never changed: who takes an announced price back writes today's once more.
    """

    __tablename__ = "prices"
    __table_args__ = (
        CheckConstraint("price_points > 0", name="positive"),
        Index("ix_prices_goods_since", "goods_id", "since"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    price_points: Mapped[int]
    since: Mapped[datetime] = mapped_column(UtcDateTime)
    # Why it changed; "" for a first price, a fall without words, and the time before reasons.
    reason: Mapped[str] = mapped_column(String(60), default="", server_default=text("''"))
    set_by: Mapped[int] = mapped_column(ForeignKey("users.id"))


class RationPeriod(StrEnum):
    """In which time a household may have so much."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    MARKET_DAY = "market_day"  # at the truck, on one of its days; elsewhere nothing is limited


class Ration(Base):
    """At most so many of some goods a household in each period; or so many a person."""

    __tablename__ = "rations"
    __table_args__ = (
        CheckConstraint("quantity BETWEEN 1 AND 200", name="quantity"),
        CheckConstraint(
            "at_most IS NULL OR (per_person AND at_most BETWEEN quantity AND 200)", name="at_most"
        ),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
        Index(
            "uq_rations_open",
            "goods_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    goods_id: Mapped[int] = mapped_column(ForeignKey("goods.id"))
    quantity: Mapped[int]  # of a household, or of each of its people
    per_person: Mapped[bool]
    at_most: Mapped[int | None]  # of a household, when it goes by person
    period: Mapped[RationPeriod] = mapped_column(enum_column(RationPeriod, "period"))
    set_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class PriceNotice(Base):
    """How many days before it begins a rise is announced; the latest row holds."""

    __tablename__ = "price_notices"
    __table_args__ = (CheckConstraint("days BETWEEN 0 AND 60", name="days"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    days: Mapped[int]
    set_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
