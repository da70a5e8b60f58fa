"""From one state of the month to the next: each legally final step has a page that says so."""

from datetime import date
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.door.sealing import seal_after
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.workdays.queries import calendar_if
from app.scoring.rounds.access import round_for
from app.scoring.rounds.certify import submit_round, withdraw_round
from app.scoring.rounds.closing import closing_on, last_day_of
from app.scoring.rounds.deliberations import deliberation_required, has_deliberation
from app.scoring.rounds.models import Round
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.queries import progress_of
from app.scoring.rounds.rules import NoticeTooShort
from app.scoring.rounds.seconds import undecided_in
from app.scoring.rounds.sent_back import count_unanswered
from app.scoring.rounds.settle import settle_round
from app.scoring.rounds.village import lines_seen, moved_much
from app.web.filters import day
from app.web.reading import DateBad, FieldMissing, date_field, request_of
from app.web.said import said, shown_again, tell
from app.web.village.pages import pages

FAULTS_OF_DATE: Final = (NoticeTooShort, DateBad, FieldMissing)


@pages.get("/rounds/<int:round_id>/submit")
@needs(Permission.SUBMIT)
def ask_submit(round_id: int) -> str:
    """What is submitted, and what comes after."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.SUBMIT, round_id)
        return render_template(
            "village/submit.html",
            progress=progress_of(session, actor(), round_),
            moved=sum(map(moved_much, lines_seen(session, actor(), round_))),
            sent_back=count_unanswered(session, round_.id),
            differing=len(session.scalars(undecided_in(round_.id)).all()),
            needs_deliberation=deliberation_required(session)
            and not has_deliberation(session, round_.id),
        )


@pages.post("/rounds/<int:round_id>/submit")
@needs(Permission.SUBMIT)
def submit(round_id: int) -> Response:
    """The village's level of certification."""
    with db().write() as session:
        run_once(
            session,
            request_of("submit_round"),
            lambda: submit_round(session, actor(), round_id=round_id, now=now()).id,
        )
    tell(_("已提交，等镇里认定"), _("镇里打开看以前，还可以收回来改。"))
    return _to_round(round_id)


@pages.post("/rounds/<int:round_id>/withdraw")
@needs(Permission.SUBMIT)
def withdraw(round_id: int) -> Response:
    """Take the month back, as long as the township has not looked."""
    with db().write() as session:
        run_once(
            session,
            request_of("withdraw_round"),
            lambda: withdraw_round(session, actor(), round_id=round_id, now=now()).id,
        )
    tell(_("收回来了，可以接着改"), _("改好以后请再提交一次。"))
    return _to_round(round_id)


@pages.get("/rounds/<int:round_id>/publicise")
@needs(Permission.PUBLICISE)
def ask_publicise(round_id: int) -> str:
    """Until which day it hangs on the wall, and what that means."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.PUBLICISE, round_id)
        return _publicise_page(session, round_)


@pages.post("/rounds/<int:round_id>/publicise")
@needs(Permission.PUBLICISE)
def publicise(round_id: int) -> Response:
    """Open the notice."""
    try:
        closes_on = date_field("closes_on")
        with db().write() as session:
            run_once(
                session,
                request_of("publicise_round"),
                lambda: _publicised(session, round_id, closes_on).id,
            )
    except FAULTS_OF_DATE as refusal:
        return _publicise_again(round_id, refusal)
    seal_after()
    tell(_("公示开始了，到 %(day)s", day=day(closes_on)), _("请把公示打印出来，贴到公示栏。"))
    return make_response(redirect(url_for(".notice", round_id=round_id)))


@pages.get("/rounds/<int:round_id>/settle")
@needs(Permission.SETTLE)
def ask_settle(round_id: int) -> str:
    """Whose points become spendable, and who waits."""
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.SETTLE, round_id)
        return render_template(
            "village/settle.html",
            progress=progress_of(session, actor(), round_),
            ended=round_.closes_at is not None and round_.closes_at <= now(),
        )


@pages.post("/rounds/<int:round_id>/settle")
@needs(Permission.SETTLE)
def settle(round_id: int) -> Response:
    """Credit what nobody disputes, each household once."""
    with db().write() as session:
        run_once(
            session,
            request_of("settle_round"),
            lambda: settle_round(session, actor(), round_id=round_id, now=now()).id,
        )
        waiting = progress_of(
            session, actor(), round_for(session, actor(), Permission.SETTLE, round_id)
        ).disputed
    seal_after()
    tell(
        _("已入账，积分可以用了"),
        ngettext(
            "有 %(num)s 户还有异议，答复以后自动入账。",
            "有 %(num)s 户还有异议，答复以后自动入账。",
            waiting,
        )
        if waiting
        else "",
    )
    return _to_round(round_id)


def _to_round(round_id: int) -> Response:
    return make_response(redirect(url_for(".round_page", round_id=round_id)))


def _publicised(session: Session, round_id: int, closes_on: date) -> Round:
    round_ = round_for(session, actor(), Permission.PUBLICISE, round_id)
    closes_at = closing_on(closes_on, now(), round_.notice_days)
    return publicise_round(session, actor(), round_id=round_id, now=now(), closes_at=closes_at)


def _publicise_again(round_id: int, refusal: Refusal) -> Response:
    with db().read() as session:
        round_ = round_for(session, actor(), Permission.PUBLICISE, round_id)
        entered = request.form.get("closes_on", "")
        return shown_again(_publicise_page(session, round_, entered, refusal), refusal)


def _publicise_page(
    session: Session, round_: Round, closes_on: str = "", refusal: Refusal | None = None
) -> str:
    calendar = calendar_if(session, working_days=round_.counts_working_days)
    first_day = last_day_of(now(), round_.notice_days, calendar)
    return render_template(
        "village/publicise.html",
        progress=progress_of(session, actor(), round_),
        closes_on=closes_on if refusal else str(first_day),
        first_day=first_day,
        said=said(refusal) if refusal else None,
    )
