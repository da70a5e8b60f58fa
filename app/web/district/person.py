"""One person: give and take jobs, a new password, the end of signing in."""

from collections.abc import Callable

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.errors import NotFound, Refusal
from app.kernel.once import run_once
from app.registry.accounts.actions import (
    reset_password,
    sign_out_everywhere,
    switch_off,
    take_grant,
    user_by_name,
)
from app.registry.accounts.duties import DutiesClash
from app.registry.accounts.permissions import Permission, Role
from app.registry.accounts.second_step import reset_second_step
from app.registry.accounts.second_step_queries import is_enrolled
from app.registry.accounts.sign_in_queries import open_sign_ins, rules_of
from app.registry.places.actions import RoleDoesNotFit, appoint
from app.registry.places.queries import UnknownPlace
from app.registry.places.staff import Staff, staff_for, work_choices
from app.web.district.pages import pages
from app.web.district.people import LONGEST_CODE, Slip, role_choices, slip_page
from app.web.reading import ChoiceBad, FieldMissing, FieldTooLong, choice_field, text_field
from app.web.reading import request_of as form_request
from app.web.said import said, shown_again, tell
from app.words.roles import role_name

JOB_REFUSALS = (ChoiceBad, DutiesClash, FieldMissing, FieldTooLong, RoleDoesNotFit, UnknownPlace)


@pages.get("/settings/people/<int:user_id>")
@needs(Permission.VIEW_AUDIT)
def person(user_id: int) -> str:
    """Who it is, and what he does where."""
    return _page(user_id)


@pages.post("/settings/people/<int:user_id>/jobs")
@needs(Permission.MANAGE_USERS)
def give_job(user_id: int) -> Response:
    """One more job."""
    try:
        role, at_code = choice_field("role", Role), text_field("at", LONGEST_CODE)
        _once("give_grant", user_id, lambda session, who: _appoint(session, who, role, at_code))
    except JOB_REFUSALS as refusal:
        return shown_again(_page(user_id, refusal), refusal)
    tell(_("工作加好了"), _("下一次打开页面就能用。"))
    return _back(user_id)


@pages.post("/settings/people/<int:user_id>/jobs/<int:grant_id>/take")
@needs(Permission.MANAGE_USERS)
def take_job(user_id: int, grant_id: int) -> Response:
    """Take a job away."""
    _once("take_grant", user_id, lambda session, who: _take(session, who, grant_id))
    tell(_("工作收回了"), _("他以前做的都还在。"))
    return _back(user_id)


@pages.get("/settings/people/<int:user_id>/password")
@needs(Permission.MANAGE_USERS)
def ask_reset_password(user_id: int) -> str:
    """What a new password means."""
    return _confirm_page(user_id, "password")


@pages.post("/settings/people/<int:user_id>/password")
@needs(Permission.MANAGE_USERS)
def reset_his_password(user_id: int) -> Response:
    """A new one-time password, shown now and never again."""
    passwords: list[str] = []

    def act(session: Session, who: Staff) -> None:
        passwords.append(reset_password(session, actor(), username=who.username, now=now()))

    found = _once("reset_password", user_id, act)
    return slip_page(Slip(found, passwords[0] if passwords else ""))


@pages.post("/settings/people/<int:user_id>/sign-out")
@needs(Permission.MANAGE_USERS)
def sign_person_out(user_id: int) -> Response:
    """End all sign-ins of somebody whose phone is gone; his password stays."""
    found = _once("sign_out_everywhere", user_id, _sign_out)
    tell(
        _("%(name)s在哪里都退出了", name=found.name),
        _("他可以马上重新登录。密码也让人知道了，就重设。"),
    )
    return _back(user_id)


@pages.post("/settings/people/<int:user_id>/second-step")
@needs(Permission.MANAGE_USERS)
def reset_his_second_step(user_id: int) -> Response:
    """Let somebody who lost phone and codes enrol anew."""
    found = _once("reset_second_step", user_id, _reset_second_step)
    tell(
        _("%(name)s的第二步重设了", name=found.name),
        _("他下一次登录只要密码，登录后马上要设新手机。"),
    )
    return _back(user_id)


@pages.get("/settings/people/<int:user_id>/off")
@needs(Permission.MANAGE_USERS)
def ask_switch_off(user_id: int) -> str:
    """What switching off means."""
    return _confirm_page(user_id, "off")


@pages.post("/settings/people/<int:user_id>/off")
@needs(Permission.MANAGE_USERS)
def switch_person_off(user_id: int) -> Response:
    """Let a person sign in no more."""
    found = _once(
        "switch_off",
        user_id,
        lambda session, who: switch_off(session, actor(), username=who.username, now=now()),
    )
    tell(_("%(name)s已停用", name=found.name), _("现在就不能登录了。他以前做的都还在。"))
    return _back(user_id)


def _once(route: str, user_id: int, act: Callable[[Session, Staff], None]) -> Staff:
    """Let a form act on a person once; answers who it is."""
    with db().write() as session:
        found = staff_for(session, actor(), user_id)

        def do() -> int:
            act(session, found)
            return user_id

        run_once(session, form_request(f"{route}:{user_id}"), do)
    return found


def _appoint(session: Session, who: Staff, role: Role, at_code: str) -> None:
    user = user_by_name(session, who.username)
    appoint(session, actor(), user, role=role, at_code=at_code, now=now())


def _sign_out(session: Session, who: Staff) -> None:
    sign_out_everywhere(session, actor(), username=who.username, now=now())


def _reset_second_step(session: Session, who: Staff) -> None:
    reset_second_step(session, actor(), username=who.username, now=now())


def _take(session: Session, who: Staff, grant_id: int) -> None:
    if all(job.grant_id != grant_id for job in who.jobs):
        raise NotFound
    take_grant(session, actor(), grant_id, now=now())


def _page(user_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        found = staff_for(session, actor(), user_id)
        choices = work_choices(session)
        idle_minutes = rules_of(session).idle_minutes([job.role for job in found.jobs])
        enrolled = is_enrolled(session, user_id)
        signed_in_at = open_sign_ins(session, user_id, idle_minutes, now())
    is_self = user_id == actor().user_id
    return render_template(
        "district/person.html",
        person=found,
        choices=choices,
        roles=role_choices(),
        role_name=lambda role: role_name(role, language()),
        typed=request.form,
        said=said(refusal) if refusal else None,
        # Whoever takes his own job away could not give it back to himself.
        may_change=actor().may(Permission.MANAGE_USERS) and found.active,
        is_self=is_self,
        enrolled=enrolled,
        signed_in_at=len(signed_in_at),
    )


def _confirm_page(user_id: int, verb: str) -> str:
    with db().read() as session:
        found = staff_for(session, actor(), user_id)
    return render_template(
        "district/person_confirm.html",
        person=found,
        verb=verb,
        role_name=lambda role: role_name(role, language()),
    )


def _back(user_id: int) -> Response:
    return make_response(redirect(url_for(".person", user_id=user_id), 303))
