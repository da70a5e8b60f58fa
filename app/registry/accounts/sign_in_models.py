"""Where people are signed in, and by which rules of the district."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime, enum_column
from app.registry.accounts.sign_in_rules import Ended, Profile


class Browser(StrEnum):
    """What somebody signs in with, as coarse as he would say it himself."""

    ANDROID_PHONE = "android_phone"
    ANDROID_TABLET = "android_tablet"
    HARMONY = "harmony"
    IPHONE = "iphone"
    IPAD = "ipad"
    WINDOWS = "windows"
    MAC = "mac"
    LINUX = "linux"
    OTHER = "other"


class SignIn(Base):
    """One browser in which a person is, or was, signed in. Ended, it stays so."""

    __tablename__ = "sign_ins"
    __table_args__ = (
        CheckConstraint("seen_at >= began_at", name="seen_after_it_began"),
        CheckConstraint("(ended_at IS NULL) = (ended_why IS NULL)", name="ended_for_a_reason"),
        CheckConstraint("(ended_at IS NULL) = (ended_by IS NULL)", name="ended_by_somebody"),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    # Of the id in the browser's cookie; who reads the table cannot sign in with it.
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
    browser: Mapped[Browser] = mapped_column(enum_column(Browser, "browser"))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime)  # to the minute
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    ended_why: Mapped[Ended | None] = mapped_column(enum_column(Ended, "ended_why"))
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))


class SignInRule(Base):
    """Which profile the district chose; the last row counts, none is the default profile."""

    __tablename__ = "sign_in_rules"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    profile: Mapped[Profile] = mapped_column(enum_column(Profile, "profile"))
    set_by: Mapped[int] = mapped_column(ForeignKey("users.id"))
    set_at: Mapped[datetime] = mapped_column(UtcDateTime)
