"""Whether every sealed row is as it was: the chain first, then each book against its digests.

What happened after the newest seal is not covered by any; its time is told with the checks.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.checking import SHOWN, Check
from app.seals.books import BOOKS, Book
from app.seals.digests import BEFORE_THE_FIRST, Block, Head, digests_in, head_of, ids_in, row_digest
from app.seals.keys import SealKey
from app.seals.models import Seal, SealedBlock


def seal_checks(session: Session, key: SealKey, anchor: Head | None) -> Sequence[Check]:
    """The chain, and each book.

    :param anchor: what is known of the chain from outside; None: nothing, so that seals which are
        missing at its end cannot be found.
    """
    blocks: dict[int, list[Block]] = defaultdict(list)
    for number, book, row_ids, digests in session.execute(
        select(SealedBlock.seal_number, SealedBlock.book, SealedBlock.row_ids, SealedBlock.digests)
        .order_by(SealedBlock.id)
    ):  # fmt: skip
        blocks[number].append(Block(book, row_ids, digests))
    every = [block for number in sorted(blocks) for block in blocks[number]]
    return [
        _chain_holds(session, key, anchor, blocks),
        *(_rows_as_sealed(session, book, every) for book in BOOKS),
    ]


def _chain_holds(
    session: Session, key: SealKey, anchor: Head | None, blocks: dict[int, list[Block]]
) -> Check:
    seals = session.scalars(select(Seal).order_by(Seal.number)).all()
    bad = [
        f"seal {seal.number}"
        for seal in seals
        if seal.head
        != head_of(seal.number, seal.sealed_at, seal.previous, blocks.get(seal.number, []))
        or not key.signed(seal.head, seal.signature)
    ]
    if seals and (seals[0].number, seals[0].previous) != (1, BEFORE_THE_FIRST):
        bad.append(f"seal {seals[0].number} has none before it")
    bad += [
        f"seal {after.number} does not follow seal {before.number}"
        for before, after in pairwise(seals)
        if (after.number, after.previous) != (before.number + 1, before.head)
    ]
    if anchor and anchor.text not in {
        seal.head.hex() for seal in seals if seal.number == anchor.number
    }:
        bad.append(f"seal {anchor.number} is not the one that was written down")
    return Check.of("the chain of seals is whole", len(seals), bad)


def _rows_as_sealed(session: Session, book: Book, blocks: Sequence[Block]) -> Check:
    sealed = {
        row_id: digest
        for block in blocks
        if block.book == book.name
        for row_id, digest in zip(ids_in(block.row_ids), digests_in(block.digests), strict=False)
    }
    count = len(sealed)
    bad = list(_differing(session, book, sealed))
    bad += [f"{book.name} {row_id} is gone" for row_id in sorted(sealed)[:SHOWN]]
    return Check.of(f"sealed rows are as they were: {book.name}", count, bad)


def _differing(session: Session, book: Book, sealed: dict[int, bytes]) -> Iterator[str]:
    """Rows that differ from their digest, or came in between; takes out of `sealed` what it saw."""
    names = [column.key for column in book.columns]
    newest = max(sealed, default=0)
    rows = book.rows().where(book.row_id <= newest).execution_options(yield_per=5000)
    for row in session.connection().execute(rows):
        digest = sealed.pop(row.id, None)
        if digest is None:
            if book.grows_in_order:
                yield f"{book.name} {row.id} came in later"
        elif digest != row_digest(book.name, dict(zip(names, row, strict=True))):
            yield f"{book.name} {row.id}"
