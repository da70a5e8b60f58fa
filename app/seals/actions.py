"""Seal what happened since the last seal."""

import time
from datetime import datetime
from typing import Final

from sqlalchemy import insert, select, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from app.kernel.errors import Conflict
from app.kernel.faults import fault_point
from app.seals.books import BOOKS, Book, ready_rows
from app.seals.digests import (
    BEFORE_THE_FIRST,
    Block,
    Head,
    blocks_of,
    head_of,
    ids_in,
    row_digest,
)
from app.seals.keys import SealKey
from app.seals.models import Seal, SealedBlock
from app.seals.queries import last_sealed_id

# A writer takes some thousandths of a second; a settlement of a district takes some seconds.
TRIES: Final = 200
PAUSE_SECONDS: Final = 0.05


class BooksBusy(Conflict):
    """Somebody wrote all the while; nothing was sealed."""

    code = "books_busy"


def seal_books(session: Session, key: SealKey, *, now: datetime) -> Head | None:
    """Seal every row that no seal covers yet; None when there is none.

    It waits until nobody writes: else a row with an earlier id could be committed after a later one
    was sealed, and never be covered. The unit is the caller's, and has read nothing yet.

    :raises BooksBusy: somebody wrote all the while.
    """
    _wait_for_writers(session)
    blocks = [block for book in BOOKS for block in _unsealed(session, book)]
    if not blocks:
        return None
    last = session.scalars(select(Seal).order_by(Seal.number.desc()).limit(1)).one_or_none()
    number, previous = (last.number + 1, last.head) if last else (1, BEFORE_THE_FIRST)
    head = head_of(number, now, previous, blocks)
    session.execute(
        insert(Seal),
        {
            "number": number,
            "sealed_at": now,
            "previous": previous,
            "head": head,
            "signature": key.sign(head),
        },
    )
    fault_point("seal.after_digests")
    session.execute(
        insert(SealedBlock),
        [
            {
                "seal_number": number,
                "book": block.book,
                "row_ids": block.row_ids,
                "digests": block.digests,
            }
            for block in blocks
        ],
    )
    return Head(number, head.hex())


def _wait_for_writers(session: Session) -> None:
    """Keep everybody from writing; a writing unit of SQLite does so by itself.

    Never while holding some of the locks, so that no writer waits for us and we for him.
    """
    if session.get_bind().dialect.name == "sqlite":
        return
    tables = ", ".join(book.table.name for book in BOOKS)
    lock = text(f"LOCK TABLE {tables} IN SHARE ROW EXCLUSIVE MODE NOWAIT")
    for _ in range(TRIES):
        try:
            with session.begin_nested():
                session.execute(lock)
        except OperationalError:
            time.sleep(PAUSE_SECONDS)
        else:
            return
    raise BooksBusy


def _unsealed(session: Session, book: Book) -> list[Block]:
    rows = book.rows().where(ready_rows(book))
    sealed: set[int] = set()
    if book.grows_in_order:
        rows = rows.where(book.row_id > last_sealed_id(session, book.name))
    else:
        sealed = _sealed_ids(session, book)
    names = [column.key for column in book.columns]
    digests = [
        (row.id, row_digest(book.name, dict(zip(names, row, strict=True))))
        for row in session.connection().execute(rows)
        if row.id not in sealed
    ]
    return blocks_of(book.name, digests)


def _sealed_ids(session: Session, book: Book) -> set[int]:
    packed = session.scalars(select(SealedBlock.row_ids).where(SealedBlock.book == book.name))
    return {row_id for block in packed for row_id in ids_in(block)}
