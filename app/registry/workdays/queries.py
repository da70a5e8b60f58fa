"""The calendar of working days as it holds now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.registry.accounts.models import User
from app.registry.workdays.models import WorkYear
from app.registry.workdays.rules import WorkCalendar, by_year, free_days, ranges
from app.registry.workdays.shipped import SHIPPED_DAYS


@dataclass(frozen=True)
class YearShown:
    """A known year: its holidays and worked weekend days as ranges, and who entered it."""

    year: int
    off: Sequence[tuple[date, date]]
    worked: Sequence[tuple[date, date]]
    entered_at: datetime | None  # None: it came with the program
    entered_by: str


def work_calendar(session: Session) -> WorkCalendar:
    """All known years: the shipped ones, and over them what the office entered; one statement."""
    entered = {
        row.year: {date.fromisoformat(day): works for day, works in row.days.items()}
        for row in session.scalars(select(WorkYear))
    }
    return WorkCalendar({**by_year(SHIPPED_DAYS), **entered})


def calendar_if(session: Session, *, working_days: bool) -> WorkCalendar | None:
    """The calendar where working days are counted; None where every day counts."""
    return work_calendar(session) if working_days else None


def years_shown(session: Session) -> Sequence[YearShown]:
    """The known years, the latest first."""
    rows = session.execute(
        select(WorkYear.year, WorkYear.entered_at, User.name).join(
            User, User.id == WorkYear.entered_by
        )
    ).all()
    entered = {row.year: (row.entered_at, row.name) for row in rows}
    calendar = work_calendar(session)
    return [
        YearShown(
            year,
            free_days(calendar, year),
            ranges(day for day, works in calendar.years[year].items() if works),
            *entered.get(year, (None, "")),
        )
        for year in sorted(calendar.years, reverse=True)
    ]
