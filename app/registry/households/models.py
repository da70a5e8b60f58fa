"""Households, their members, and who serves them."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column


class HouseholdStatus(StrEnum):
    """Whether the household takes part in the programme."""

    REGISTERED = "registered"
    LEFT = "left"


class Household(Base):
    """A household on the register (建档立卡户)."""

    __tablename__ = "households"
    __table_args__ = (Index("ix_households_village_number", "village_code", "number"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    number: Mapped[str] = mapped_column(String(20), unique=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("places.code"))
    group_name: Mapped[str] = mapped_column(String(40), default="")
    head_name: Mapped[str] = mapped_column(String(60), index=True)
    # Pinyin: PostgreSQL wheels know no Chinese order.
    sort_key: Mapped[str] = mapped_column(String(120))
    size: Mapped[int]
    # The register's welfare class, as written there. Never on a notice, list or export.
    welfare_class: Mapped[str] = mapped_column(String(40), default="")
    # 帮扶责任人 as the register names him; an assignment to a user goes first.
    cadre_name: Mapped[str] = mapped_column(String(60), default="", index=True)
    phone_sealed: Mapped[bytes | None] = mapped_column(LargeBinary)
    phone_key: Mapped[int] = mapped_column(default=1, server_default="1")  # of app.kernel.keyring
    status: Mapped[HouseholdStatus] = mapped_column(
        enum_column(HouseholdStatus, "status"), default=HouseholdStatus.REGISTERED
    )
    registered_at: Mapped[datetime] = mapped_column(UtcDateTime)

    members: Mapped[list["Member"]] = relationship(order_by="Member.id", lazy="raise_on_sql")


class Member(Base):
    """A person of a household. The ID number is sealed, found by a keyed index, shown as last 2."""

    __tablename__ = "members"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    name: Mapped[str] = mapped_column(String(60))
    relation: Mapped[str] = mapped_column(String(20), default="")
    is_head: Mapped[bool]
    id_index: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    id_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    id_last2: Mapped[str] = mapped_column(String(2))
    id_key: Mapped[int] = mapped_column(default=1, server_default="1")  # seals and indexes it


class Assignment(Base):
    """A scorer serves a household (包户), from a day until another day or still."""

    __tablename__ = "assignments"
    __table_args__ = (
        Index(
            "uq_assignments_open",
            "household_id",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    since: Mapped[date]
    until: Mapped[date | None]
