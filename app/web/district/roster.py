"""导入名单: choose a file, look at what it would do, import it; mend the rest and come back."""

from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.changes.rosters import plan_of_roster
from app.door.context import actor, db, language, now, practice, secrets
from app.door.routes import needs, takes_upload
from app.kernel.errors import Refusal
from app.kernel.once import Request, run_once
from app.opening.households import take_in_roster
from app.papers.blank_roster import blank_roster
from app.papers.refused_rows import refused_rows_workbook
from app.registry.accounts.permissions import Permission
from app.registry.households.file import count_households
from app.registry.households.importing import (
    NoVillages,
    RosterPlan,
    known_villages,
)
from app.registry.households.queries import HouseholdFilter
from app.registry.households.roster.checking import check_roster
from app.registry.households.roster.columns import Layout
from app.registry.households.roster.limits import FILE_MIB
from app.registry.households.roster.reading import read_roster
from app.registry.households.roster.refusals import (
    RosterColumnsMissing,
    RosterEmpty,
    RosterManySheets,
    RosterTooLarge,
    RosterUnreadable,
)
from app.registry.households.roster.refused import refused_lines
from app.registry.households.roster.results import CheckedRoster
from app.web.district.pages import pages
from app.web.downloads import EXCEL, download
from app.web.filters import points
from app.web.kept_files import KeptFile, KeptFileGone, forget, kept, kept_if_there
from app.web.reading import uuid_field
from app.web.said import said, shown_again, tell
from app.web.two_steps import uploaded
from app.words.roster import fault_parts, fault_sentence

ROUTE = "import_roster"
SHOWN, MOST_SHOWN = 50, 1_000
WHOLE_FILE_REFUSALS = (
    NoVillages,
    RosterColumnsMissing,
    RosterEmpty,
    RosterManySheets,
    RosterTooLarge,
    RosterUnreadable,
)


@dataclass(frozen=True)
class Preview:
    """A file that was looked at; nothing of it is stored as yet."""

    name: str
    file: KeptFile
    checked: CheckedRoster
    plan: RosterPlan

    @property
    def changing(self) -> int:
        """Households that importing would add or change."""
        return len(self.plan.new) + len(self.plan.changed)

    @property
    def good(self) -> int:
        """Households without a fault."""
        return self.changing + self.plan.unchanged


@pages.get("/roster")
@needs(Permission.IMPORT_ROSTER)
def roster() -> str:
    """Choose a file."""
    return _upload_page()


@pages.post("/roster")
@needs(Permission.IMPORT_ROSTER)
@takes_upload(mib=FILE_MIB + 1)  # the form around the file takes some bytes too
def upload_roster() -> Response:
    """Keep the file, to look at it."""
    return uploaded(_upload_page, ".preview_roster")


@pages.get("/roster/blank.xlsx")
@needs(Permission.IMPORT_ROSTER)
def blank_roster_file() -> Response:
    """An empty roster to fill in."""
    return download(blank_roster(practice=practice()), EXCEL, _("空白名单"))


@pages.get("/roster/<file>")
@needs(Permission.IMPORT_ROSTER)
def preview_roster(file: str) -> Response:
    """先看一遍: what importing would do, and what must be mended."""
    try:
        preview = _preview(file)
    except WHOLE_FILE_REFUSALS as refusal:
        forget(file)
        return shown_again(_upload_page(refusal), refusal)
    most = MOST_SHOWN if request.args.get("all") else SHOWN
    faults = [(fault, *fault_parts(fault, language())) for fault in preview.plan.faults[:most]]
    return make_response(
        render_template(
            "district/roster_preview.html", preview=preview, faults=faults, layout=_layout(preview)
        )
    )


@pages.get("/roster/<file>/confirm")
@needs(Permission.IMPORT_ROSTER)
def ask_import_roster(file: str) -> str:
    """The last look before the register changes."""
    return render_template("district/roster_confirm.html", preview=_preview(file))


@pages.post("/roster/<file>/import")
@needs(Permission.IMPORT_ROSTER)
def import_roster(file: str) -> Response:
    """Import the file, or the good part of it, once."""
    accept_good = request.form.get("accept_good") == "1"
    wanted = Request.of(
        actor().user_id, ROUTE, uuid_field(), {"file": file, "accept_good": accept_good}
    )
    checked = _checked_if_there(file)
    with db().write() as session:
        done = run_once(
            session, wanted, lambda: _take_in(session, checked, accept_good=accept_good)
        )
    tell(_("导入好了 %(count)s 户", count=points(done.id)), _("新的户现在就能评分、发卡。"))
    if accept_good:  # what was refused can still be downloaded
        return make_response(redirect(url_for(".preview_roster", file=file), 303))
    forget(file)
    return make_response(redirect(url_for(".roster"), 303))


@pages.get("/roster/<file>/refused.xlsx")
@needs(Permission.IMPORT_ROSTER)
def refused_roster_rows(file: str) -> Response:
    """The rows to mend, as a workbook."""
    preview = _preview(file)
    roster_file = read_roster(preview.file.content, preview.file.file_name)
    content = refused_rows_workbook(
        refused_lines(roster_file, preview.checked, preview.plan.faults),
        lambda fault: fault_sentence(fault, language()),
        file_name=preview.file.file_name,
        practice=practice(),
    )
    return download(content, EXCEL, _("要改的名单"))


def _preview(file: str) -> Preview:
    uploaded_file = kept(file)
    checked = _checked(uploaded_file)
    with db().read() as session:
        return Preview(file, uploaded_file, checked, plan_of_roster(session, checked, secrets()))


def _checked(file: KeptFile) -> CheckedRoster:
    with db().read() as session:
        villages = known_villages(session)
    return check_roster(read_roster(file.content, file.file_name), villages)


def _checked_if_there(file: str) -> CheckedRoster | None:
    """The file, judged before the unit of work begins: tills need not wait for that."""
    there = kept_if_there(file)
    return _checked(there) if there else None


def _take_in(session: Session, checked: CheckedRoster | None, *, accept_good: bool) -> int:
    if checked is None:
        raise KeptFileGone
    plan = plan_of_roster(session, checked, secrets())
    take_in_roster(session, actor(), plan, secrets(), now=now(), accept_good=accept_good)
    return len(plan.new) + len(plan.changed)


def _layout(preview: Preview) -> str:
    names = {
        Layout.REGISTER: _("一个人一行"),
        Layout.SHEET: _("一户一行的表"),
        Layout.LEGACY_CSV: _("一户一行的 CSV"),
    }
    return names[preview.checked.layout]


def _upload_page(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        registered = count_households(session, actor(), HouseholdFilter())
    return render_template(
        "district/roster.html",
        registered=registered,
        most_mib=FILE_MIB,
        said=said(refusal) if refusal else None,
        lacks_villages=isinstance(refusal, NoVillages),
    )
