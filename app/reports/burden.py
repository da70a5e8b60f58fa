"""How much work a sheet is, by village: what the form asks for, never how somebody works.

Only medians of a village's month leave this file. Nothing is grouped by who scored, no name is
read, and where fewer than five sheets were counted there is no figure at all.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import median_high
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.registry.accounts.reach import below_any
from app.registry.places.models import Place
from app.scoring.rounds.burden import Burden
from app.scoring.rounds.burden_models import SheetBurden
from app.scoring.rounds.models import Round, Sheet

LEAST_SHEETS: Final = 5


@dataclass(frozen=True)
class VillageBurden:
    """A village's month: how many sheets were counted, and the median of each figure."""

    code: str
    name: str
    township_code: str
    sheets: int
    median: Burden | None  # None: fewer than five sheets


@dataclass(frozen=True)
class BurdenReport:
    """A month: all sheets together, and village by village."""

    sheets: int
    median: Burden | None
    villages: Sequence[VillageBurden]


def burden_report(session: Session, actor: Actor, period: Period) -> BurdenReport:
    """What a sheet took in a month, in the villages in reach, by code; one statement.

    Only first sheets count: one that replaces another was filled in already.
    """
    rows = session.execute(
        select(
            Round.village_code, Place.name, Place.parent_code,
            SheetBurden.taps, SheetBurden.typed, SheetBurden.seconds,
        )
        .join(Sheet, Sheet.id == SheetBurden.sheet_id)
        .join(Round, Round.id == Sheet.round_id)
        .join(Place, Place.code == Round.village_code)
        .where(
            Round.period == period,
            below_any(Round.village_code, actor.reach(Permission.VIEW_ROUND).places),
            Sheet.replaces_id.is_(None),
        )
        .order_by(Round.village_code)
    ).all()  # fmt: skip
    counted = [
        ((code, name, above or ""), Burden(*figures)) for code, name, above, *figures in rows
    ]
    villages = [
        _village(place, [burden for _, burden in its])
        for place, its in groupby(counted, key=lambda row: row[0])
    ]
    return BurdenReport(len(counted), _median(burden for _, burden in counted), villages)


def _village(place: tuple[str, str, str], burdens: Sequence[Burden]) -> VillageBurden:
    return VillageBurden(*place, len(burdens), _median(burdens))


def _median(burdens: Iterable[Burden]) -> Burden | None:
    """The middle of each figure; of two middles the higher, so that no work is hidden."""
    those = list(burdens)
    if len(those) < LEAST_SHEETS:
        return None
    return Burden(
        median_high(each.taps for each in those),
        median_high(each.typed for each in those),
        median_high(each.seconds for each in those),
    )
