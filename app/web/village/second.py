"""另评一份: the same form for somebody who had no part in the first sheet, blind to its answers."""

from dataclasses import replace

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.registry.accounts.permissions import Permission
from app.scoring.pairs.queries import own_second_sheet
from app.scoring.pairs.record import first_for, record_second_sheet
from app.scoring.rounds.door import Door, at_door, next_due
from app.scoring.rounds.mine import my_households
from app.scoring.visits.rules import NOTHING
from app.web.said import shown_again
from app.web.village.evidence_form import FORM_MIB
from app.web.village.pages import pages
from app.web.village.score import SHOWN_AGAIN, begun, filled_in, score_form
from app.web.village.score_draft import entered, filled, saved_once


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/second")
@needs(Permission.SCORE)
def second(round_id: int, household_id: int) -> str:
    """The form, empty; never with those of the first sheet."""
    with db().read() as session:
        door = _blind(session, round_id, household_id)
        first_for(session, actor(), door.round, door.household.id)
        return score_form(door, begun(door), second=True)


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/second")
@needs(Permission.SCORE)
@takes_upload(FORM_MIB)
def save_second(round_id: int, household_id: int) -> Response:
    """Record it; what is missing comes back with everything that was entered."""
    draft = entered()
    if request.form.get("fill"):
        with db().read() as session:
            return filled_in(_blind(session, round_id, household_id), draft, second=True)

    def act(session: Session) -> int:
        wanted = filled(round_id, household_id, draft)
        return record_second_sheet(session, actor(), wanted, now=now()).id

    try:
        second_id = saved_once("record_second_sheet", draft, act)
    except SHOWN_AGAIN as refusal:
        with db().read() as session:
            door = _blind(session, round_id, household_id)
            return shown_again(score_form(door, draft, refusal, second=True), refusal)
    return make_response(redirect(url_for(".second_saved", second_id=second_id)))


@pages.get("/second-sheets/<int:second_id>/saved")
@needs(Permission.SCORE)
def second_saved(second_id: int) -> str:
    """What it came to, and whether somebody still has to decide."""
    with db().read() as session:
        own, decision = own_second_sheet(session, actor(), second_id)
        door = at_door(session, actor(), own.round_id, own.household_id)
        rows = my_households(session, actor(), door.round.period)
        return render_template(
            "village/second_saved.html",
            door=door,
            second=own,
            decision=decision,
            next=next_due(rows, door.household.id, now()),
        )


def _blind(session: Session, round_id: int, household_id: int) -> Door:
    door = at_door(session, actor(), round_id, household_id)
    return replace(door, sheet=None, visit=None, sent_back=None, evidence=NOTHING)
