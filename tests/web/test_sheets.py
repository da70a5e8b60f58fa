"""Rows on sheets of paper: none is lost, none is over the edge."""

import pytest

from app.web.sheets import lines_of_words, on_sheets


@pytest.mark.parametrize(
    ("rows", "sheets"),
    [
        ([], [[]]),
        ([1, 1, 1], [[1, 1], [1]]),
        ([3, 1], [[], [3], [1]]),
        ([1, 2, 1, 3], [[1], [2, 1], [3]]),
        ([9, 1], [[], [9], [1]]),
    ],
)
def test_rows_go_on_in_their_order_as_far_as_each_sheet_has_room(
    rows: list[int], sheets: list[list[int]]
) -> None:
    assert on_sheets(rows, lambda lines: lines, first=2, further=3) == sheets


@pytest.mark.parametrize(("words", "lines"), [("", 1), ("四个字啊", 1), ("五个字的话", 2)])
def test_a_long_name_takes_more_lines(words: str, lines: int) -> None:
    assert lines_of_words(words, 4) == lines
