"""A household's own file: every month it was scored in, excused from, or objected to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session, aliased

from app.registry.accounts.models import User
from app.registry.households.models import Household
from app.scoring.rounds.models import Excuse, Objection, Round, Sheet
from app.scoring.rounds.queries import excuse_holds, live
from app.scoring.schemes.explaining import Explained, explained
from app.scoring.schemes.rules import Scheme
from app.scoring.visits.models import Visit

MONTHS_SHOWN = 24


@dataclass(frozen=True)
class HouseholdMonth:
    """One month of a household: its sheet or its excuse, with who and when."""

    round: Round
    sheet: Sheet | None
    scorer: str | None
    visited_at: datetime | None
    excuse: Excuse | None


@dataclass(frozen=True)
class SheetVersion:
    """A sheet as it was recorded once; the later ones replaced it."""

    sheet: Sheet
    scorer: str
    certifier: str | None
    visited_at: datetime | None
    note: str
    why: Explained


def months_of_household(
    session: Session, household: Household, *, limit: int = MONTHS_SHOWN
) -> Sequence[HouseholdMonth]:
    """The months of the household's village, and those it was scored in elsewhere, latest first."""
    rows = session.execute(
        select(Round, Sheet, User.name, Visit.visited_at, Excuse)
        .outerjoin(
            Sheet, and_(Sheet.round_id == Round.id, Sheet.household_id == household.id, live())
        )
        .outerjoin(User, User.id == Sheet.recorded_by)
        .outerjoin(Visit, Visit.id == Sheet.visit_id)
        .outerjoin(
            Excuse,
            excuse_holds(household.id, Round.id),
        )
        .where(or_(Round.village_code == household.village_code, Sheet.id.is_not(None)))
        .order_by(Round.period.desc(), Round.id.desc())
        .limit(limit)
    ).all()
    return [HouseholdMonth(*row) for row in rows]


def versions_of_sheet(session: Session, sheet: Sheet, scheme: Scheme) -> Sequence[SheetVersion]:
    """All that was ever recorded for the sheet's household in its month, the latest first."""
    scorer, certifier = aliased(User), aliased(User)
    rows = session.execute(
        select(Sheet, scorer.name, certifier.name, Visit.visited_at, Visit.note)
        .join(scorer, scorer.id == Sheet.recorded_by)
        .outerjoin(certifier, certifier.id == Sheet.certified_by)
        .outerjoin(Visit, Visit.id == Sheet.visit_id)
        .where(Sheet.round_id == sheet.round_id, Sheet.household_id == sheet.household_id)
        .order_by(Sheet.id.desc())
    ).all()
    return [
        SheetVersion(row[0], row[1], row[2], row[3], row[4] or "", why_of(scheme, row[0]))
        for row in rows
    ]


def why_of(scheme: Scheme, sheet: Sheet) -> Explained:
    """Why a sheet came to its points, line by line."""
    return explained(scheme, sheet.answers, sheet.earned_this_year)


def objections_to(session: Session, sheet_ids: Sequence[int]) -> Sequence[Objection]:
    """What was said against these sheets, the latest first."""
    return session.scalars(
        select(Objection).where(Objection.sheet_id.in_(sheet_ids)).order_by(Objection.id.desc())
    ).all()
