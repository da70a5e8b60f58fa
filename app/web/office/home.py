"""The first page of an office: what waits, how far the month is, what points can buy."""

from flask import Response, render_template
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.reports.categories import category_averages
from app.reports.solvency import solvency
from app.reports.waiting import waiting
from app.web.excel import excel
from app.web.filters import month
from app.web.office.progress import month_progress
from app.web.office.shared import shared
from app.web.office.sheets import progress_sheet
from app.web.office.todo import todos


@shared.get("/")
@needs(Permission.VIEW_ROUND)
def home() -> str:
    """What an officer sees first."""
    person, at = actor(), now()
    with db().read() as session:
        progress = month_progress(session, Period.of(at))
        return render_template(
            "office/home.html",
            progress=progress,
            todos=todos(person, waiting(session, person, at), progress.period, progress.unopened),
            acts=person.may(Permission.SETTLE),
            solvency=solvency(session, person, at),
            averages=category_averages(session, person, progress.period),
        )


@shared.get("/progress.xlsx")
@needs(Permission.VIEW_ROUND)
def export_progress() -> Response:
    """The month's progress, village by village."""
    with db().read() as session:
        progress = month_progress(session, Period.of(now()))
        heading = _("%(month)s评分进度", month=month(progress.period))
        return excel(heading, progress_sheet(progress.villages, place_names(session), heading))
