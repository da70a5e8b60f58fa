"""The record of a committee's meeting as a paper; the village and the offices print the same."""

from flask import render_template, url_for

from app.door.context import actor, db
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.scoring.rounds.deliberations import deliberation_for


def deliberation_paper(deliberation_id: int) -> str:
    """The paper, with the way back to the month in the reader's own pages."""
    with db().read() as session:
        held, round_ = deliberation_for(session, actor(), Permission.VIEW_ROUND, deliberation_id)
        return render_template(
            "papers/deliberation.html",
            held=held,
            round=round_,
            village_name=place_names(session)[round_.village_code],
            back=url_for(".round_page", round_id=round_.id),
        )
