"""Which days are worked, as notices and answers count them."""

from datetime import date, datetime
from typing import Annotated

from flask import Response
from pydantic import Field

from app.api.requests import answers, made, once, said, takes, wing
from app.api.schemas import Answer, Listing, Strict
from app.door.context import actor, db, now
from app.door.routes import needs
from app.registry.accounts.permissions import Permission
from app.registry.workdays.actions import enter_work_year
from app.registry.workdays.queries import YearShown, years_shown

workdays = wing("workdays")


class WorkYearIn(Strict):
    """A year, whole: its weekdays that are free, and its weekend days that are worked."""

    year: int
    free: Annotated[list[date], Field(max_length=366)]
    worked: Annotated[list[date], Field(max_length=366)]


class DayRange(Answer):
    """Days in a row, both ends counted."""

    first: date
    last: date


class WorkYearOut(Answer):
    """A year that is known; without `entered_at` it came with the program."""

    year: int
    free: list[DayRange]
    worked: list[DayRange]
    entered_at: datetime | None


class WorkYears(Listing):
    """All years that are known, the latest first."""

    items: list[WorkYearOut]


@workdays.get("/work-years")
@needs(Permission.VIEW_AUDIT, Permission.VIEW_ROUND)
@answers(WorkYears)
def list_work_years() -> Response:
    """The years whose working days are known."""
    with db().read() as session:
        return said(WorkYears(items=[_year(each) for each in years_shown(session)], next=None))


@workdays.post("/work-years")
@needs(Permission.MANAGE_WORKDAYS)
@takes(WorkYearIn)
@answers(WorkYearOut, 201, 200)
def post_work_year(body: WorkYearIn) -> Response:
    """Enter a year; it takes the place of what was known of it."""
    person, at = actor(), now()
    days = dict.fromkeys(body.free, False) | dict.fromkeys(body.worked, True)
    with db().write() as session:
        done = once(
            session, lambda: enter_work_year(session, person, year=body.year, days=days, now=at)
        )
        shown = next(each for each in years_shown(session) if each.year == done.id)
        return made(_year(shown), done)


def _year(shown: YearShown) -> WorkYearOut:
    return WorkYearOut(
        year=shown.year,
        free=[DayRange(first=first, last=last) for first, last in shown.off],
        worked=[DayRange(first=first, last=last) for first, last in shown.worked],
        entered_at=shown.entered_at,
    )
