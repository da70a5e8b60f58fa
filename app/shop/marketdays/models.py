"""Market days of a mobile store: when, where, what was loaded, and how it ended."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column

_NOT_CANCELLED = text("state <> 'cancelled'")


class DayState(StrEnum):
    """Where a market day stands; everybody may read of a planned one."""

    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


class Way(StrEnum):
    """Whether goods went onto the truck or home again."""

    LOAD = "load"
    RETURN = "return"


class HabitKind(StrEnum):
    """By which calendar a village's fair comes."""

    LUNAR = "lunar"  # a day of every lunar month
    SOLAR = "solar"  # a day of every month
    YEARLY = "yearly"  # one day of a lunar year


class MarketDay(Base):
    """A mobile store goes out to villages on a day, loaded from a fixed store."""

    __tablename__ = "market_days"
    __table_args__ = (
        CheckConstraint("store_id <> base_store_id", name="two_stores"),
        CheckConstraint("(state = 'planned') = (ended_by IS NULL)", name="ended_by_somebody"),
        CheckConstraint("(ended_by IS NULL) = (ended_at IS NULL)", name="ended_at_a_time"),
        CheckConstraint("(state = 'cancelled') = (reason <> '')", name="cancelled_with_reason"),
        # A truck is in one tour at a time.
        Index(
            "uq_market_days_store_day", "store_id", "day", unique=True,
            postgresql_where=_NOT_CANCELLED, sqlite_where=_NOT_CANCELLED,
        ),
        Index("ix_market_days_day", "day"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    base_store_id: Mapped[int] = mapped_column(ForeignKey("stores.id"))
    day: Mapped[date]  # in Asia/Shanghai
    state: Mapped[DayState] = mapped_column(enum_column(DayState, "state"))
    note: Mapped[str] = mapped_column(String(200), default="")  # stands on the announcement
    planned_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    planned_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # closed or cancelled
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(200), default="")  # why it was cancelled


class MarketStop(Base):
    """A village on the route of a day, with its hours and the spot where the truck stands."""

    __tablename__ = "market_stops"
    __table_args__ = (
        CheckConstraint(
            "from_minute >= 0 AND from_minute < until_minute AND until_minute <= 1440",
            name="hours",
        ),
        UniqueConstraint(
            "market_day_id", "village_code", name="uq_market_stops_market_day_id_village_code"
        ),
        UniqueConstraint(
            "market_day_id", "position", name="uq_market_stops_market_day_id_position"
        ),
        Index("ix_market_stops_village_code", "village_code"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    market_day_id: Mapped[int] = mapped_column(ForeignKey("market_days.id"))
    village_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    position: Mapped[int]  # from 1
    from_minute: Mapped[int]  # of the day in Asia/Shanghai
    until_minute: Mapped[int]
    spot: Mapped[str] = mapped_column(String(40), default="")


class MarketHabit(Base):
    """A day on which a village has its fair; it only proposes, nothing comes of it by itself."""

    __tablename__ = "market_habits"
    __table_args__ = (
        CheckConstraint("(kind = 'yearly') = (month > 0)", name="month_of_a_year"),
        CheckConstraint("month BETWEEN 0 AND 12", name="month"),
        CheckConstraint("day BETWEEN 1 AND 31 AND (kind = 'solar' OR day <= 30)", name="day"),
    )

    village_code: Mapped[str] = mapped_column(ForeignKey("places.code"), primary_key=True)
    kind: Mapped[HabitKind] = mapped_column(enum_column(HabitKind, "kind"), primary_key=True)
    # A lunar month of the yearly kind; 0: every month.
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    day: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class MarketLoad(Base):
    """A relocation that loaded the truck for a day, or brought home what was left. Never changed.

    Each relocation belongs to one day at most.
    """

    __tablename__ = "market_loads"

    relocation_id: Mapped[int] = mapped_column(
        ForeignKey("relocations.id"), primary_key=True, autoincrement=False
    )
    market_day_id: Mapped[int] = mapped_column(ForeignKey("market_days.id"), index=True)
    way: Mapped[Way] = mapped_column(enum_column(Way, "way"))


class MarketClosing(Base):
    """How a market day ended: what was taken, and up to which move of goods. Never changed."""

    __tablename__ = "market_closings"
    __table_args__ = (
        CheckConstraint("redemptions >= 0 AND households >= 0", name="counts"),
        CheckConstraint("after_move_id <= until_move_id", name="moves"),
    )

    market_day_id: Mapped[int] = mapped_column(
        ForeignKey("market_days.id"), primary_key=True, autoincrement=False
    )
    # The truck's moves of this day: later than the first, up to and with the second.
    after_move_id: Mapped[int] = mapped_column(Identity64)
    until_move_id: Mapped[int] = mapped_column(Identity64)
    redemptions: Mapped[int]
    households: Mapped[int]
    points: Mapped[int]  # less what was given back


class MarketClosingLine(Base):
    """What happened to some goods on the truck; it adds up, and none is left. Never changed."""

    __tablename__ = "market_closing_lines"
    __table_args__ = (
        CheckConstraint(
            "stood + loaded + other - handed_out + taken_back - returned - lost + counted = 0",
            name="nothing_left",
        ),
        CheckConstraint(
            "stood >= 0 AND loaded >= 0 AND handed_out >= 0 AND taken_back >= 0"
            " AND returned >= 0 AND lost >= 0",
            name="not_negative",
        ),
    )

    market_day_id: Mapped[int] = mapped_column(
        ForeignKey("market_closings.market_day_id"), primary_key=True, autoincrement=False
    )
    goods_id: Mapped[int] = mapped_column(
        ForeignKey("goods.id"), primary_key=True, autoincrement=False
    )
    # All in goods.unit.
    stood: Mapped[int]  # before the day
    loaded: Mapped[int]
    other: Mapped[int]  # signed: deliveries and relocations that belong to no market day
    handed_out: Mapped[int]
    taken_back: Mapped[int]
    returned: Mapped[int]
    lost: Mapped[int]
    counted: Mapped[int]  # signed: what a count found more or less
