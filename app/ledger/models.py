"""Accounts, transfers, corrections, claims.

A transfer is one row: points leave one account and arrive at another. It cannot be unbalanced.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    String,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.period import Period
from app.kernel.types import Identity64, PeriodColumn, UtcDateTime, enum_column


class AccountKind(StrEnum):
    """A household's account, or one of the programme's own."""

    HOUSEHOLD = "household"
    PROGRAMME = "programme"
    REDEMPTION = "redemption"
    CORRECTION = "correction"
    EXPIRY = "expiry"
    LOSS = "loss"


class TransferKind(StrEnum):
    """Why points moved."""

    AWARD = "award"
    REDEMPTION = "redemption"
    REVERSAL = "reversal"
    CORRECTION = "correction"
    CLAIM = "claim"
    EXPIRY = "expiry"
    TRANSFER = "transfer"  # between two households


class Direction(StrEnum):
    """Which way a correction goes, seen from the household."""

    CREDIT = "credit"
    DEBIT = "debit"


class CorrectionState(StrEnum):
    """A correction moves nothing until a second person has approved it."""

    ASKED = "asked"
    APPROVED = "approved"


class CorrectionStanding(StrEnum):
    """Where a correction stands: derived from its state and its refusal."""

    ASKED = "asked"
    APPROVED = "approved"
    REFUSED = "refused"


class Account(Base):
    """Where points are.

    Only a household's account carries running totals: a system account would be one hot row for
    every till, so its balance is summed from the transfers.
    """

    __tablename__ = "accounts"
    __table_args__ = (
        CheckConstraint("balance >= 0", name="balance_not_negative"),
        CheckConstraint("balance = credited - debited", name="totals_agree"),
        CheckConstraint("(kind = 'household') = (household_id IS NOT NULL)", name="household"),
        CheckConstraint("(kind = 'redemption') = (store_id IS NOT NULL)", name="store"),
        Index(
            "uq_accounts_system",
            "kind",
            unique=True,
            sqlite_where=text("household_id IS NULL AND store_id IS NULL"),
            postgresql_where=text("household_id IS NULL AND store_id IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    kind: Mapped[AccountKind] = mapped_column(enum_column(AccountKind, "kind"))
    household_id: Mapped[int | None] = mapped_column(ForeignKey("households.id"), unique=True)
    store_id: Mapped[int | None] = mapped_column(ForeignKey("stores.id"), unique=True)
    # Points; moved only together with a transfer, by app.ledger.actions.
    balance: Mapped[int] = mapped_column(default=0, server_default="0")
    credited: Mapped[int] = mapped_column(default=0, server_default="0")
    debited: Mapped[int] = mapped_column(default=0, server_default="0")


class Transfer(Base):
    """Points that left one account and arrived at another. Never updated, never deleted."""

    __tablename__ = "transfers"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("debit_account_id <> credit_account_id", name="two_accounts"),
        UniqueConstraint("source_kind", "source_id", name="uq_transfers_source"),
        Index(
            "ix_transfers_expires_on",
            "expires_on",
            sqlite_where=text("expires_on IS NOT NULL"),
            postgresql_where=text("expires_on IS NOT NULL"),
        ),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    debit_account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    credit_account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    points: Mapped[int]
    kind: Mapped[TransferKind] = mapped_column(enum_column(TransferKind, "kind"))
    # What it came from, once and for all: ("sheet", 12), ("redemption", 7), ("void", 7) …
    source_kind: Mapped[str] = mapped_column(String(20))
    source_id: Mapped[int] = mapped_column(Identity64)
    period: Mapped[Period] = mapped_column(PeriodColumn)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    expires_on: Mapped[date | None]


class Correction(Base):
    """A mistake made good: asked for by one person, approved by another, in words."""

    __tablename__ = "corrections"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        CheckConstraint("approved_by IS NULL OR approved_by <> asked_by", name="four_eyes"),
        CheckConstraint(
            "(state = 'approved') = (approved_by IS NOT NULL)", name="approved_by_somebody"
        ),
        # What its refusal points at, so that the database can compare the two people.
        Index("uq_corrections_asker", "id", "asked_by", unique=True),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    household_id: Mapped[int] = mapped_column(ForeignKey("households.id"), index=True)
    points: Mapped[int]
    direction: Mapped[Direction] = mapped_column(enum_column(Direction, "direction"))
    reason: Mapped[str] = mapped_column(String(500))
    state: Mapped[CorrectionState] = mapped_column(enum_column(CorrectionState, "state"))
    asked_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime] = mapped_column(UtcDateTime)
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class CorrectionRefusal(Base):
    """Somebody else refused a correction, with a reason: it will never move points. Append-only."""

    __tablename__ = "correction_refusals"
    __table_args__ = (
        ForeignKeyConstraint(
            ["correction_id", "asked_by"],
            ["corrections.id", "corrections.asked_by"],
            name="fk_correction_refusals_asker",
        ),
        CheckConstraint("refused_by <> asked_by", name="four_eyes"),
    )

    correction_id: Mapped[int] = mapped_column(Identity64, primary_key=True, autoincrement=False)
    asked_by: Mapped[int] = mapped_column(Identity64)
    refused_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    refused_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(String(500))


class Debt(Base):
    """What a correction could not take because it was spent: claimed from the next settlement."""

    __tablename__ = "debts"
    __table_args__ = (
        CheckConstraint("points_left >= 0", name="not_negative"),
        CheckConstraint("points_left <= points", name="not_more_than_owed"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    correction_id: Mapped[int] = mapped_column(ForeignKey("corrections.id"), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    points: Mapped[int]
    points_left: Mapped[int]


class Collection(Base):
    """One time that part of a debt was collected; the source of its transfer."""

    __tablename__ = "collections"
    __table_args__ = (CheckConstraint("points > 0", name="points_positive"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    debt_id: Mapped[int] = mapped_column(ForeignKey("debts.id"), index=True)
    points: Mapped[int]
    at: Mapped[datetime] = mapped_column(UtcDateTime)


class ExpiryRun(Base):
    """One time that points were let go whose last day was `cutoff` or earlier. Never changed."""

    __tablename__ = "expiry_runs"
    __table_args__ = (CheckConstraint("cutoff < ran_on", name="cutoff_over"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    cutoff: Mapped[date]
    ran_on: Mapped[date]  # the day in the village
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))


class Expiry(Base):
    """What a run took from one household; the source of its transfer. Never changed."""

    __tablename__ = "expiries"
    __table_args__ = (
        CheckConstraint("points > 0", name="points_positive"),
        UniqueConstraint("run_id", "account_id"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    run_id: Mapped[int] = mapped_column(ForeignKey("expiry_runs.id"))
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), index=True)
    points: Mapped[int]
