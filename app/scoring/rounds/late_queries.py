"""Late sheets as they are read: of a household, of a correction, of a month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session

from app.kernel.period import Period
from app.ledger.models import Correction, CorrectionRefusal, CorrectionStanding
from app.registry.households.models import Household
from app.scoring.rounds.history import HouseholdMonth, months_of_household
from app.scoring.rounds.late_models import LateSheet
from app.scoring.rounds.models import Round, RoundState, SheetState
from app.scoring.schemes.explaining import Explained, explained
from app.scoring.schemes.queries import scheme_by_id

MONTHS_SHOWN = 12


@dataclass(frozen=True)
class Late:
    """The points of a late sheet, its month, and whether somebody approved or refused it."""

    correction_id: int
    round_id: int
    period: Period
    points: int
    credited_points: int
    standing: CorrectionStanding


@dataclass(frozen=True)
class LateMonth:
    """A closed month of a household: what it brought, and the late sheet of it if there is one."""

    month: HouseholdMonth
    late: Late | None

    @property
    def can_propose(self) -> bool:
        """Whether a late sheet would be taken now: for what the page offers."""
        sheet = self.month.sheet
        if sheet is not None and sheet.state is not SheetState.CREDITED:
            return False
        return self.late is None or self.late.standing is CorrectionStanding.REFUSED


def may_count() -> ColumnElement[bool]:
    """Whether a late sheet counts, or would when it is approved: it was not refused."""
    return ~exists().where(CorrectionRefusal.correction_id == LateSheet.correction_id)


def late_sheets_of(
    session: Session, household_id: int, *, round_id: int | None = None
) -> Sequence[Late]:
    """The late sheets of a household (or of one of its months), the latest first."""
    of_round = LateSheet.round_id == round_id if round_id is not None else true()
    rows = session.execute(
        select(
            LateSheet.correction_id, LateSheet.round_id, Round.period, LateSheet.points,
            LateSheet.credited_points, Correction.state, CorrectionRefusal.correction_id,
        )
        .join(Round, Round.id == LateSheet.round_id)
        .join(Correction, Correction.id == LateSheet.correction_id)
        .outerjoin(CorrectionRefusal, CorrectionRefusal.correction_id == Correction.id)
        .where(LateSheet.household_id == household_id, of_round)
        .order_by(LateSheet.id.desc())
    ).all()  # fmt: skip
    return [
        Late(
            correction_id=row[0],
            round_id=row[1],
            period=row[2],
            points=row[3],
            credited_points=row[4],
            standing=CorrectionStanding.REFUSED if row[6] else CorrectionStanding(row[5].value),
        )
        for row in rows
    ]


def late_by_correction(session: Session, household_id: int) -> Mapping[int, Late]:
    """The late sheets of a household by the correction that moves their points."""
    return {late.correction_id: late for late in late_sheets_of(session, household_id)}


def late_months(
    session: Session, household: Household, *, limit: int = MONTHS_SHOWN
) -> Sequence[LateMonth]:
    """The closed months of a household in its village, the latest first."""
    newest = {late.round_id: late for late in reversed(late_sheets_of(session, household.id))}
    return [
        LateMonth(month, newest.get(month.round.id))
        for month in months_of_household(session, household, limit=limit)
        if month.round.state is not RoundState.OPEN
        and month.round.village_code == household.village_code
    ]


def late_of_correction(
    session: Session, correction_id: int
) -> tuple[LateSheet, Round, Explained] | None:
    """The late sheet that a correction is for, its month, and why it came to its points."""
    row = session.execute(
        select(LateSheet, Round)
        .join(Round, Round.id == LateSheet.round_id)
        .where(LateSheet.correction_id == correction_id)
    ).one_or_none()
    if row is None:
        return None
    scheme = scheme_by_id(session, row[1].scheme_version_id)
    return row[0], row[1], explained(scheme, row[0].answers, row[0].earned_this_year)
