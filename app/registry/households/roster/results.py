"""What a checked roster says: households that may be stored, and faults that must be mended."""

from dataclasses import dataclass, field
from typing import Final

from app.registry.households.roster.columns import Layout

LONGEST_NUMBER: Final = 20  # as wide as the table's columns: repeated here on purpose
LONGEST_NAME: Final = 60
LONGEST_SHORT_TEXT: Final = 40
LONGEST_RELATION: Final = 20
LARGEST_HOUSEHOLD: Final = 50


@dataclass(frozen=True, slots=True)
class RosterMember:
    """A person of a household. What is private is left out of `repr`, so out of every log."""

    name: str
    relation: str
    id_number: str = field(repr=False)
    phone: str = field(repr=False)
    is_head: bool


@dataclass(frozen=True, slots=True)
class RosterHousehold:
    """A household without a fault; `row` is its head's."""

    row: int
    number: str
    village_code: str
    group_name: str
    head: RosterMember
    members: tuple[RosterMember, ...]
    size: int
    household_type: str = field(repr=False)
    cadre_name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """Why one household is refused: the first thing to mend.

    `row` is its head's, else its first; `rows` are all of it. `message_facts` fill the sentence in
    `app.words.roster` and never hold a digit of an ID number. `also` is the other household when
    two share a number, else empty.
    """

    code: str
    row: int
    household: str
    message_facts: dict[str, object]
    also: str = ""
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CheckedRoster:
    """The whole answer. Households in the order of the file, faults in that of their numbers.

    `sheet` is the name of the one that was read, `head_row` its header line, counted from 1.
    """

    layout: Layout
    households: int
    people: int
    accepted: list[RosterHousehold]
    faults: list[Fault]
    unknown_columns: tuple[str, ...]
    sheet: str
    head_row: int

    @property
    def refused(self) -> int:
        """Households with a fault."""
        return len(self.faults)
