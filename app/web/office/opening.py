"""开月: open a month in all villages of the office that have households."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.installation import NotPractice
from app.kernel.once import run_once
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.reports.progress import village_progress
from app.scoring.rounds.open import open_rounds
from app.scoring.rounds.rules import (
    DEFAULT_ANSWER_DAYS,
    DEFAULT_NOTICE_DAYS,
    MOST_ANSWER_DAYS,
    MOST_NOTICE_DAYS,
    AnswerDaysBad,
    NoticeDaysBad,
)
from app.scoring.schemes.queries import NoScheme, version_of
from app.web.filters import month
from app.web.office.asked import period_asked
from app.web.office.shared import shared
from app.web.reading import FieldMissing, NumberBad, int_field, request_of, text_field
from app.web.said import said, shown_again, tell

MONTHS_OFFERED = 12
LONGEST_PERIOD = 7
WORKING = "working"
FORM_REFUSALS = (AnswerDaysBad, FieldMissing, NumberBad, NoticeDaysBad, NotPractice, NoScheme)


@shared.get("/rounds/open")
@needs(Permission.OPEN_ROUND)
def ask_open() -> str:
    """What opening the month would do."""
    this = Period.of(now())
    return _page(period_asked(this) or this)


@shared.post("/rounds/open")
@needs(Permission.OPEN_ROUND)
def open_month() -> Response:
    """Open it; villages whose month is open already are passed over."""
    period = Period.parse(text_field("period", LONGEST_PERIOD))
    try:
        days = int_field("notice_days", most=MOST_NOTICE_DAYS)
        answer_days = _answer_days()
        with db().write() as session:
            run_once(
                session,
                request_of("open_rounds"),
                lambda: _open(session, period, days, answer_days),
            )
    except FORM_REFUSALS as refusal:
        return shown_again(_page(period, refusal), refusal)
    tell(_("%(month)s开始评分了", month=month(period)), _("专干和帮包干部现在就能评这个月。"))
    return make_response(redirect(url_for(".rounds", period=str(period))))


def _answer_days() -> int:
    """As entered; a page that was opened before there was such a field means the usual."""
    if "answer_days" not in request.form:
        return DEFAULT_ANSWER_DAYS
    return int_field("answer_days", least=1, most=MOST_ANSWER_DAYS)


def _open(session: Session, period: Period, days: int, answer_days: int) -> int:
    opened = open_rounds(
        session, actor(), period=period, now=now(), notice_days=days, answer_days=answer_days,
        working_days=request.form.get("counted") == WORKING,
    )  # fmt: skip
    return len(opened.rounds)


def _page(period: Period, refusal: Refusal | None = None) -> str:
    this = Period.of(now())
    with db().read() as session:
        villages = village_progress(session, actor(), period)
        try:
            scheme_name = version_of(session, period).name
        except NoScheme:
            scheme_name = ""
        to_open = [village for village in villages if village.round_id is None]
        return render_template(
            "office/open.html",
            period=period,
            offered=[this.plus(-back) for back in range(MONTHS_OFFERED)],
            to_open=to_open,
            households=sum(village.households for village in to_open),
            existing=len(villages) - len(to_open),
            scheme_name=scheme_name,
            notice_days=request.form.get("notice_days", DEFAULT_NOTICE_DAYS),
            most_days=MOST_NOTICE_DAYS,
            answer_days=request.form.get("answer_days", DEFAULT_ANSWER_DAYS),
            most_answer_days=MOST_ANSWER_DAYS,
            counted=request.form.get("counted", "calendar"),
            refused=said(refusal) if refusal else None,
        )
