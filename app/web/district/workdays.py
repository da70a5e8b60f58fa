"""工作日: which days are worked, entered once a year after the State Council's notice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.workdays.actions import enter_work_year
from app.registry.workdays.queries import years_shown
from app.registry.workdays.rules import (
    FIRST_YEAR,
    LAST_YEAR,
    WorkdaysBad,
    WorkYearEmpty,
    WorkYearTaken,
)
from app.web.district.pages import pages
from app.web.downloads import csv_file
from app.web.filters import date_only
from app.web.reading import FieldMissing, FieldTooLong, NumberBad, int_field, request_of, text_field
from app.web.said import said, shown_again, tell
from app.words.days import read_days

LONGEST: Final = 2_000
FORM_REFUSALS: Final = (
    FieldMissing, FieldTooLong, NumberBad, WorkdaysBad, WorkYearEmpty, WorkYearTaken,
)  # fmt: skip


@dataclass(frozen=True)
class Filled:
    """What stands in the form of a year."""

    year: str
    off: str
    worked: str


@pages.get("/settings/workdays")
@needs(Permission.VIEW_AUDIT)
def workdays() -> str:
    """The years that are known."""
    with db().read() as session:
        return render_template(
            "district/workdays.html",
            years=years_shown(session),
            this_year=local(now()).year,
            ranges=_ranges,
            may_change=actor().may(Permission.MANAGE_WORKDAYS),
        )


@pages.get("/settings/workdays/year")
@needs(Permission.MANAGE_WORKDAYS)
def work_year() -> str:
    """The form of a year; of the first unknown one unless another is asked for."""
    with db().read() as session:
        return _page(_filled(session))


@pages.post("/settings/workdays/year")
@needs(Permission.MANAGE_WORKDAYS)
def save_work_year() -> Response:
    """Enter the year, whole."""
    try:
        year = int_field("year", least=FIRST_YEAR, most=LAST_YEAR)
        days = _days(year)
        with db().write() as session:
            run_once(
                session,
                request_of("enter_work_year"),
                lambda: enter_work_year(session, actor(), year=year, days=days, now=now()),
            )
    except FORM_REFUSALS as refusal:
        typed = Filled(*(request.form.get(name, "") for name in ("year", "off", "worked")))
        return shown_again(_page(typed, refusal), refusal)
    tell(_("%(year)s 年的工作日记下了", year=year), _("已经贴出去的公示，截止日子不变。"))
    return make_response(redirect(url_for(".workdays"), 303))


@pages.get("/settings/workdays.csv")
@needs(Permission.VIEW_AUDIT)
def workdays_as_file() -> Response:
    """All known years, as `jifen workdays import` takes them in."""
    with db().read() as session:
        rows = [
            (day.isoformat(), works)
            for year in years_shown(session)
            for works, ranges in ((0, year.off), (1, year.worked))
            for first, last in ranges
            for day in (
                date.fromordinal(at) for at in range(first.toordinal(), last.toordinal() + 1)
            )
        ]
    return csv_file(("day", "works"), sorted(rows), _("工作日"))


def _days(year: int) -> Mapping[date, bool]:
    off = read_days(text_field("off", LONGEST), year)
    worked = read_days(text_field("worked", LONGEST, optional=True), year)
    return dict.fromkeys(off, False) | dict.fromkeys(worked, True)


def _filled(session: Session) -> Filled:
    known = {year.year: year for year in years_shown(session)}
    asked = request.args.get("year", "")
    year = int(asked) if asked.isdecimal() and len(asked) == len("2026") else max(known) + 1
    found = known.get(year)
    if found is None:
        return Filled(str(year), "", "")
    return Filled(str(year), _typed(found.off), _typed(found.worked))


def _typed(ranges: Sequence[tuple[date, date]]) -> str:
    """Ranges as one types them, one a line."""
    return "\n".join(
        f"{first:%m-%d}" if first == last else f"{first:%m-%d}~{last:%m-%d}"
        for first, last in ranges
    )


def _ranges(ranges: Sequence[tuple[date, date]]) -> list[str]:
    """Ranges as one reads them."""
    return [
        date_only(first)
        if first == last
        else _("%(first)s到 %(last)s", first=date_only(first), last=date_only(last))
        for first, last in ranges
    ]


def _page(filled: Filled, refusal: Refusal | None = None) -> str:
    return render_template(
        "district/work_year.html", filled=filled, said=said(refusal) if refusal else None
    )
