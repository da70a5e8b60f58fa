"""The shape of a check of the books: how many rows were read, and which of them are wrong."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from app.kernel.db import Base

SHOWN = 20


@dataclass(frozen=True)
class Check:
    """One promise re-added from the rows; `bad` names the first rows that break it."""

    name: str
    rows: int
    bad: tuple[str, ...]

    @classmethod
    def of(cls, name: str, rows: int, bad: list[str]) -> "Check":
        """A check that names no more than the first twenty bad rows."""
        return cls(name, rows, tuple(bad[:SHOWN]))


@dataclass(frozen=True)
class Promise:
    """A promise of the books that statements alone can re-add.

    They are built once and asked many times: to build one takes longer than to ask it.
    """

    name: str
    rows: Select[*tuple[Any, ...]]  # how many rows it is about
    # Which rows break it, by what each of them is called: "account {}", or with facts of the row.
    wrong: Mapping[str, Select[*tuple[Any, ...]]]

    def checked(self, session: Session) -> Check:
        """Re-add it now."""
        bad = [
            called.format(*row)
            for called, statement in self.wrong.items()
            for row in session.execute(statement.limit(SHOWN))
        ]
        return Check.of(self.name, session.scalar(self.rows) or 0, bad)


def count_of(table: type[Base], *where: ColumnElement[bool]) -> Select[*tuple[Any, ...]]:
    """How many rows of a table there are, or of those."""
    return select(func.count()).select_from(table).where(*where)


def all_checked(session: Session, promises: Iterable[Promise]) -> list[Check]:
    """Re-add them all, in their order."""
    return [promise.checked(session) for promise in promises]
