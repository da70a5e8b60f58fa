"""积分到期: whose points end when, and letting go those whose last day is over."""

from dataclasses import dataclass
from datetime import date

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.once import run_once
from app.ledger.due import PAGE, due_households, due_in_all, end_days, past_runs
from app.ledger.expire import Due, expire_points
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.web.excel import MOST_ROWS
from app.web.filters import full_day
from app.web.office.asked import cursor_asked
from app.web.office.shared import shared
from app.web.office.sheets import expiring_sheet
from app.web.person_exports import persons_excel
from app.web.reading import date_field, request_of
from app.web.said import tell


@dataclass(frozen=True)
class End:
    """A last day: over and not let go yet, or the next one to come."""

    on: date
    due: Due
    is_over: bool
    days_left: int  # of a day to come


@shared.get("/expiring")
@needs(Permission.EXPIRE_POINTS)
def expiring() -> str:
    """What has ended or ends next, household by household, with the button only when it is over."""
    with db().read() as session:
        end = _end(session)
        after = cursor_asked("after") or 0
        found = (
            due_households(session, actor(), end.on, after_id=after, limit=PAGE + 1) if end else []
        )
        return render_template(
            "office/expiring.html",
            end=end,
            found=found[:PAGE],
            names=place_names(session),
            runs=past_runs(session),
            next_url=url_for(".expiring", after=found[PAGE - 1][0].id) if len(found) > PAGE else "",
        )


@shared.get("/expiring.xlsx")
@needs(Permission.EXPIRE_POINTS)
def export_expiring() -> Response:
    """The same households as a workbook."""
    with db().read() as session:
        end = _end(session)
        found = due_households(session, actor(), end.on, limit=MOST_ROWS) if end else []
        heading = _("%(day)s到期的积分", day=full_day(end.on)) if end else _("积分到期")
        lines = [(row[0], row[1], row[2]) for row in found]
        sheet = expiring_sheet(lines, place_names(session), heading)
        return persons_excel(heading, len(lines), sheet)


@shared.post("/expiring")
@needs(Permission.EXPIRE_POINTS)
def expire() -> Response:
    """Let them go."""
    cutoff = date_field("cutoff")
    with db().write() as session:
        run_once(session, request_of("expire_points"), lambda: _expired(session, cutoff))
    tell(_("清零办好了"), _("每户扣了多少，写在各户的积分账上。"))
    return make_response(redirect(url_for(".expiring")))


def _expired(session: Session, cutoff: date) -> int:
    """The run's id; 0 when meanwhile nothing was left to take."""
    return expire_points(session, actor(), cutoff=cutoff, now=now()).run_id or 0


def _end(session: Session) -> End | None:
    """The day to show: the last that is over while something of it is left, else the next."""
    days, today = end_days(session, now()), local(now()).date()
    for on in (days.last, days.next):
        if on is None:
            continue
        due = due_in_all(session, actor(), on)
        if due.points:
            return End(on, due, is_over=on < today, days_left=(on - today).days)
    return None
