"""退回重看: the committee sends one sheet back; who scored it says why it stays."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.models import Sheet
from app.scoring.rounds.one import OneMonth, one_month
from app.scoring.rounds.rules import LONGEST_REASON, RoundReasonMissing, SheetNotFound
from app.scoring.rounds.send_back import keep_sheet, send_back_sheet
from app.scoring.rounds.send_back_rules import AlreadySentBack, OwnSendBack, SendBackAnswered
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.village.pages import pages

Verb = Callable[[Session, int, str, datetime], Sheet]
SHOWN_AGAIN: Final = (RoundReasonMissing, AlreadySentBack, OwnSendBack, SendBackAnswered)


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/send-back")
@needs(Permission.SUBMIT)
def ask_send_back(round_id: int, household_id: int) -> str:
    """Why the sheet should be looked at again."""
    return _page("village/send_back.html", round_id, household_id)


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/send-back")
@needs(Permission.SUBMIT)
def send_back(round_id: int, household_id: int) -> Response:
    """Send it back to who scored it."""

    def verb(session: Session, sheet_id: int, reason: str, at: datetime) -> Sheet:
        return send_back_sheet(session, actor(), sheet_id=sheet_id, reason=reason, now=at)

    refused = _carried_out("send_back_sheet", verb, round_id, household_id)
    if refused is not None:
        page = _page("village/send_back.html", round_id, household_id, refused)
        return shown_again(page, refused)
    tell(_("退给评分的人了"), _("他的名单上这一户排在最前面，写着您的原因。"))
    return _to_sheet(round_id, household_id)


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/keep")
@needs(Permission.SCORE, Permission.SUBMIT)
def ask_keep(round_id: int, household_id: int) -> str:
    """Why the sheet stays as it is."""
    return _page("village/keep.html", round_id, household_id)


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/keep")
@needs(Permission.SCORE, Permission.SUBMIT)
def keep(round_id: int, household_id: int) -> Response:
    """Answer that it stays."""

    def verb(session: Session, sheet_id: int, reason: str, at: datetime) -> Sheet:
        return keep_sheet(session, actor(), sheet_id=sheet_id, reason=reason, now=at)

    refused = _carried_out("keep_sheet", verb, round_id, household_id)
    if refused is not None:
        return shown_again(_page("village/keep.html", round_id, household_id, refused), refused)
    tell(_("答复记下了"), _("分不变，退回的人看得到您写的原因。"))
    return _to_sheet(round_id, household_id)


def _carried_out(route: str, verb: Verb, round_id: int, household_id: int) -> Refusal | None:
    """Do it once to the sheet that counts; the refusal that the form is shown again with."""
    reason = request.form.get("reason", "")
    try:
        with db().write() as session:
            sheet = one_month(session, actor(), round_id, household_id).sheet
            if sheet is None:
                raise SheetNotFound
            run_once(session, request_of(route), lambda: verb(session, sheet.id, reason, now()).id)
    except SHOWN_AGAIN as refusal:
        return refusal
    return None


def _page(template: str, round_id: int, household_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        month: OneMonth = one_month(session, actor(), round_id, household_id)
        return render_template(
            template,
            month=month,
            reason=request.form.get("reason", ""),
            longest=LONGEST_REASON,
            said=said(refusal) if refusal else None,
        )


def _to_sheet(round_id: int, household_id: int) -> Response:
    return make_response(redirect(url_for(".sheet", round_id=round_id, household_id=household_id)))
