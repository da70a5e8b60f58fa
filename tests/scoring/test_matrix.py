"""What the township sees at a glance: how full a category is, and what moved by a third."""

import pytest

from app.demo.files import bytes_of
from app.registry.households.models import Household
from app.scoring.rounds.matrix import Look, counts_of, jump_of, matrix_of, tint_of
from app.scoring.rounds.models import Sheet, SheetState
from app.scoring.rounds.queries import ScoredHousehold
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.rules import scheme_from

SCHEME = scheme_from(read_toml(bytes_of("scheme.toml")))
FULL = {"A": 20, "B": 30, "C": 20, "D": 15, "E": 15}


def line(
    points: dict[str, int] | None = None,
    last: dict[str, int] | None = None,
    *,
    excused: bool = False,
    state: SheetState = SheetState.RECORDED,
) -> ScoredHousehold:
    sheet = None
    if points is not None:
        sheet = Sheet(points=sum(points.values()), category_points=points, state=state)
    last_points = sum(last.values()) if last else None
    return ScoredHousehold(Household(), sheet, excused, last_points, last, None, None)


@pytest.mark.parametrize(
    ("points", "tint"),
    [(30, 1), (27, 1), (26, 2), (23, 2), (22, 3), (18, 3), (17, 4), (12, 4), (11, 5), (0, 5)],
)
def test_a_category_is_tinted_by_its_share_of_the_maximum(points: int, tint: int) -> None:
    assert tint_of(points, 30) == tint


@pytest.mark.parametrize(
    ("points", "last", "jump"),
    [(12, 28, -16), (20, 30, -10), (21, 30, 0), (29, 13, 16), (30, None, 0), (7, 7, 0)],
)
def test_a_category_jumps_when_it_moves_by_a_third(
    points: int, last: int | None, jump: int
) -> None:
    assert jump_of(points, last, 30) == jump


def test_a_line_says_by_how_much_the_household_moved() -> None:
    (row,) = matrix_of(SCHEME, [line({**FULL, "B": 12}, {**FULL, "B": 28})])

    assert row.moved == -16
    assert [cell.jump for cell in row.cells] == [0, -16, 0, 0, 0]
    assert row.looks == {Look.ALL, Look.JUMPED}


def test_a_household_without_last_month_has_not_moved() -> None:
    (row,) = matrix_of(SCHEME, [line(FULL)])

    assert row.moved is None
    assert row.looks == {Look.ALL}


def test_filters_know_how_many_lines_they_show() -> None:
    lines = [
        line(FULL, FULL),
        line(FULL, {**FULL, "C": 5}),
        line(FULL, state=SheetState.DISPUTED),
        line(excused=True),
        line(),
    ]

    assert counts_of(matrix_of(SCHEME, lines)) == {
        Look.ALL: 5, Look.SAME: 1, Look.JUMPED: 1, Look.DISPUTED: 1, Look.EXCUSED: 1,
        Look.MISSING: 1, Look.SENT_BACK: 0,
    }  # fmt: skip
