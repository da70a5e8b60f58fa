"""How far a month has come: village by village, and folded by township."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.households.models import Household
from app.registry.households.queries import registered
from app.registry.places.models import Place, PlaceKind
from app.scoring.rounds.models import Excuse, Round, RoundState, Sheet
from app.scoring.rounds.queries import live


@dataclass(frozen=True)
class VillageProgress:
    """A village in a month; without a round when the month was not opened there."""

    code: str
    name: str
    township_code: str
    households: int
    round_id: int | None
    state: RoundState | None
    scored: int
    excused: int

    @property
    def missing(self) -> int:
        """Households with neither sheet nor excuse."""
        return max(0, self.households - self.scored - self.excused)


@dataclass(frozen=True)
class TownshipProgress:
    """A township in a month: how many of its villages stand where, and its households."""

    code: str
    name: str
    villages: Mapping[RoundState | None, int]
    households: int
    scored: int


def village_progress(session: Session, actor: Actor, period: Period) -> Sequence[VillageProgress]:
    """The inhabited villages in reach with their month, by code; one statement."""
    homes = (
        select(Household.village_code, func.count().label("households"))
        .where(registered())
        .group_by(Household.village_code)
        .subquery()
    )
    scored = select(func.count()).where(Sheet.round_id == Round.id, live()).scalar_subquery()
    excused = (
        select(func.count())
        .where(Excuse.round_id == Round.id, Excuse.lifted_at.is_(None))
        .scalar_subquery()
    )
    rows = session.execute(
        select(
            Place.code, Place.name, func.coalesce(Place.parent_code, ""), homes.c.households,
            Round.id, Round.state, scored, excused,
        )
        .join(homes, homes.c.village_code == Place.code)
        .outerjoin(Round, and_(Round.village_code == Place.code, Round.period == period))
        .where(
            Place.kind == PlaceKind.VILLAGE,
            below_any(Place.code, actor.reach(Permission.VIEW_ROUND).places),
        )
        .order_by(Place.code)
    ).all()  # fmt: skip
    return [VillageProgress(*row) for row in rows]


def by_township(
    villages: Iterable[VillageProgress], names: Mapping[str, str]
) -> Sequence[TownshipProgress]:
    """The same figures folded by township, in the order in which they come."""
    folded: dict[str, list[VillageProgress]] = {}
    for village in villages:
        folded.setdefault(village.township_code, []).append(village)
    return [
        TownshipProgress(
            code,
            names.get(code, code),
            Counter(village.state for village in its),
            sum(village.households for village in its),
            sum(village.scored for village in its),
        )
        for code, its in folded.items()
    ]
