"""What a row comes to, what a seal comes to. Pure.

A digest is taken of what the row says, never of how a database stores it: SQLite and PostgreSQL
come to the same one. A column without a value is left out, so that a new one changes no old digest.
"""

import json
from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Final

from app.seals.models import DIGEST_BYTES

BEFORE_THE_FIRST: Final = bytes(DIGEST_BYTES)
BLOCK_ROWS: Final = 4096
SHORT: Final = 8
ID_BYTES: Final = 8
_ID_TYPE: Final = "q"  # of so many bytes


@dataclass(frozen=True)
class Block:
    """Rows of one book in the order of their ids, packed: ids of 8 bytes, digests of 32."""

    book: str
    row_ids: bytes
    digests: bytes


@dataclass(frozen=True)
class Head:
    """How far the chain goes: what receipts print, and what is written down outside."""

    number: int
    text: str  # 64 characters

    @property
    def short(self) -> str:
        """Its first eight characters, for a receipt."""
        return self.text[:SHORT]


def row_digest(book: str, row: Mapping[str, object]) -> bytes:
    """SHA-256 over the book's name and every value of the row, by column."""
    said = {name: value for name, value in row.items() if value is not None}
    return sha256(
        json.dumps([book, said], sort_keys=True, separators=(",", ":"), default=_plain).encode()
    ).digest()


def _plain(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def blocks_of(book: str, digests: Sequence[tuple[int, bytes]]) -> list[Block]:
    """Rows' ids and digests, packed by the thousands."""
    packed = []
    for start in range(0, len(digests), BLOCK_ROWS):
        some = digests[start : start + BLOCK_ROWS]
        ids = array(_ID_TYPE, (row_id for row_id, _ in some))
        packed.append(Block(book, ids.tobytes(), b"".join(digest for _, digest in some)))
    return packed


def ids_in(packed: bytes) -> list[int]:
    """The ids of a block; what is left over of a cut one is no id."""
    ids = array(_ID_TYPE)
    ids.frombytes(packed[: len(packed) // ids.itemsize * ids.itemsize])
    return ids.tolist()


def digests_in(packed: bytes) -> list[bytes]:
    """The digests of a block."""
    return [packed[at : at + DIGEST_BYTES] for at in range(0, len(packed), DIGEST_BYTES)]


def head_of(number: int, sealed_at: datetime, previous: bytes, blocks: Iterable[Block]) -> bytes:
    """What a seal signs: its number, its time, the head before it, and every block in order."""
    whole = sha256(f"{number} {sealed_at.isoformat()} ".encode() + previous)
    for block in blocks:
        whole.update(sha256(block.book.encode() + b" " + block.row_ids).digest())
        whole.update(sha256(block.digests).digest())
    return whole.digest()
