"""一次性奖励: what a scorecard gives for something that happened once. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.kernel.errors import Invalid


class UnknownAward(Invalid):
    """The scorecard has no such award."""

    code = "unknown_award"


class AwardLevelBad(Invalid):
    """The award has levels, and this is none of them; or it has none, and one was named."""

    code = "award_level_bad"


class AwardPointsBad(Invalid):
    """Points outside of what the award gives."""

    code = "award_points_bad"


class OncePer(StrEnum):
    """How often a household may get the same award."""

    ALWAYS = ""
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Award:
    """One thing that is honoured: a rescue, a title. Fixed points, or by level, or in a range.

    Source: a village's card, "one-off 50-500 by level of honour", "helper 20".
    """

    code: str
    name: str
    levels: tuple[tuple[str, int], ...]  # name and points; none: points_least to points_max
    points_least: int
    points_max: int
    #: What must have happened, in the scorecard's words.
    look_for: str = ""
    once_per: OncePer = OncePer.ALWAYS

    @property
    def is_range(self) -> bool:
        """Whether who proposes it says how many points it is."""
        return not self.levels and self.points_least < self.points_max

    @property
    def scale(self) -> tuple[object, ...]:
        """What it is worth and how often, to be compared with another version of it."""
        return self.levels, self.points_least, self.points_max, self.once_per

    def worth(self, level: str, points: int | None) -> int:
        """Points of the award; only where it gives a range they are chosen.

        :raises AwardLevelBad: no level of it, or a level where it has none.
        :raises AwardPointsBad: outside of the range, or other than what is fixed.
        """
        by_level: Mapping[str, int] = dict(self.levels or (("", self.points_max),))
        if level not in by_level:
            raise AwardLevelBad(name=self.name, field="level")
        if self.is_range:
            least, most = self.points_least, self.points_max
        else:
            least = most = by_level[level]
        if points is None and not self.is_range:
            return most
        if points is None or not least <= points <= most:
            raise AwardPointsBad(name=self.name, least=least, most=most, field="points")
        return points

    def once_in(self, day: date) -> str | None:
        """The year or month in which it is given once, of a day; None: there is no limit."""
        written = {OncePer.YEAR: f"{day:%Y}", OncePer.MONTH: f"{day:%Y-%m}"}
        return written.get(self.once_per)
