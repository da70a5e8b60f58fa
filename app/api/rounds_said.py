"""What is answered about months, their sheets and who is missing."""

from datetime import datetime

from app.api.schemas import Answer, Id, Listing, PeriodOut
from app.registry.households.models import Household
from app.scoring.rounds.listings import ListedSheet
from app.scoring.rounds.models import Excuse, RoundState, SheetState
from app.scoring.rounds.queries import RoundProgress


class RoundOut(Answer):
    """A village's month: where it stands, since when, and its figures."""

    id: Id
    village: str
    village_name: str
    township: str
    period: PeriodOut
    state: RoundState
    notice_days: int
    working_days: bool
    answer_days: int
    households: int
    scored: int
    excused: int
    missing: int
    disputed: int
    points: int
    opened_at: datetime
    submitted_at: datetime | None
    sent_back_reason: str | None
    certified_at: datetime | None
    publicised_at: datetime | None
    closes_at: datetime | None
    settled_at: datetime | None


class Rounds(Listing):
    """Months, in the order of their ids."""

    items: list[RoundOut]


class ListedSheetOut(Answer):
    """A household's sheet in a month: grades by item, points by category and in all."""

    id: Id
    household_id: Id
    household_number: str
    head: str
    state: SheetState
    points: int
    category_points: dict[str, int]
    answers: dict[str, str]
    visited_at: datetime | None
    scorer: str


class Sheets(Listing):
    """Sheets, in the order of their ids."""

    items: list[ListedSheetOut]


class MissingHousehold(Answer):
    """A household that still needs a sheet or an excuse."""

    id: Id
    number: str
    head: str
    group: str


class MissingHouseholds(Listing):
    """Households, in the order of their ids."""

    items: list[MissingHousehold]


class ExcuseOut(Answer):
    """A household that need not be scored in a month, and why."""

    round_id: Id
    household_id: Id
    reason: str
    excused_at: datetime


def round_out(row: RoundProgress) -> RoundOut:
    """A month with its figures."""
    month = row.round
    return RoundOut(
        id=str(month.id),
        village=month.village_code,
        village_name=row.village_name,
        township=row.township_code,
        period=str(month.period),
        state=month.state,
        notice_days=month.notice_days,
        working_days=month.counts_working_days,
        answer_days=month.answer_days,
        households=row.households,
        scored=row.scored,
        excused=row.excused,
        missing=row.missing,
        disputed=row.disputed,
        points=row.points,
        opened_at=month.opened_at,
        submitted_at=month.submitted_at,
        sent_back_reason=month.sent_back_reason,
        certified_at=month.certified_at,
        publicised_at=month.publicised_at,
        closes_at=month.closes_at,
        settled_at=month.settled_at,
    )


def listed_sheet(row: ListedSheet) -> ListedSheetOut:
    """A sheet of a month's list."""
    return ListedSheetOut(
        id=str(row.sheet.id),
        household_id=str(row.household.id),
        household_number=row.household.number,
        head=row.household.head_name,
        state=row.sheet.state,
        points=row.sheet.points,
        category_points=row.sheet.category_points,
        answers=row.sheet.answers,
        visited_at=row.visited_at,
        scorer=row.scorer,
    )


def missing_household(row: Household) -> MissingHousehold:
    """A household of the list of those that are missing."""
    return MissingHousehold(
        id=str(row.id), number=row.number, head=row.head_name, group=row.group_name
    )


def excuse_out(row: Excuse) -> ExcuseOut:
    """An excuse."""
    return ExcuseOut(
        round_id=str(row.round_id),
        household_id=str(row.household_id),
        reason=row.reason,
        excused_at=row.excused_at,
    )
