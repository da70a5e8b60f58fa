"""Why a sheet came to its points: section by section, so that whoever adds it up gets the same."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from app.scoring.schemes.rules import Category, ItemRole, Scheme
from app.scoring.schemes.totals import Cut, Line, total


@dataclass(frozen=True)
class Section:
    """A category in one record of the month, or what was added and taken beside the categories."""

    category: Category | None
    record: int
    lines: Sequence[Line]

    @property
    def points(self) -> int:
        """What its lines add up to."""
        return sum(line.points for line in self.lines)


@dataclass(frozen=True)
class Explained:
    """All sections, what was cut, and what is left: lines less cuts are the points."""

    sections: Sequence[Section]
    cuts: Sequence[Cut]
    points: int

    @property
    def is_cut(self) -> bool:
        """Whether some rule took points off the lines."""
        return any(cut.points > 0 for cut in self.cuts)


def explained(
    scheme: Scheme, answers: Mapping[str, str], earned_this_year: int | None = None
) -> Explained:
    """The lines and cuts of a sheet that was recorded by this scorecard."""
    given_by = scheme.for_answers(answers)
    earned = total(given_by, answers, earned_this_year=earned_this_year)
    return Explained(list(_sections(given_by, earned.lines)), earned.cuts, earned.points)


def _sections(scheme: Scheme, lines: Sequence[Line]) -> Iterator[Section]:
    of_item = {item.code: category for category in scheme.categories for item in category.items}
    base = [line for line in lines if line.item.role is ItemRole.BASE]
    extra = [line for line in lines if line.item.role is not ItemRole.BASE]
    for (record, _code), group in groupby(
        base, lambda line: (line.record, of_item[line.item.code].code)
    ):
        found = list(group)
        yield Section(of_item[found[0].item.code], record, found)
    if extra:
        yield Section(None, 1, extra)
