"""What the categories of the scorecard average, this month beside the one before."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.queries import live
from app.scoring.schemes.queries import NoScheme, scheme_by_id, version_of
from app.scoring.schemes.rules import Scheme

TENTHS: Final = 10


@dataclass(frozen=True)
class Average:
    """A category, or with the code "" all of them: averages in tenths of a point, half up."""

    code: str
    name: str
    points_max: int
    tenths: int | None  # None: nobody is scored yet
    last_tenths: int | None

    @property
    def moved_tenths(self) -> int | None:
        """Against the month before."""
        if self.tenths is None or self.last_tenths is None:
            return None
        return self.tenths - self.last_tenths


def category_averages(session: Session, actor: Actor, period: Period) -> Sequence[Average]:
    """The categories of the month's scorecard and, last, their total; empty without a scorecard.

    One statement over both months; a category that the month before did not have counts as none.
    """
    try:
        version = version_of(session, period)
    except NoScheme:
        return []
    scheme = scheme_by_id(session, version.id)
    sums = _sums(session, actor, scheme, period)
    this, last = sums.get(period, {}), sums.get(period.plus(-1), {})
    lines = [(c.code, c.name, c.points_max) for c in scheme.categories]
    return [
        Average(code, name, points_max, this.get(code), last.get(code))
        for code, name, points_max in [*lines, ("", "", scheme.points_max)]
    ]


def _sums(
    session: Session, actor: Actor, scheme: Scheme, period: Period
) -> dict[Period, dict[str, int]]:
    codes = [category.code for category in scheme.categories]
    by_category = [Sheet.category_points[code].as_integer() for code in codes]
    columns = [*zip(codes, by_category, strict=True), ("", Sheet.points)]
    rows = session.execute(
        select(
            Round.period,
            *(func.sum(column) for _, column in columns),
            *(func.count(column) for _, column in columns),
        )
        .join(Sheet, Sheet.round_id == Round.id)
        .where(
            Round.period.in_([period, period.plus(-1)]),
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
            live(),
        )
        .group_by(Round.period)
    ).all()
    keys = [code for code, _ in columns]
    return {
        row[0]: {
            key: _tenths(int(total), count)
            for key, total, count in zip(
                keys, row[1 : len(keys) + 1], row[len(keys) + 1 :], strict=True
            )
            if count
        }
        for row in rows
    }


def _tenths(total: int, count: int) -> int:
    return (total * TENTHS * 2 + count) // (count * 2)
