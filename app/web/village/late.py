"""补评: score a household for a month that was closed; another person approves it."""

from typing import Final

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.kernel.errors import Refusal
from app.ledger.corrections import CorrectionPointsBad, ReasonMissing
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.scoring.rounds import late_queries
from app.scoring.rounds.door import at_door
from app.scoring.rounds.late import propose_late_sheet
from app.scoring.rounds.late_rules import (
    LateMonthOpen,
    LateSheetExists,
    LateSheetWaits,
    NothingToCorrect,
)
from app.web.said import shown_again, tell
from app.web.village.evidence_form import FORM_MIB
from app.web.village.pages import pages
from app.web.village.score import LATE, SHOWN_AGAIN, begun, score_form
from app.web.village.score_draft import entered, found, saved_once

LATE_SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    *SHOWN_AGAIN,
    CorrectionPointsBad,
    LateMonthOpen,
    LateSheetExists,
    LateSheetWaits,
    NothingToCorrect,
    ReasonMissing,
)


@pages.get("/households/<int:household_id>/late")
@needs(Permission.SCORE)
def late_months(household_id: int) -> str:
    """The closed months of a household, and which of them can be scored late."""
    with db().read() as session:
        household = household_for(session, actor(), Permission.SCORE, household_id)
        return render_template(
            "village/late_months.html",
            household=household,
            months=late_queries.late_months(session, household),
        )


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/late")
@needs(Permission.SCORE)
def late(round_id: int, household_id: int) -> str:
    """The form, with what was credited if there is something."""
    with db().read() as session:
        door = at_door(session, actor(), round_id, household_id)
        return score_form(door, begun(door), template=LATE)


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/late")
@needs(Permission.SCORE)
@takes_upload(FORM_MIB)
def propose_late(round_id: int, household_id: int) -> Response:
    """Propose it; what is missing comes back with everything that was entered."""
    draft = entered()

    def act(session: Session) -> int:
        wanted = found(round_id, household_id, draft)
        return propose_late_sheet(session, actor(), wanted, why=draft.late_reason, now=now()).id

    try:
        saved_once("propose_late_sheet", draft, act)
    except LATE_SHOWN_AGAIN as refusal:
        with db().read() as session:
            door = at_door(session, actor(), round_id, household_id)
            page = score_form(door, draft, refusal, template=LATE)
        return shown_again(page, refusal)
    tell(_("补评提上去了"), _("积分还没有动。要另一个人批了才加减。"))
    return make_response(redirect(url_for(".late_months", household_id=household_id)))
