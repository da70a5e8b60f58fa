"""一次性奖励 as an office reads it: what for, who proposed it; and striking it with a reason."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.scoring.rounds.award_queries import award_shown
from app.scoring.rounds.award_rules import can_strike
from app.scoring.rounds.awards import strike_award
from app.scoring.rounds.rules import LONGEST_REASON, RoundReasonMissing
from app.web.office.shared import shared
from app.web.reading import request_of
from app.web.said import said, shown_again, tell


@shared.get("/awards/<int:award_id>")
@needs(Permission.VIEW_ROUND)
def award(award_id: int) -> str:
    """The award with all that is known of it."""
    return _page(award_id)


@shared.post("/awards/<int:award_id>")
@needs(Permission.CERTIFY, Permission.DECIDE_OBJECTION)
def strike(award_id: int) -> Response:
    """Strike it; the month goes on without it."""
    reason = request.form.get("reason", "")
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("strike_award"),
                lambda: (
                    strike_award(session, actor(), award_id=award_id, reason=reason, now=now()).id
                ),
            )
    except RoundReasonMissing as refusal:
        return shown_again(_page(award_id, refusal), refusal)
    tell(_("取消了"), _("提的人看得到您写的原因。这一户别的分不受影响。"))
    return make_response(redirect(url_for(".award", award_id=award_id)))


def _page(award_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        shown = award_shown(session, actor(), award_id)
        return render_template(
            "office/award.html",
            shown=shown,
            village_name=place_names(session).get(shown.award.village_code, ""),
            may_strike=can_strike(actor(), shown.award, shown.round),
            typed=request.form,
            longest=LONGEST_REASON,
            refused=said(refusal) if refusal else None,
        )
