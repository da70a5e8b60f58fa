"""The phone with which a person proves himself a second time, and the codes for a day without."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime


class Authenticator(Base):
    """An authenticator's secret, sealed. It counts once it is confirmed by a code."""

    __tablename__ = "authenticators"
    __table_args__ = (
        Index(
            "uq_authenticators_confirmed",
            "user_id",
            unique=True,
            sqlite_where=text("confirmed_at IS NOT NULL"),
            postgresql_where=text("confirmed_at IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    secret_sealed: Mapped[bytes] = mapped_column(LargeBinary)
    secret_key: Mapped[int] = mapped_column(server_default="1")
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    # The half minute whose code was taken last: it only ever rises, and no code counts twice.
    last_step: Mapped[int | None] = mapped_column(BigInteger)


class RecoveryCode(Base):
    """One code on paper, as a digest; used, its row is gone."""

    __tablename__ = "recovery_codes"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"), index=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary(32), unique=True)
