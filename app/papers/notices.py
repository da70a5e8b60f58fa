"""How a notice is set on sheets: three columns, seventy households on one sheet of A4.

The first sheet has the heading, the last the way to object and room for the seal.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Final, Protocol

COLUMNS: Final = 3
# Rows of a column: where heading and foot share the sheet, where one of them does, where neither.
ROWS_ONLY, ROWS_FIRST, ROWS_MIDDLE, ROWS_LAST = 26, 32, 38, 31
#: Rows that further words at the foot of the last sheet take.
FURTHER_WORDS: Final = 2
MOST_FOOT_ROWS: Final = 20
#: Of a long number the village knows the beginning: so many signs stay in the table.
LEAST_SIGNS: Final = 4


class Numbered(Protocol):
    """A line that begins with a household's number."""

    @property
    def number(self) -> str:
        """The household's number."""


@dataclass(frozen=True)
class NoticeSheet:
    """One sheet of paper: its columns, filled evenly from the left."""

    columns: Sequence[Sequence[Numbered]]
    number: int
    of: int

    @property
    def is_first(self) -> bool:
        """Whether the heading stands on it."""
        return self.number == 1

    @property
    def is_last(self) -> bool:
        """Whether the way to object and the seal stand on it."""
        return self.number == self.of


@dataclass(frozen=True)
class SetNotice:
    """A notice as it is printed; `shared` is what all numbers begin with and no line repeats."""

    sheets: Sequence[NoticeSheet]
    shared: str

    @property
    def cut(self) -> int:
        """How many signs of a number are left out."""
        return len(self.shared)


def set_notice(
    lines: Sequence[Numbered], corrections: int = 0, *, further_words: bool = False
) -> SetNotice:
    """The lines in their order, on as few sheets as they need; corrections stand at the foot.

    :param further_words: the foot announces something beside the way to object.
    """
    parts = _parts(lines, _rows_of(corrections) + further_words * FURTHER_WORDS)
    sheets = [
        NoticeSheet(_columns(part), number, len(parts))
        for number, part in enumerate(parts, start=1)
    ]
    return SetNotice(sheets, shared_digits([line.number for line in lines]))


def shared_digits(numbers: Sequence[str]) -> str:
    """What all numbers begin with, when they are equally long and enough of each is left."""
    if len(set(numbers)) <= 1 or len({len(number) for number in numbers}) > 1:
        return ""
    same = takewhile(lambda signs: len(set(signs)) == 1, zip(*numbers, strict=True))
    return "".join(signs[0] for signs in same)[: max(0, len(numbers[0]) - LEAST_SIGNS)]


def _rows_of(corrections: int) -> int:
    """Rows of the table that corrections take at the foot; two stand on a line."""
    return min(MOST_FOOT_ROWS, 1 + -(-corrections // 2)) if corrections else 0


def _parts(lines: Sequence[Numbered], foot_rows: int) -> Sequence[Sequence[Numbered]]:
    """The lines of each sheet: sheets are filled alike, so that none is left nearly empty."""
    rooms = [ROWS_ONLY - foot_rows]
    while sum(rooms) * COLUMNS < len(lines):
        rooms = [ROWS_FIRST, *[ROWS_MIDDLE] * (len(rooms) - 1), ROWS_LAST - foot_rows]
    parts, done, room_done = [], 0, 0
    for room in rooms:
        room_done += room
        upto = -(-len(lines) * room_done // sum(rooms))
        parts.append(lines[done:upto])
        done = upto
    return parts


def _columns(lines: Sequence[Numbered]) -> Sequence[Sequence[Numbered]]:
    """Columns of nearly equal length, the longer ones first."""
    rows, longer = divmod(len(lines), COLUMNS)
    lengths = [rows + (at < longer) for at in range(COLUMNS)]
    starts = [sum(lengths[:at]) for at in range(COLUMNS)]
    columns = [lines[start : start + length] for start, length in zip(starts, lengths, strict=True)]
    return [column for column in columns if column]
