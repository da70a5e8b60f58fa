"""THE list of what is sealed: which books, which rows of them, and which columns change later."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, Table, and_, inspect, select, true
from sqlalchemy.orm import InstrumentedAttribute

from app.kernel.db import Base
from app.ledger.models import Transfer
from app.registry.accounts.models import AuditEntry
from app.scoring.rounds.models import Posting, Round, RoundState, Sheet, SheetState
from app.shop.stock.models import Move

_ON_THE_WALL = (RoundState.PUBLICISED, RoundState.SETTLED)
_CERTIFIED = (SheetState.CERTIFIED, SheetState.CREDITED, SheetState.DISPUTED)


@dataclass(frozen=True)
class Book:
    """A table whose rows are sealed."""

    name: str
    model: type[Base]
    # Rows that stand as they are from now on; by default all, in the order of their ids.
    ready: ColumnElement[bool] | None = None
    # Columns that a later step changes, and why they may.
    changing: Mapping[InstrumentedAttribute[Any], str] = field(default_factory=dict)

    @property
    def grows_in_order(self) -> bool:
        """Whether each new row has a larger id than every sealed one."""
        return self.ready is None

    @property
    def columns(self) -> Sequence[InstrumentedAttribute[Any]]:
        """What is digested of a row."""
        left_out = {column.key for column in self.changing}
        kept = [each.key for each in inspect(self.model).column_attrs if each.key not in left_out]
        return [getattr(self.model, key) for key in kept]

    @property
    def row_id(self) -> ColumnElement[int]:
        """The id by which a row is named."""
        return self.table.c.id

    @property
    def table(self) -> Table:
        """The table itself, for its name and its lock."""
        found = self.model.__table__
        assert isinstance(found, Table), "a book is one table"
        return found

    def rows(self) -> Select[Any]:
        """Every row with what is digested of it, in the order of ids."""
        return select(*self.columns).order_by(self.row_id)


BOOKS: Final[tuple[Book, ...]] = (
    Book("transfer", Transfer),
    Book("move", Move),
    Book("audit", AuditEntry),
    Book("posting", Posting),
    Book(
        "round",
        Round,
        ready=Round.state.in_(_ON_THE_WALL),
        changing={
            Round.state: "a month on the wall is settled",
            Round.settled_at: "when it was settled",
        },
    ),
    Book(
        "sheet",
        Sheet,
        ready=and_(
            Sheet.state.in_(_CERTIFIED),
            Sheet.round_id.in_(select(Round.id).where(Round.state.in_(_ON_THE_WALL))),
        ),
        changing={Sheet.state: "a certified sheet is disputed, credited, or replaced by another"},
    ),
)


def ready_rows(book: Book) -> ColumnElement[bool]:
    """Which rows of a book may be sealed."""
    return true() if book.ready is None else book.ready
