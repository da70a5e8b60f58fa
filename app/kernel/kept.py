"""Columns whose values are sealed: how each is opened in its place, and sealed anew."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.kernel.keyring import Ring
from app.kernel.secrets import Keys, SecretUnreadable


@dataclass(frozen=True)
class Kept:
    """A column of sealed values; each of its rows is (id, mark, sealed, key_number)."""

    name: str
    rows: Select[*tuple[Any, ...]]
    row_id: InstrumentedAttribute[int]
    key_number: InstrumentedAttribute[int]
    #: What a value is bound to, by the mark of its row.
    binding: Callable[[Any], str]
    #: Seals the values of some rows with the current key; answers how many rows changed.
    rekey: Callable[[Session, Ring, Sequence[Row[Any]]], int]
    #: Whether the mark is the value's blind index.
    is_indexed: bool = False

    def opens(self, row: Row[Any], keys: Keys) -> bool:
        """Whether the value opens in its place and, if it has an index, is the one of it."""
        try:
            known = keys.open_bytes(row.sealed, self.binding(row.mark))
        except SecretUnreadable:
            return False
        return not self.is_indexed or keys.index(known.decode()) == row.mark
