"""What bodies, queries and answers are made of. Strict: "5" is no 5, and no field more."""

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Annotated, Final, TypeVar

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from app.door.clean import LARGEST_INT

Row = TypeVar("Row")
When = TypeVar("When", date, datetime)

# What a calendar can be asked about without running over its edge in some zone.
FIRST_YEAR, LAST_YEAR = 2000, 2200


class Strict(BaseModel):
    """What a caller sends: every field known, every value of its own type."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class Nothing(Strict):
    """The body of a verb that needs no words: `{}`, or no body at all."""


class Answer(BaseModel):
    """What we send."""

    model_config = ConfigDict(extra="forbid", frozen=True)


def _sane(when: When) -> When:
    if not FIRST_YEAR <= when.year <= LAST_YEAR:
        raise PydanticCustomError("instant_out_of_range", "not in this programme's time")
    return when


def _fits(cursor: str) -> str:
    if cursor and int(cursor) > LARGEST_INT:
        raise PydanticCustomError("cursor_out_of_range", "not a cursor of ours")
    return cursor


_PERIOD: Final = {"pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$", "examples": ["2020-01"]}

# Ids are strings: JavaScript loses the last digits of large numbers.
Id = Annotated[str, Field(pattern="^[0-9]{1,19}$", examples=["12"])]
# A month that is none is refused by the domain, which has the better words for it.
PeriodIn = Annotated[str, Field(json_schema_extra=_PERIOD)]
PeriodOut = Annotated[str, Field(pattern="^[0-9]{4}-(0[1-9]|1[0-2])$")]
Instant = Annotated[AwareDatetime, AfterValidator(_sane)]
Day = Annotated[date, AfterValidator(_sane)]
Cursor = Annotated[
    str,
    Field(pattern="^[0-9]{0,19}$", description="`next` of the page before; empty: the first page"),
    AfterValidator(_fits),
]


class Listing(Answer):
    """A page of a list; `next` is the cursor of the page after, null on the last."""

    next: str | None


class Paged(Strict):
    """The query of a list."""

    cursor: Cursor = ""

    @property
    def after(self) -> int:
        """The id after which the page begins."""
        return int(self.cursor or 0)

    @property
    def before(self) -> int | None:
        """The id before which the page begins, in a list that shows the newest first."""
        return int(self.cursor) if self.cursor else None


def page_of(
    rows: Sequence[Row], size: int, id_of: Callable[[Row], int]
) -> tuple[Sequence[Row], str | None]:
    """A page out of `size` + 1 rows or fewer, and the cursor of the next, if there is one."""
    if len(rows) <= size:
        return rows, None
    return rows[:size], str(id_of(rows[size - 1]))


def page_after(
    rows: Sequence[Row], size: int, after: int, id_of: Callable[[Row], int]
) -> tuple[Sequence[Row], str | None]:
    """A page out of a whole short list, which begins after the row with an id."""
    places = (place for place, row in enumerate(rows, start=1) if id_of(row) == after)
    first = next(places, 0)
    return page_of(rows[first : first + size + 1], size, id_of)
