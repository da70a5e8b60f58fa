"""A household's account in words: what came, what went, and what earned each month its points."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from app.door.context import language
from app.kernel.period import Period
from app.ledger.models import TransferKind
from app.ledger.queries import StatementLine, statement
from app.registry.households.models import Household
from app.scoring.rounds.award_models import AwardState, OneOffAward
from app.scoring.rounds.award_queries import awards_earned
from app.scoring.rounds.award_steps import SOURCE as ONE_OFF
from app.scoring.rounds.history import HouseholdMonth, months_of_household, why_of
from app.scoring.rounds.late_queries import Late, late_by_correction
from app.scoring.rounds.models import RoundState, SheetState
from app.scoring.schemes.explaining import Explained
from app.scoring.schemes.queries import scheme_by_id
from app.shop.redemptions.queries import redemptions_of_household
from app.words.statement import statement_words

LINES_SHOWN: Final = 24
MONTHS_SHOWN: Final = 12


@dataclass(frozen=True)
class Movement:
    """A line of the statement."""

    words: str
    points: int
    at: datetime
    left: int


@dataclass(frozen=True)
class Why:
    """Why a month came to its points."""

    period: Period
    points: int
    lines: Explained


@dataclass(frozen=True)
class Account:
    """Everything the statement shows."""

    movements: Sequence[Movement]
    months: Sequence[HouseholdMonth]
    waiting: Sequence[HouseholdMonth]  # certified, not yet credited
    open_month: HouseholdMonth | None
    why: Why | None
    honours: Sequence[OneOffAward]  # certified, the latest first

    @property
    def honours_waiting(self) -> Sequence[OneOffAward]:
        """One-off awards that are certified and not yet credited."""
        return [each for each in self.honours if each.state is AwardState.CERTIFIED]


def account_of(session: Session, household: Household) -> Account:
    """The statement of a household; the caller has checked who asks."""
    lines = statement(session, household.id, limit=LINES_SHOWN)
    goods = redemptions_of_household(session, household.id)
    honours = awards_earned(session, household.id)
    named = {award.id: award.name for award in honours}
    things = {TransferKind.REDEMPTION.value: goods, ONE_OFF: named}
    late = late_by_correction(session, household.id)
    months = months_of_household(session, household, limit=MONTHS_SHOWN)
    unpaid = {SheetState.CERTIFIED, SheetState.DISPUTED}
    return Account(
        movements=[_movement(line, things, late) for line in lines],
        months=months,
        waiting=[month for month in months if month.sheet and month.sheet.state in unpaid],
        open_month=next((m for m in months if m.round.state is RoundState.OPEN), None),
        why=_why(session, months),
        honours=honours,
    )


def _movement(
    line: StatementLine, things: Mapping[str, Mapping[int, str]], late: Mapping[int, Late]
) -> Movement:
    known = things.get(line.source_kind, {})
    words = statement_words(line, known.get(line.source_id, ""), language(), late)
    return Movement(words, line.points, line.at, line.balance_after)


def _why(session: Session, months: Sequence[HouseholdMonth]) -> Why | None:
    """The latest month that was certified; before that a sheet may still change."""
    month = next((m for m in months if m.sheet and m.sheet.state is not SheetState.RECORDED), None)
    if month is None or month.sheet is None:
        return None
    scheme = scheme_by_id(session, month.round.scheme_version_id)
    return Why(month.round.period, month.sheet.points, why_of(scheme, month.sheet))
