"""分工: who serves which household, village by village; one by one or from a list."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.door.tables import table
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.actions import UnknownUser
from app.registry.accounts.permissions import Permission
from app.registry.households.assignments import (
    AssignmentLine,
    NothingToAssign,
    import_assignments,
)
from app.registry.households.queries import HouseholdNotFound
from app.registry.households.serving import (
    AssignmentFault,
    plan_assignments,
    service_by_village,
    servings,
)
from app.registry.places.queries import place_names
from app.web.district.pages import pages
from app.web.filters import points
from app.web.kept_files import KeptFile, forget, kept
from app.web.person_exports import persons_csv
from app.web.reading import FieldMissing, FieldTooLong, request_of, text_field
from app.web.said import said, shown_again, tell
from app.web.two_steps import CSV_MIB, TABLE_REFUSALS, taken_in, uploaded

COLUMNS = ("household", "username")
LONGEST_NUMBER, LONGEST_USERNAME = 20, 64
FILE_REFUSALS = (*TABLE_REFUSALS, HouseholdNotFound, NothingToAssign, UnknownUser)
FORM_REFUSALS = (FieldMissing, FieldTooLong, HouseholdNotFound, UnknownUser)


@pages.get("/settings/assignments")
@needs(Permission.VIEW_AUDIT)
def assignments() -> str:
    """How many households somebody serves, village by village."""
    return _page()


@pages.post("/settings/assignments")
@needs(Permission.ASSIGN)
def assign_one() -> Response:
    """Let a person serve one household from today on."""
    try:
        line = AssignmentLine(
            text_field("household", LONGEST_NUMBER), text_field("username", LONGEST_USERNAME)
        )
        with db().write() as session:
            run_once(
                session,
                request_of("assign"),
                lambda: import_assignments(session, actor(), [line], now=now()),
            )
    except FORM_REFUSALS as refusal:
        return shown_again(_page(refusal), refusal)
    tell(_("户 %(number)s 从今天起由 %(who)s 包", number=line.household, who=line.username))
    return make_response(redirect(url_for(".assignments"), 303))


@pages.get("/settings/assignments/import")
@needs(Permission.ASSIGN)
def assignments_file() -> str:
    """Choose a file."""
    return _upload_page()


@pages.post("/settings/assignments/import")
@needs(Permission.ASSIGN)
@takes_upload(mib=CSV_MIB)
def upload_assignments() -> Response:
    """Keep the file, to look at it."""
    return uploaded(_upload_page, ".preview_assignments")


@pages.get("/settings/assignments/import/<file>")
@needs(Permission.ASSIGN)
def preview_assignments(file: str) -> Response:
    """How many households would change hands, and which lines cannot be right."""
    try:
        rows = _rows(kept(file))
        with db().read() as session:
            plan = plan_assignments(session, actor(), rows)
    except FILE_REFUSALS as refusal:
        forget(file)
        return shown_again(_upload_page(refusal), refusal)
    why = {
        AssignmentFault.NO_HOUSEHOLD: _("没有这个户编号"),
        AssignmentFault.NO_USER: _("没有这个登录名，或者已经停用"),
        AssignmentFault.TWICE: _("这一户上面已经写过一次"),
    }
    return make_response(
        render_template("district/assignments_preview.html", file=file, plan=plan, why=why)
    )


@pages.post("/settings/assignments/import/<file>")
@needs(Permission.ASSIGN)
def take_in_assignments(file: str) -> Response:
    """Take the list in, all of it, once."""
    try:
        done = taken_in("import_assignments", file, _import)
    except FILE_REFUSALS as refusal:
        return shown_again(_upload_page(refusal), refusal)
    tell(_("分工导入好了：%(count)s 户", count=points(done.id)))
    return make_response(redirect(url_for(".assignments"), 303))


@pages.get("/settings/assignments.csv")
@needs(Permission.VIEW_AUDIT)
def assignments_as_file() -> Response:
    """Every household with who serves it: to fill in and import again."""
    with db().read() as session:
        found = servings(session, actor())
    rows = (
        (one.number, one.username, one.head_name, one.village_name, one.cadre_name) for one in found
    )
    head = [*COLUMNS, _("户主"), _("村"), _("名单上的帮扶责任人")]
    return persons_csv(head, rows, _("分工"), len(found))


def _rows(file: KeptFile) -> Sequence[tuple[int, AssignmentLine]]:
    """The lines that name somebody: in the list that we hand out many do not."""
    rows = [
        (row.number, AssignmentLine(**row.cells))
        for row in table(file.content, COLUMNS)
        if row.cells["username"]
    ]
    if not rows:
        raise NothingToAssign
    return rows


def _import(session: Session, file: KeptFile) -> int:
    lines = [line for _row, line in _rows(file)]
    return import_assignments(session, actor(), lines, now=now())


def _page(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        return render_template(
            "district/assignments.html",
            villages=service_by_village(session, actor()),
            names=place_names(session),
            typed=request.form,
            said=said(refusal) if refusal else None,
            may_change=actor().may(Permission.ASSIGN),
        )


def _upload_page(refusal: Refusal | None = None) -> str:
    return render_template(
        "district/assignments_file.html", said=said(refusal) if refusal else None
    )
