"""A village's month as the township reads it: tinted by share, what moved framed. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.scoring.rounds.models import Round, SheetState
from app.scoring.rounds.queries import ScoredHousehold
from app.scoring.rounds.rules import jump_of
from app.scoring.rounds.sent_back import SentBack
from app.scoring.schemes.rules import Category, Scheme

FULL_PERCENT: Final = 100
# From this share of a category's maximum on, in per cent: 1 is the darkest green, 5 crimson.
TINTS: Final = ((90, 1), (75, 2), (60, 3), (40, 4), (0, 5))
NOTHING_SENT_BACK: Final[Mapping[int, SentBack]] = {}


class Look(StrEnum):
    """What a household's line may be picked out for."""

    ALL = "all"
    JUMPED = "jumped"
    SAME = "same"
    EXCUSED = "excused"
    DISPUTED = "disputed"
    SENT_BACK = "sent_back"
    MISSING = "missing"


@dataclass(frozen=True)
class Cell:
    """A category of a household: points, how full, and by how much it jumped (0: it did not)."""

    points: int
    tint: int
    jump: int
    last: int | None  # last month's points


@dataclass(frozen=True)
class MatrixRow:
    """A household's line: its cells when it was scored, and what it may be picked out for."""

    line: ScoredHousehold
    cells: Sequence[Cell]
    moved: int | None  # total against last month
    jump: int  # the same, when the total jumped; else 0
    looks: frozenset[Look]
    sent_back: SentBack | None = None

    @property
    def waits_for_answer(self) -> bool:
        """Whether the sheet was sent back and nobody has answered yet."""
        return self.sent_back is not None and self.sent_back.answer is None


def matrix_of(
    scheme: Scheme,
    lines: Iterable[ScoredHousehold],
    sent_back: Mapping[int, SentBack] = NOTHING_SENT_BACK,
) -> Sequence[MatrixRow]:
    """The lines of a round beside the month before, by the round's own scorecard.

    :param sent_back: by household what was sent back last, with its answer if there is one.
    """
    return [_row(scheme, line, sent_back.get(line.household.id)) for line in lines]


def counts_of(rows: Iterable[MatrixRow]) -> Mapping[Look, int]:
    """How many lines each filter would show."""
    counted = dict.fromkeys(Look, 0)
    for row in rows:
        for look in row.looks:
            counted[look] += 1
    return counted


def tint_of(points: int, points_max: int) -> int:
    """Which of the five tints a share of the maximum has."""
    percent = points * FULL_PERCENT // points_max if points_max else FULL_PERCENT
    return next(tint for least, tint in TINTS if percent >= least)


def _row(scheme: Scheme, line: ScoredHousehold, sent_back: SentBack | None) -> MatrixRow:
    if line.sheet is None:
        look = Look.EXCUSED if line.excused else Look.MISSING
        return MatrixRow(line, (), None, 0, frozenset({Look.ALL, look}))
    scored, last = line.sheet.category_points, line.last_category_points or {}
    cells = [_cell(category, scored, last) for category in scheme.categories]
    moved = None if line.last_points is None else line.sheet.points - line.last_points
    jump = jump_of(line.sheet.points, line.last_points, scheme.month_cap)
    looks = {Look.ALL}
    if jump or any(cell.jump for cell in cells):
        looks.add(Look.JUMPED)
    if line.last_category_points is not None and dict(scored) == dict(last):
        looks.add(Look.SAME)
    if line.sheet.state is SheetState.DISPUTED:
        looks.add(Look.DISPUTED)
    if sent_back is not None:
        looks.add(Look.SENT_BACK)
    return MatrixRow(line, cells, moved, jump, frozenset(looks), sent_back)


def _cell(category: Category, scored: Mapping[str, int], last: Mapping[str, int]) -> Cell:
    points = scored.get(category.code, 0)
    return Cell(
        points,
        tint_of(points, category.points_max),
        jump_of(points, last.get(category.code), category.points_max),
        last.get(category.code),
    )


def had_part(round_: Round, rows: Iterable[MatrixRow], user_id: int) -> bool:
    """Whether a person submitted the month or had a hand in a sheet of it: he may not certify.

    For a page that says so beforehand; `certify_round` and the database refuse in any case.
    """
    sheets = (row.line.sheet for row in rows if row.line.sheet)
    scored = any(user_id in (sheet.recorded_by, sheet.second_visitor_id) for sheet in sheets)
    return scored or round_.submitted_by == user_id
