"""One household in one month: its sheet, or why there is none; and excusing it."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import HouseholdFilter, HouseholdNotFound, households
from app.scoring.pairs.queries import can_score_second, pair_of
from app.scoring.rounds.exempt import is_exempt
from app.scoring.rounds.exempting import end_exemption, exempt_household
from app.scoring.rounds.one import OneMonth, one_month
from app.scoring.rounds.record import excuse_household
from app.scoring.rounds.rules import (
    LONGEST_REASON,
    AlreadyExcusedOrScored,
    RoundNotOpen,
    RoundReasonMissing,
    can_object,
)
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.village.here import may
from app.web.village.pages import pages


@pages.get("/rounds/<int:round_id>/households/<int:household_id>")
@needs(Permission.VIEW_ROUND)
def sheet(round_id: int, household_id: int) -> str:
    """What a household got in a month, item by item, and what was said against it."""
    with db().read() as session:
        month = one_month(session, actor(), round_id, household_id)
        village = month.round.village_code
        return render_template(
            "village/sheet.html",
            month=month,
            may_excuse=may(Permission.EXCUSE, village),
            exempt=is_exempt(session, household_id),
            may_score=actor().may(Permission.SCORE),
            pair=pair_of(session, actor(), round_id, household_id),
            may_second=actor().may(Permission.SCORE)
            and month.can_score
            and can_score_second(session, actor(), month.sheet),
            may_send_back=may(Permission.SUBMIT, village),
            may_object=may(Permission.RECORD_OBJECTION, village) and can_object(month.round, now()),
        )


@pages.get("/rounds/<int:round_id>/households/number/<number>")
@needs(Permission.VIEW_ROUND)
def sheet_of_number(round_id: int, number: str) -> Response:
    """From a line on the wall, which knows the number only, to the household's month."""
    with db().read() as session:
        found = households(session, actor(), HouseholdFilter(number=number), limit=1)
        if not found:
            raise HouseholdNotFound
        url = url_for(".sheet", round_id=round_id, household_id=found[0].id)
    return make_response(redirect(url))


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/excuse")
@needs(Permission.EXCUSE)
def ask_excuse(round_id: int, household_id: int) -> str:
    """The form to excuse a household from this month."""
    with db().read() as session:
        return _excuse_page(one_month(session, actor(), round_id, household_id))


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/excuse")
@needs(Permission.EXCUSE)
def excuse(round_id: int, household_id: int) -> Response:
    """Excuse it, with a reason that only its own file shows."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("excuse"),
                lambda: (
                    excuse_household(
                        session,
                        actor(),
                        round_id=round_id,
                        household_id=household_id,
                        reason=request.form.get("reason", ""),
                        now=now(),
                    ).household_id
                ),
            )
    except (RoundReasonMissing, RoundNotOpen, AlreadyExcusedOrScored) as refusal:
        with db().read() as session:
            month = one_month(session, actor(), round_id, household_id)
            return shown_again(_excuse_page(month, refusal), refusal)
    tell(_("已定为免评"), _("公示上只写免评，不写原因。"))
    return make_response(redirect(url_for(".round_page", round_id=round_id)))


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/exempt")
@needs(Permission.EXCUSE)
def exempt(round_id: int, household_id: int) -> Response:
    """Score a household that cannot work for other things of the same weight, from now on."""
    with db().write() as session:
        run_once(
            session,
            request_of("exempt"),
            lambda: exempt_household(session, actor(), household_id=household_id, now=now()).id,
        )
    tell(_("已换成不劳动的项目"), _("分值一样多。为什么换，公示和名单上都不写。"))
    return make_response(redirect(url_for(".sheet", round_id=round_id, household_id=household_id)))


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/exempt/end")
@needs(Permission.EXCUSE)
def no_longer_exempt(round_id: int, household_id: int) -> Response:
    """Score it like everybody again, from now on."""
    with db().write() as session:
        run_once(
            session,
            request_of("end_exemption"),
            lambda: end_exemption(session, actor(), household_id=household_id, now=now()).id,
        )
    tell(_("已恢复和大家一样评"), _("以前评过的月份不变。"))
    return make_response(redirect(url_for(".sheet", round_id=round_id, household_id=household_id)))


def _excuse_page(month: OneMonth, refusal: Refusal | None = None) -> str:
    return render_template(
        "village/excuse.html",
        month=month,
        reason=request.form.get("reason", month.excuse.reason if month.excuse else ""),
        longest=LONGEST_REASON,
        said=said(refusal) if refusal else None,
    )
