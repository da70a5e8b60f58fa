"""我不在的时候: who does my work while I am away; for others, the district office says so."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from flask import Response, make_response, redirect, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs, needs_sign_in
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.duties import DutiesClash
from app.registry.accounts.permissions import Permission
from app.registry.places.deputies import (
    LONGEST_REASON,
    Absence,
    DeputyDaysBad,
    DeputyReasonBad,
    HasDeputy,
    NotAColleague,
    NothingToPassOn,
    colleagues,
    end_deputy,
    may_pass_on,
    name_deputy,
    standing_in,
)
from app.registry.places.staff import staff_for
from app.web.account.pages import pages
from app.web.navigation import shell_of
from app.web.reading import DateBad, FieldMissing, FieldTooLong, date_field, request_of, text_field
from app.web.safe_urls import referring_page
from app.web.said import Said, said, shown_again, tell

LONGEST_ID = 20
FIELD_OF: Final[Mapping[type[Refusal], str]] = {
    DeputyDaysBad: "ends_on",
    DeputyReasonBad: "reason",
    NotAColleague: "deputy",
    DutiesClash: "deputy",
}
SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    *FIELD_OF,
    DateBad,
    FieldMissing,
    FieldTooLong,
    HasDeputy,
    NothingToPassOn,
)


@pages.get("/me/deputy")
@needs_sign_in
def deputy() -> str:
    """Who stands in for me, for whom I do, and the form for the next time."""
    return _page(actor().user_id)


@pages.post("/me/deputy")
@needs_sign_in
def save_deputy() -> Response:
    """Name a deputy for myself."""
    return _save(actor().user_id)


@pages.get("/settings/people/<int:user_id>/deputy")
@needs(Permission.MANAGE_USERS)
def deputy_of(user_id: int) -> str:
    """The same for somebody who cannot do it himself: he fell ill."""
    return _page(user_id)


@pages.post("/settings/people/<int:user_id>/deputy")
@needs(Permission.MANAGE_USERS)
def save_deputy_of(user_id: int) -> Response:
    """Name a deputy for somebody."""
    return _save(user_id)


@pages.post("/deputies/<int:deputyship_id>/end")
@needs_sign_in
def end(deputyship_id: int) -> Response:
    """Back again: the deputy's part ends now."""

    def act(session: Session) -> int:
        end_deputy(session, actor(), deputyship_id, now=now())
        return deputyship_id

    with db().write() as session:
        run_once(session, request_of(f"end_deputy:{deputyship_id}"), lambda: act(session))
    tell(_("代办结束了"), _("从现在起不能再代办；已经办的都算数。"))
    return make_response(redirect(referring_page()))


def _save(away_id: int) -> Response:
    try:
        with db().write() as session:
            run_once(session, request_of(f"name_deputy:{away_id}"), lambda: _name(session, away_id))
    except SHOWN_AGAIN as refusal:
        told = said(refusal)
        told = replace(told, field=FIELD_OF.get(type(refusal), told.field))
        return shown_again(_page(away_id, told), refusal)
    tell(_("代办人定好了"), _("到了日子，他登录就能办，每一步记的是他自己的名字。"))
    return make_response(redirect(request.path))


def _name(session: Session, away_id: int) -> int:
    absence = Absence(
        date_field("starts_on"), date_field("ends_on"), text_field("reason", LONGEST_REASON)
    )
    return name_deputy(
        session, actor(), away_id=away_id, deputy_id=id_of(text_field("deputy", LONGEST_ID)),
        absence=absence, now=now(),
    ).id  # fmt: skip


def _page(away_id: int, refusal: Said | None = None) -> str:
    today = local(now()).date()
    with db().read() as session:
        can = may_pass_on(session, away_id)
        return render_template(
            "account/deputy.html",
            shell=shell_of(actor()),
            away=staff_for(session, actor(), away_id) if away_id != actor().user_id else None,
            away_id=away_id,
            standing=standing_in(session, away_id, today),
            # Two colleagues of one name differ by what they sign in with.
            colleagues=[
                (str(user.id), f"{user.name}（{user.username}）")
                for user in (colleagues(session, actor(), away_id) if can else ())
            ],
            can=can,
            typed=request.form,
            said=refusal,
            today_is=today,
        )
