"""One-off awards on the wall. Like the rest of a notice they say what for, never how it was."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.households.models import Household
from app.registry.households.names import masked
from app.scoring.rounds.award_models import AwardState, OneOffAward


@dataclass(frozen=True)
class NoticeAward:
    """An award on the wall of its village; struck when an objection to it was right."""

    number: str
    head_name: str
    name: str
    level: str
    points: int
    struck: bool

    def masked(self) -> "MaskedAward":
        """The same for the open web."""
        return MaskedAward(
            self.number, masked(self.head_name), self.name, self.level, self.points, self.struck
        )


@dataclass(frozen=True)
class MaskedAward:
    """The same on the open web: of the household's name its first character only."""

    number: str
    masked_name: str
    name: str
    level: str
    points: int
    struck: bool


def awards_on_wall(session: Session, round_id: int) -> Sequence[NoticeAward]:
    """The awards of a month that were certified, by household number; one statement."""
    rows = session.execute(
        select(OneOffAward, Household.number, Household.head_name)
        .join(Household, Household.id == OneOffAward.household_id)
        .where(OneOffAward.round_id == round_id, OneOffAward.certified_by.is_not(None))
        .order_by(Household.number, OneOffAward.id)
    ).all()
    return [
        NoticeAward(
            number, head_name, award.name, award.level, award.credited_points,
            award.state is AwardState.STRUCK,
        )
        for award, number, head_name in rows
    ]  # fmt: skip
