"""Enter a year's working days."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from sqlalchemy.orm import Session

from app.kernel.constraints import on_violation
from app.registry.accounts.actor import Actor, check_may
from app.registry.accounts.audit import note
from app.registry.accounts.permissions import Permission
from app.registry.workdays.models import WorkYear
from app.registry.workdays.rules import WorkYearTaken, by_year, check_year

on_violation("pk_work_years", WorkYearTaken, columns="work_years.year")


def enter_work_years(
    session: Session, actor: Actor, *, days: Mapping[date, bool], now: datetime
) -> Sequence[int]:
    """Take in the days of one or more years, each year whole; answers which.

    A notice that hangs already keeps its last day: it was printed.

    :raises WorkdaysBad: a year out of all reason.
    :raises WorkYearEmpty: a year in which no weekday is free.
    """
    check_may(actor, Permission.MANAGE_WORKDAYS)
    years = by_year(days)
    for year, differing in years.items():
        check_year(year, differing)
        _put(session, actor, year, {day.isoformat(): differing[day] for day in differing}, now)
        note(session, actor, "enter_work_year", ("work_year", year), now=now, year=year)
    session.flush()
    return sorted(years)


def enter_work_year(
    session: Session, actor: Actor, *, year: int, days: Mapping[date, bool], now: datetime
) -> int:
    """The same for one year, whose days all belong to it.

    :raises WorkdaysBad: a day of another year.
    :raises WorkYearEmpty: no weekday is free.
    """
    check_year(year, days)
    enter_work_years(session, actor, days=days, now=now)
    return year


def _put(session: Session, actor: Actor, year: int, days: dict[str, bool], now: datetime) -> None:
    found = session.get(WorkYear, year, with_for_update=True)
    if found is None:
        session.add(WorkYear(year=year, days=days, entered_at=now, entered_by=actor.user_id))
    else:
        found.days, found.entered_at, found.entered_by = days, now, actor.user_id
