"""Before the form: who comes to a household that somebody else has scored chooses what to do."""

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.door.context import actor
from app.registry.accounts.queries import names_of
from app.scoring.pairs.queries import can_score_second
from app.scoring.rounds.door import Door
from app.scoring.rounds.seconds import decision_of, second_of


def instead_of_form(session: Session, door: Door) -> Response | None:
    """The choice, or what came of the person's own second sheet; None: the form is right."""
    asked = "correct" in request.args
    if door.sheet is None or not door.can_score or door.sent_back or asked:
        return None
    second = second_of(session, door.round.id, door.household.id)
    if second and second.recorded_by == actor().user_id and not decision_of(session, second):
        return make_response(redirect(url_for(".second_saved", second_id=second.id)))
    if not can_score_second(session, actor(), door.sheet):
        return None
    scorer = names_of(session, {door.sheet.recorded_by})[door.sheet.recorded_by]
    return make_response(render_template("village/second_choice.html", door=door, scorer=scorer))
