"""The chain of seals, and the digests that each of them covers."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.kernel.db import Base
from app.kernel.types import Identity64, UtcDateTime

DIGEST_BYTES = 32  # SHA-256
SIGNATURE_BYTES = 64  # Ed25519


class Seal(Base):
    """One link of the chain: signed by a key that lies outside the database. Never changed."""

    __tablename__ = "seals"
    __table_args__ = (CheckConstraint("number > 0", name="number"),)

    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)  # 1, 2, 3, …
    sealed_at: Mapped[datetime] = mapped_column(UtcDateTime)
    # Of the seal before; nothing but zeros before the first.
    previous: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    head: Mapped[bytes] = mapped_column(LargeBinary(DIGEST_BYTES), unique=True)
    signature: Mapped[bytes] = mapped_column(LargeBinary(SIGNATURE_BYTES))


class SealedBlock(Base):
    """Some thousands of rows of one book that a seal covers: each id with its digest."""

    __tablename__ = "sealed_blocks"

    id: Mapped[int] = mapped_column(Identity64, primary_key=True)
    seal_number: Mapped[int] = mapped_column(ForeignKey("seals.number"), index=True)
    book: Mapped[str] = mapped_column(String(20), index=True)  # as app.seals.books names it
    # Ids of 8 bytes, and digests of 32 in the same order.
    row_ids: Mapped[bytes] = mapped_column(LargeBinary)
    digests: Mapped[bytes] = mapped_column(LargeBinary)
