"""A month's progress as bars: what each part is, in which look, how many."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, language
from app.kernel.period import Period
from app.registry.places.queries import place_names
from app.reports.progress import (
    TownshipProgress,
    VillageProgress,
    by_township,
    village_progress,
)
from app.scoring.rounds.models import RoundState
from app.words.states import name_of

# A part of a bar: its look (p-… in parts.css), its words, how many.
Part = tuple[str, str, int]

STAGES: Final[dict[RoundState, str]] = {
    RoundState.SETTLED: "done",
    RoundState.PUBLICISED: "pub",
    RoundState.CERTIFIED: "cert",
    RoundState.SUBMITTED: "sub",
    RoundState.OPEN: "open",
}
# More lines than this stand in two columns, so that the page needs no scrolling.
MOST_IN_A_COLUMN = 8


@dataclass(frozen=True)
class Line:
    """A township or village: where it stands, how many of its households are scored."""

    name: str
    url: str
    parts: Sequence[Part]
    scored: int
    households: int
    state: RoundState | None = None


@dataclass(frozen=True)
class MonthProgress:
    """All lines of a month, in one or two columns, with the sums above and the key below."""

    period: Period
    villages: Sequence[VillageProgress]
    townships: int  # 0: the lines are villages
    columns: Sequence[Sequence[Line]]
    key: Sequence[Part]

    @property
    def scored(self) -> int:
        """Households with a sheet."""
        return sum(village.scored for village in self.villages)

    @property
    def households(self) -> int:
        """All registered households."""
        return sum(village.households for village in self.villages)

    @property
    def unopened(self) -> int:
        """Villages whose month was not opened."""
        return sum(village.round_id is None for village in self.villages)


def month_progress(session: Session, period: Period) -> MonthProgress:
    """The person's places: townships when there are several, else villages."""
    villages = village_progress(session, actor(), period)
    townships = by_township(villages, place_names(session))
    several = len(townships) > 1
    lines = [_township(each, period) for each in townships]
    if not several:
        lines = [_village(each) for each in villages]
    counted = Counter(village.state for village in villages)
    key = stage_parts(counted) if several else _households(villages)
    return MonthProgress(period, villages, len(townships) if several else 0, _columns(lines), key)


def stage_parts(counts: Mapping[RoundState | None, int]) -> list[Part]:
    """Villages by where their month stands, the furthest first."""
    parts = [
        (look, name_of(state, language()), counts.get(state, 0)) for state, look in STAGES.items()
    ]
    unopened = counts.get(None, 0)
    return [*parts, ("none", _("还没开始"), unopened)] if unopened else parts


def _township(township: TownshipProgress, period: Period) -> Line:
    return Line(
        township.name,
        url_for(".rounds", township=township.code, period=str(period)),
        stage_parts(township.villages),
        township.scored,
        township.households,
    )


def _village(village: VillageProgress) -> Line:
    url = url_for(".round_page", round_id=village.round_id) if village.round_id else ""
    parts = _households([village])
    return Line(village.name, url, parts, village.scored, village.households, village.state)


def _households(villages: Sequence[VillageProgress]) -> list[Part]:
    return [
        ("done", _("已评"), sum(village.scored for village in villages)),
        ("out", _("免评"), sum(village.excused for village in villages)),
        ("open", _("没评"), sum(village.missing for village in villages)),
    ]


def _columns(lines: Sequence[Line]) -> list[Sequence[Line]]:
    if len(lines) <= MOST_IN_A_COLUMN:
        return [lines] if lines else []
    half = (len(lines) + 1) // 2
    return [lines[:half], lines[half:]]
