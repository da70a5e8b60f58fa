"""入账: credit months whose notice has ended; one village, or all that are due."""

from flask import Response, make_response, redirect, render_template, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.door.sealing import seal_after
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.overview import settleable
from app.scoring.rounds.settle import settle_due, settle_round
from app.web.office.month import month_of
from app.web.office.shared import shared
from app.web.reading import request_of
from app.web.said import tell


@shared.get("/rounds/<int:round_id>/settle")
@needs(Permission.SETTLE)
def ask_settle(round_id: int) -> str:
    """What settling the month would credit."""
    with db().read() as session:
        return render_template("office/settle.html", shown=month_of(session, round_id))


@shared.post("/rounds/<int:round_id>/settle")
@needs(Permission.SETTLE)
def settle(round_id: int) -> Response:
    """Credit it."""
    with db().write() as session:
        run_once(
            session,
            request_of("settle_round"),
            lambda: settle_round(session, actor(), round_id=round_id, now=now()).id,
        )
    seal_after()
    tell(_("入账了"), _("村民现在就能用这些分兑换。有异议的户，答复以后自动入账。"))
    return make_response(redirect(url_for(".round_page", round_id=round_id)))


@shared.get("/rounds/due")
@needs(Permission.SETTLE)
def ask_settle_due() -> str:
    """Which months would be settled."""
    with db().read() as session:
        due = settleable(session, actor(), now())
        return render_template(
            "office/settle_due.html",
            due=due,
            households=sum(row[2] for row in due),
            points=sum(row[3] for row in due),
        )


@shared.post("/rounds/due")
@needs(Permission.SETTLE)
def settle_all_due() -> Response:
    """Settle them all."""
    with db().write() as session:
        done = run_once(session, request_of("settle_due"), lambda: _settle(session))
    seal_after()
    tell(_("%(count)s 个村入账了", count=done.id), _("村民现在就能用这些分兑换。"))
    return make_response(redirect(url_for(".home")))


def _settle(session: Session) -> int:
    return len(settle_due(session, actor(), now=now()))
