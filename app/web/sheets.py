"""Lists on sheets of paper: how many rows go on each, so that none is cut off at the edge."""

from collections.abc import Callable, Sequence
from typing import TypeVar

Row = TypeVar("Row")


def on_sheets(
    rows: Sequence[Row], lines_of: Callable[[Row], int], *, first: int, further: int
) -> list[list[Row]]:
    """The rows in their order, sheet by sheet; the first may stay without any.

    :param lines_of: how many lines a row takes.
    :param first: lines that the first sheet has room for, beside all else that stands on it.
    :param further: the same of each sheet after it.
    """
    sheets: list[list[Row]] = [[]]
    left = first
    for row in rows:
        needed = lines_of(row)
        if needed > left and (sheets[-1] or len(sheets) == 1):
            sheets.append([])
            left = further
        sheets[-1].append(row)
        left -= needed
    return sheets


def lines_of_words(words: str, a_line: int) -> int:
    """How many lines a text takes of which so many characters fit on one; at least one."""
    return max(1, -(-len(words) // a_line))
