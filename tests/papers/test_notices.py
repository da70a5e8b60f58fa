"""The notice on paper: as few sheets as the lines and the words at its foot need."""

from dataclasses import dataclass

import pytest

from app.papers.notices import set_notice


@dataclass(frozen=True)
class Line:
    """A household's line, of which only the number matters here."""

    number: str


@pytest.mark.parametrize(
    ("households", "further_words", "sheets"),
    [(78, False, 1), (79, False, 2), (72, True, 1), (73, True, 2)],
)
def test_words_that_are_announced_take_the_room_of_a_few_lines(
    households: int, *, further_words: bool, sheets: int
) -> None:
    lines = [Line(f"{number:04}") for number in range(households)]

    placed = set_notice(lines, further_words=further_words)

    assert len(placed.sheets) == sheets
    assert sum(len(column) for sheet in placed.sheets for column in sheet.columns) == households
