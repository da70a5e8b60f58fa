"""What the township sees at a glance: how full a category is, and what jumped."""

import pytest

from app.demo.files import bytes_of
from app.registry.households.models import Household
from app.scoring.rounds.matrix import Look, counts_of, matrix_of, tint_of
from app.scoring.rounds.models import Sheet, SheetState
from app.scoring.rounds.queries import ScoredHousehold
from app.scoring.rounds.rules import jump_of
from app.scoring.schemes.actions import read_toml
from app.scoring.schemes.reading import scheme_from

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
    ("points", "last", "points_max", "jump"),
    [
        (12, 20, 30, -8), (20, 12, 30, 8), (13, 20, 30, 0), (30, None, 30, 0), (7, 7, 30, 0),
        (80, 100, 120, -20), (100, 80, 120, 20), (81, 100, 120, 0), (5, 4, 4, 1), (0, 0, 0, 0),
    ],
)  # fmt: skip
def test_points_jump_by_twenty_or_by_a_quarter_of_the_maximum(
    points: int, last: int | None, points_max: int, jump: int
) -> None:
    assert jump_of(points, last, points_max) == jump


def test_a_household_whose_total_jumped_is_picked_out_although_no_category_did() -> None:
    everywhere_less = {"A": 16, "B": 25, "C": 16, "D": 12, "E": 12}

    (row,) = matrix_of(SCHEME, [line({**everywhere_less, "B": 24}, FULL)])

    assert [cell.jump for cell in row.cells] == [0, 0, 0, 0, 0]
    assert (row.jump, [cell.last for cell in row.cells]) == (-20, [20, 30, 20, 15, 15])
    assert Look.JUMPED in row.looks


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
