"""What a new scorecard would have made of the last months: who gains, who loses, how much."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.scoring.schemes.rules import Scheme
from app.scoring.schemes.totals import total_so_far

MONTHS = 3
FINAL = (SheetState.CERTIFIED, SheetState.DISPUTED, SheetState.CREDITED)
FULL_PERMILLE = 1_000


@dataclass(frozen=True)
class Simulation:
    """The certified sheets of the last months by a new scorecard, added up by household."""

    months: tuple[Period, ...]
    up: int
    down: int
    same: int
    points_before: int
    points_after: int

    @property
    def change_permille(self) -> int:
        """How much more (or less) points that is in all, in thousandths."""
        if not self.points_before:
            return 0
        return (self.points_after - self.points_before) * FULL_PERMILLE // self.points_before


def simulate(session: Session, scheme: Scheme, until: Period) -> Simulation:
    """Score the answers of the three months before `until` anew.

    What was not asked then counts nothing, and what is no longer asked is left out; the cap of a
    year is not applied.
    """
    months = tuple(until.plus(-number) for number in range(MONTHS, 0, -1))
    rows = session.execute(
        select(Sheet.household_id, Sheet.answers, Sheet.points)
        .join(Round, Round.id == Sheet.round_id)
        .where(Round.period.in_(months), Sheet.state.in_(FINAL))
    ).all()
    known: dict[tuple[tuple[str, str], ...], int] = {}
    before: dict[int, int] = {}
    after: dict[int, int] = {}
    for household_id, answers, points in rows:
        key = tuple(answers.items())
        if key not in known:
            known[key] = _scored(scheme, answers)
        before[household_id] = before.get(household_id, 0) + points
        after[household_id] = after.get(household_id, 0) + known[key]
    up = sum(after[home] > before[home] for home in before)
    down = sum(after[home] < before[home] for home in before)
    return Simulation(
        months, up, down, len(before) - up - down, sum(before.values()), sum(after.values())
    )


def _scored(scheme: Scheme, answers: Mapping[str, str]) -> int:
    return total_so_far(scheme.for_answers(answers), answers).points
