"""Users, their grants, their tokens, and the audit of what they did."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from app.kernel.db import Base
from app.kernel.types import Document, Identity64, UtcDateTime, enum_column
from app.registry.accounts.permissions import Duty, Role


class User(Base):
    """Somebody who signs in, or the built-in console."""

    __tablename__ = "users"
    # The target of the grants' foreign key: one person, one exclusive duty.
    __table_args__ = (UniqueConstraint("id", "duty", name="uq_users_id_duty"),)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    username: Mapped[str] = mapped_column(String(64), unique=True)
    name: Mapped[str] = mapped_column(String(64))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    must_change_password: Mapped[bool] = mapped_column(default=False)
    # Empty for who was added before this was kept, and has changed nothing since.
    password_set_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    active: Mapped[bool] = mapped_column(default=True)
    duty: Mapped[Duty | None] = mapped_column(enum_column(Duty, "duty"))
    # Raised to sign a person out everywhere: a sign-in that is half done carries the number.
    sessions_epoch: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)

    grants: Mapped[list["Grant"]] = relationship(
        order_by="Grant.id", lazy="raise_on_sql", primaryjoin="User.id == Grant.user_id"
    )


class Grant(Base):
    """A role at a place or at a store, kept as its code: a place's code is a prefix of all below.

    Nobody certifies and redeems: the composite foreign key lets a person hold one duty only.
    """

    __tablename__ = "grants"
    __table_args__ = (
        ForeignKeyConstraint(
            ["user_id", "duty"], ["users.id", "users.duty"], name="fk_grants_duty"
        ),
        # Two constraints: the code that is NULL differs from every other NULL.
        UniqueConstraint("user_id", "role", "place_code"),
        UniqueConstraint("user_id", "role", "store_code"),
        CheckConstraint("(place_code IS NULL) <> (store_code IS NULL)", name="one_place"),
        CheckConstraint(
            "(role IN ('village_committee', 'township') AND duty IS NOT NULL"
            " AND duty = 'certifying')"
            " OR (role IN ('store_clerk', 'store_manager') AND duty IS NOT NULL"
            " AND duty = 'redeeming')"
            " OR (role NOT IN ('village_committee', 'township', 'store_clerk', 'store_manager')"
            " AND duty IS NULL)",
            name="duty_of_role",
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    role: Mapped[Role] = mapped_column(enum_column(Role, "role"))
    place_code: Mapped[str | None] = mapped_column(String(32))
    store_code: Mapped[str | None] = mapped_column(String(32))
    duty: Mapped[Duty | None] = mapped_column(enum_column(Duty, "duty"))


class Deputy(Base):
    """While one person is away another does his work, each under his own name.

    The deputy is bound by the duty of the work that is passed on (`duty`), until that is over.
    """

    __tablename__ = "deputies"
    __table_args__ = (
        ForeignKeyConstraint(
            ["deputy_id", "duty"], ["users.id", "users.duty"], name="fk_deputies_duty"
        ),
        CheckConstraint("away_id <> deputy_id", name="somebody_else"),
        CheckConstraint("ends_on >= starts_on", name="ends_after_it_starts"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    away_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    deputy_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    starts_on: Mapped[date]
    ends_on: Mapped[date]  # the last day
    reason: Mapped[str] = mapped_column(String(200))
    duty: Mapped[Duty | None] = mapped_column(enum_column(Duty, "duty"))
    named_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    named_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class Token(Base):
    """A bearer token of a person's phone, till or script; only its digest is kept."""

    __tablename__ = "tokens"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    issued_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class AuditEntry(Base):
    """Who did what to what, when, and why. Never changed, never with an ID or phone number."""

    __tablename__ = "audit"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    verb: Mapped[str] = mapped_column(String(40))
    object_kind: Mapped[str] = mapped_column(String(40))
    object_id: Mapped[int | None] = mapped_column(Identity64)
    place_code: Mapped[str | None] = mapped_column(String(32), index=True)
    facts: Mapped[dict[str, Any]] = mapped_column(Document, default=dict)
