"""认定: the township's level of certification; sending back; putting the month on the wall."""

from collections.abc import Iterable

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from app.door.context import actor, db, now
from app.door.routes import needs
from app.door.sealing import seal_after
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.workdays.queries import calendar_if
from app.scoring.rounds.certify import certify_round, send_back_round
from app.scoring.rounds.closing import closing_of
from app.scoring.rounds.matrix import MatrixRow
from app.scoring.rounds.publicise import publicise_round
from app.scoring.rounds.rules import RoundReasonMissing
from app.scoring.rounds.send_back import send_back_sheets
from app.scoring.rounds.send_back_rules import AlreadySentBack, NoSheetChosen
from app.web.office.month import month_of
from app.web.office.round_page import matrix_page
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.township.pages import pages

# A reason names so many households before it says only how many there are.
MOST_NAMED = 5


@pages.get("/rounds/<int:round_id>/certify")
@needs(Permission.CERTIFY)
def ask_certify(round_id: int) -> str:
    """The facts, before it is final."""
    with db().read() as session:
        return render_template("township/certify.html", shown=month_of(session, round_id))


@pages.post("/rounds/<int:round_id>/certify")
@needs(Permission.CERTIFY)
def certify(round_id: int) -> Response:
    """Certify the month."""
    with db().write() as session:
        run_once(
            session,
            request_of("certify_round"),
            lambda: certify_round(session, actor(), round_id=round_id, now=now()).id,
        )
    tell(_("认定好了"), _("现在可以公示。公示到期以后入账。"))
    return make_response(redirect(url_for(".round_page", round_id=round_id)))


@pages.post("/rounds/<int:round_id>/send-back")
@needs(Permission.CERTIFY)
def send_back(round_id: int) -> Response:
    """Send the month back to the village; the households that were ticked stand in the reason."""
    with db().read() as session:
        shown = month_of(session, round_id)
        told = _reason(shown.rows)
        back = url_for(".rounds", period=str(shown.round.period))
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("send_back_round"),
                lambda: (
                    send_back_round(session, actor(), round_id=round_id, reason=told, now=now()).id
                ),
            )
    except RoundReasonMissing as refusal:
        with db().read() as session:
            page = matrix_page(month_of(session, round_id), refused=said(refusal))
        return shown_again(page, refusal)
    tell(_("退回村里了"), _("村里能看到您写的原因，改好以后会再交上来。"))
    return make_response(redirect(back))


@pages.post("/rounds/<int:round_id>/send-back-sheets")
@needs(Permission.CERTIFY)
def send_back_some(round_id: int) -> Response:
    """Send back the sheets of the households that were ticked; the others stay as they are."""
    with db().read() as session:
        sheet_ids = _ticked_sheets(month_of(session, round_id).rows)
    reason = request.form.get("reason", "")
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("send_back_sheets"),
                lambda: (
                    send_back_sheets(
                        session, actor(), round_id=round_id, sheet_ids=sheet_ids, reason=reason,
                        now=now(),
                    ).id
                ),
            )  # fmt: skip
    except (RoundReasonMissing, NoSheetChosen, AlreadySentBack) as refusal:
        with db().read() as session:
            page = matrix_page(month_of(session, round_id), refused=said(refusal))
        return shown_again(page, refusal)
    tell(
        ngettext("退回了 %(num)s 户", "退回了 %(num)s 户", len(sheet_ids)),
        _("评分的人看得到原因。只有这些户能改，都答复了村里再交上来。"),
    )
    return make_response(redirect(url_for(".round_page", round_id=round_id)))


@pages.get("/rounds/<int:round_id>/publicise")
@needs(Permission.PUBLICISE)
def ask_publicise(round_id: int) -> str:
    """When the notice would end."""
    with db().read() as session:
        shown = month_of(session, round_id)
        calendar = calendar_if(session, working_days=shown.round.counts_working_days)
        closes_at = closing_of(now(), shown.round.notice_days, None, calendar)
        return render_template("township/publicise.html", shown=shown, closes_at=closes_at)


@pages.post("/rounds/<int:round_id>/publicise")
@needs(Permission.PUBLICISE)
def publicise(round_id: int) -> Response:
    """Put the month on the wall."""
    with db().write() as session:
        run_once(
            session,
            request_of("publicise_round"),
            lambda: publicise_round(session, actor(), round_id=round_id, now=now()).id,
        )
    seal_after()
    tell(_("开始公示了"), _("请村里把公示打印出来，贴到公示栏。"))
    return make_response(redirect(url_for(".notice", round_id=round_id)))


def _ticked_sheets(rows: Iterable[MatrixRow]) -> list[int]:
    ticked = request.form.getlist("back")
    sheets = (row.line.sheet for row in rows if str(row.line.household.id) in ticked)
    return [sheet.id for sheet in sheets if sheet is not None]


def _reason(rows: Iterable[MatrixRow]) -> str:
    """The officer's words behind the names of whom they are about; no words stay no words."""
    ticked, reason = request.form.getlist("back"), request.form.get("reason", "").strip()
    homes = [row.line.household for row in rows if str(row.line.household.id) in ticked]
    if not homes or not reason:
        return reason
    names = _("、").join(home.head_name for home in homes[:MOST_NAMED])
    if len(homes) > MOST_NAMED:
        names = _("%(names)s等 %(count)s 户", names=names, count=len(homes))
    return _("%(names)s：%(reason)s", names=names, reason=reason)
