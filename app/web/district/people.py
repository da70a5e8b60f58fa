"""人员: who signs in, and what they do where; adding one."""

from dataclasses import dataclass

from flask import Response, make_response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.papers.workbooks import Column, Sheet
from app.registry.accounts.actions import (
    LONGEST_NAME,
    PersonNameBad,
    UsernameBad,
    UsernameTaken,
    add_user,
)
from app.registry.accounts.permissions import Permission, Role
from app.registry.accounts.sign_in_rules import ONE_TIME_DAYS
from app.registry.places.actions import RoleDoesNotFit, appoint
from app.registry.places.queries import UnknownPlace
from app.registry.places.staff import (
    PAGE,
    Staff,
    StaffFilter,
    count_staff,
    staff_for,
    staff_page,
    work_choices,
)
from app.web.district.pages import pages
from app.web.excel import MOST_ROWS, excel
from app.web.filters import full_day
from app.web.reading import (
    ChoiceBad,
    FieldMissing,
    FieldTooLong,
    choice_field,
    request_of,
    text_field,
)
from app.web.said import said, shown_again
from app.words.roles import role_name

LONGEST_CODE = 32
FORM_REFUSALS = (
    ChoiceBad,
    FieldMissing,
    FieldTooLong,
    PersonNameBad,
    RoleDoesNotFit,
    UnknownPlace,
    UsernameBad,
    UsernameTaken,
)


@dataclass(frozen=True)
class Slip:
    """What is handed to a person on paper; the password is "" when it was shown before."""

    person: Staff
    password: str


@pages.get("/settings/people")
@needs(Permission.VIEW_AUDIT)
def people() -> str:
    """A search and a page of people."""
    wanted, after = _wanted(), request.args.get("after", "")
    with db().read() as session:
        found = staff_page(session, actor(), wanted, after=after, limit=PAGE + 1)
        total = count_staff(session, actor(), wanted)
        choices = work_choices(session)
    more = {name: value for name, value in request.args.items() if name != "after"}
    return render_template(
        "district/people.html",
        people=found[:PAGE],
        total=total,
        wanted=wanted,
        choices=choices,
        roles=role_choices(),
        role_name=lambda role: role_name(role, language()),
        next_after=found[PAGE - 1].username if len(found) > PAGE else "",
        asked=more,
        may_change=actor().may(Permission.MANAGE_USERS),
    )


@pages.get("/settings/people.xlsx")
@needs(Permission.VIEW_AUDIT)
def export_people() -> Response:
    """The whole search as a workbook: a line for each job."""
    with db().read() as session:
        found = staff_page(session, actor(), _wanted(), limit=MOST_ROWS)
    columns = [
        Column(_("登录名"), 18), Column(_("姓名"), 18), Column(_("做什么"), 18),
        Column(_("在哪里"), 30), Column(_("情况"), 12),
    ]  # fmt: skip
    rows = [
        (
            person.username, person.name, role_name(job.role, language()),
            job.at_name or _("全区"), _("在用") if person.active else _("已停用"),
        )
        for person in found
        for job in person.jobs
    ]  # fmt: skip
    heading = _("人员")
    return excel(heading, Sheet(heading, columns, rows, heading=heading, notes=[full_day(now())]))


@pages.get("/settings/people/new")
@needs(Permission.MANAGE_USERS)
def new_person() -> str:
    """A blank form."""
    return _form_page()


@pages.post("/settings/people/new")
@needs(Permission.MANAGE_USERS)
def save_person() -> Response:
    """Add a person with a first job; his one-time password is shown now and never again."""
    passwords: list[str] = []
    try:
        with db().write() as session:
            done = run_once(session, request_of("add_user"), lambda: _add(session, passwords))
            person = staff_for(session, actor(), done.id)
    except FORM_REFUSALS as refusal:
        return shown_again(_form_page(refusal), refusal)
    return slip_page(Slip(person, passwords[0] if passwords else ""))


def role_choices() -> list[tuple[str, str]]:
    """All roles that can be given, with their names."""
    return [(role.value, role_name(role, language())) for role in Role if role is not Role.CONSOLE]


def slip_page(slip: Slip) -> Response:
    """The page to print and hand over. It answers the form itself, so that nothing is stored."""
    return make_response(
        render_template(
            "district/login_slip.html",
            slip=slip,
            address=request.host_url,
            one_time_days=ONE_TIME_DAYS,
            role_name=lambda role: role_name(role, language()),
            back=url_for(".person", user_id=slip.person.id),
        )
    )


def _add(session: Session, passwords: list[str]) -> int:
    username, name = text_field("username", LONGEST_NAME), text_field("name", LONGEST_NAME)
    role, at_code = choice_field("role", Role), text_field("at", LONGEST_CODE)
    user, password = add_user(session, actor(), username=username, name=name, now=now())
    appoint(session, actor(), user, role=role, at_code=at_code, now=now())
    passwords.append(password)
    return user.id


def _wanted() -> StaffFilter:
    role = request.args.get("role", "")
    return StaffFilter(
        words=request.args.get("q", "").strip(),
        role=Role(role) if role in set(Role) else None,
        at_code=request.args.get("at", "").strip(),
    )


def _form_page(refusal: Refusal | None = None) -> str:
    with db().read() as session:
        choices = work_choices(session)
    return render_template(
        "district/person_form.html",
        choices=choices,
        roles=role_choices(),
        typed=request.form or request.args,
        said=said(refusal) if refusal else None,
    )
