"""How a notice is set: as few sheets as it needs, with room for what stands at the foot."""

import pytest

from app.papers.notices import set_notice
from app.scoring.rounds.notice import NoticeLine


def lines(count: int) -> list[NoticeLine]:
    return [NoticeLine(f"{at:011}", "张桂兰", 90) for at in range(count)]


@pytest.mark.parametrize(
    ("households", "corrections", "sheets"),
    [(70, 0, 1), (78, 0, 1), (79, 0, 2), (70, 2, 1), (78, 2, 2), (78, 500, 2)],
)
def test_corrections_at_the_foot_take_the_room_of_rows(
    households: int, corrections: int, sheets: int
) -> None:
    placed = set_notice(lines(households), corrections)

    assert len(placed.sheets) == sheets
    on_paper = [line for sheet in placed.sheets for column in sheet.columns for line in column]
    assert on_paper == lines(households)


@pytest.mark.parametrize(
    ("households", "further_words", "sheets"),
    [(78, False, 1), (79, False, 2), (72, True, 1), (73, True, 2)],
)
def test_words_that_are_announced_take_the_room_of_a_few_lines(
    households: int, *, further_words: bool, sheets: int
) -> None:
    placed = set_notice(lines(households), further_words=further_words)

    assert len(placed.sheets) == sheets
    assert sum(len(column) for sheet in placed.sheets for column in sheet.columns) == households
