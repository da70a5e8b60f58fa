"""积分更正: ask for one; approve or refuse somebody else's."""

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.ledger.asked import correction_for
from app.ledger.corrections import (
    LONGEST_REASON,
    MOST_POINTS,
    CorrectionPointsBad,
    ReasonMissing,
    ask_correction,
    refuse_correction,
)
from app.ledger.models import Direction
from app.ledger.queries import balance_of
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.registry.places.queries import place_names
from app.scoring.rounds.late import approve_any_correction
from app.scoring.rounds.late_queries import late_of_correction
from app.web.office.shared import shared
from app.web.reading import (
    ChoiceBad,
    FieldMissing,
    FieldTooLong,
    NumberBad,
    choice_field,
    int_field,
    request_of,
    text_field,
)
from app.web.said import said, shown_again, tell

FIELD_REFUSALS = (ChoiceBad, FieldMissing, FieldTooLong, NumberBad)


@shared.get("/households/<int:household_id>/correction")
@needs(Permission.ASK_CORRECTION)
def ask_correction_page(household_id: int) -> str:
    """The form."""
    return _page(household_id)


@shared.post("/households/<int:household_id>/correction")
@needs(Permission.ASK_CORRECTION)
def ask_for_correction(household_id: int) -> Response:
    """Ask; nothing moves until somebody else has approved."""
    try:
        direction = choice_field("direction", Direction)
        points = int_field("points", least=1, most=MOST_POINTS)
        reason = text_field("reason", LONGEST_REASON)
        with db().write() as session:
            done = run_once(
                session,
                request_of("ask_correction"),
                lambda: ask_correction(
                    session, actor(), household_id=household_id, points=points,
                    direction=direction, reason=reason, now=now(),
                ).id,
            )  # fmt: skip
    except (*FIELD_REFUSALS, CorrectionPointsBad, ReasonMissing) as refusal:
        return shown_again(_page(household_id, refusal), refusal)
    tell(_("更正提上去了"), _("积分还没有动。要另一个人批了才加减。"))
    return make_response(redirect(url_for(".correction", correction_id=done.id)))


@shared.get("/corrections/<int:correction_id>")
@needs(Permission.VIEW_STATEMENT)
def correction(correction_id: int) -> str:
    """One correction, with what approving it would do."""
    return _decision_page(correction_id)


@shared.post("/corrections/<int:correction_id>")
@needs(Permission.APPROVE_CORRECTION)
def approve(correction_id: int) -> Response:
    """Approve it: the points move now."""
    with db().write() as session:
        run_once(
            session,
            request_of("approve_correction"),
            lambda: (
                approve_any_correction(session, actor(), correction_id=correction_id, now=now()).id
            ),
        )
    tell(_("更正批了"), _("积分已经加减好，这一户的积分账上看得到。"))
    return make_response(redirect(url_for(".correction", correction_id=correction_id)))


@shared.post("/corrections/<int:correction_id>/refusal")
@needs(Permission.APPROVE_CORRECTION)
def refuse(correction_id: int) -> Response:
    """Refuse it, with a reason: no points move."""
    try:
        reason = text_field("refusal", LONGEST_REASON)
        with db().write() as session:
            run_once(
                session,
                request_of("refuse_correction"),
                lambda: (
                    refuse_correction(
                        session, actor(), correction_id=correction_id, reason=reason, now=now()
                    ).id
                ),
            )
    except (FieldMissing, FieldTooLong, ReasonMissing) as refusal:
        return shown_again(_decision_page(correction_id, refusal), refusal)
    tell(_("退回了"), _("积分没有动。提的人会看到原因，可以改好再提。"))
    return make_response(redirect(url_for(".correction", correction_id=correction_id)))


def _decision_page(correction_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        asked = correction_for(session, actor(), correction_id)
        return render_template(
            "office/correction.html",
            asked=asked,
            late=late_of_correction(session, correction_id),
            village_name=place_names(session).get(asked.household.village_code, ""),
            is_own=asked.correction.asked_by == actor().user_id,
            may_approve=actor().may(Permission.APPROVE_CORRECTION),
            typed=request.form,
            longest_reason=LONGEST_REASON,
            refused=said(refusal) if refusal else None,
        )


def _page(household_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        home = household_for(session, actor(), Permission.ASK_CORRECTION, household_id)
        balance_points = balance_of(session, home.id)
        village_name = place_names(session).get(home.village_code, "")
        return render_template(
            "office/correct.html",
            home=home,
            village_name=village_name,
            balance_points=balance_points,
            most_points=MOST_POINTS,
            typed=request.form,
            refused=said(refusal) if refusal else None,
        )
