"""How far the chain goes: what receipts and notices print, and what no seal covers yet."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.registry.accounts.models import AuditEntry
from app.seals.books import BOOKS, Book, ready_rows
from app.seals.digests import ID_BYTES, Head, ids_in
from app.seals.models import Seal, SealedBlock


def newest_head(session: Session) -> Head | None:
    """The newest head; None before the first seal."""
    found = session.execute(
        select(Seal.number, Seal.head).order_by(Seal.number.desc()).limit(1)
    ).one_or_none()
    return Head(found.number, found.head.hex()) if found else None


@dataclass(frozen=True)
class Unsealed:
    """Rows that could be changed without being found; since when the first of them waits."""

    rows: int
    since: datetime | None


def sealed_at(session: Session) -> datetime | None:
    """When the newest seal was made; None before the first."""
    return session.scalar(select(Seal.sealed_at).order_by(Seal.number.desc()).limit(1))


def unsealed(session: Session) -> Unsealed:
    """What the next seal would cover. The audit tells the time: every step leaves a line there."""
    rows = sum(_unsealed_rows(session, book) for book in BOOKS)
    newest = last_sealed_id(session, "audit")
    since = session.scalar(
        select(AuditEntry.at).where(AuditEntry.id > newest).order_by(AuditEntry.id).limit(1)
    )
    return Unsealed(rows, since)


def last_sealed_id(session: Session, book: str) -> int:
    """The largest sealed id of a book that grows in order; 0 before its first seal."""
    newest = select(func.max(SealedBlock.id)).where(SealedBlock.book == book)
    packed = session.scalar(
        select(SealedBlock.row_ids).where(SealedBlock.id == newest.scalar_subquery())
    )
    return ids_in(packed)[-1] if packed else 0


def _unsealed_rows(session: Session, book: Book) -> int:
    rows = select(func.count()).select_from(book.table).where(ready_rows(book))
    if book.grows_in_order:
        last = last_sealed_id(session, book.name)
        return session.scalar(rows.where(book.row_id > last)) or 0
    packed = select(func.coalesce(func.sum(func.length(SealedBlock.row_ids)), 0))
    sealed = int(session.scalar(packed.where(SealedBlock.book == book.name)) or 0) // ID_BYTES
    # A sealed row may no longer be one that is sealed: void since, for instance.
    return max(0, (session.scalar(rows) or 0) - sealed)
