"""评分: fourteen items at the door, and the page that says it is saved."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.period import Period
from app.ledger.corrections import ReasonMissing
from app.registry.accounts.permissions import Permission
from app.scoring.questionnaires.queries import offer
from app.scoring.rounds.door import Door, at_door, at_door_again, next_due
from app.scoring.rounds.mine import my_households
from app.scoring.rounds.record import record_sheet
from app.scoring.rounds.rules import AlreadyScored, RoundNotOpen, WrongPeriod
from app.scoring.rounds.second_rules import OwnSecondSheet, SheetCompared
from app.scoring.rounds.send_back_rules import NotSentBack
from app.scoring.schemes.scales import AnswerBad
from app.scoring.schemes.totals import DeductionReasonMissing, ItemsMissing, missing_items
from app.scoring.visits.actions import NoteTooLong, VisitInFuture
from app.web.answer_form import answer_form, as_last_month
from app.web.reading import DateBad, FieldMissing
from app.web.said import said, shown_again
from app.web.village.evidence_form import EVIDENCE_FIELD_OF, FORM_MIB
from app.web.village.pages import pages
from app.web.village.score_draft import BURDEN, Draft, entered, filled, saved_once
from app.web.village.second_choice import instead_of_form
from app.web.village.visits import day_of

FIELD_OF: Final[Mapping[type[Refusal], str]] = {
    WrongPeriod: "visited_on",
    VisitInFuture: "visited_on",
    DateBad: "visited_on",
    FieldMissing: "visited_on",
    NoteTooLong: "visit_note",
    ReasonMissing: "late_reason",
    **EVIDENCE_FIELD_OF,
}
SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    ItemsMissing,
    AnswerBad,
    DeductionReasonMissing,
    AlreadyScored,
    RoundNotOpen,
    NotSentBack,
    OwnSecondSheet,
    SheetCompared,
    *FIELD_OF,
)
IN_TIME: Final = "village/score.html"
LATE: Final = "village/late_form.html"


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/score")
@needs(Permission.SCORE)
def score(round_id: int, household_id: int) -> Response | str:
    """The form: empty, or with the sheet that is there."""
    with db().read() as session:
        door = at_door(session, actor(), round_id, household_id)
        return instead_of_form(session, door) or score_form(door, begun(door))


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/score")
@needs(Permission.SCORE)
@takes_upload(FORM_MIB)
def save_score(round_id: int, household_id: int) -> Response:
    """Record the sheet; what is missing comes back with everything that was entered.

    A button that fills in last month's answers saves nothing: the form comes back with them.
    """
    draft = entered()
    if request.form.get("fill"):
        with db().read() as session:
            return filled_in(at_door(session, actor(), round_id, household_id), draft)

    def act(session: Session) -> int:
        wanted = filled(round_id, household_id, draft)
        return record_sheet(session, actor(), wanted, now=now()).id

    try:
        sheet_id = saved_once("record_sheet", draft, act)
    except SHOWN_AGAIN as refusal:
        # The month closed meanwhile: what was found is not lost, it can be proposed as it stands.
        template = LATE if isinstance(refusal, RoundNotOpen) else IN_TIME
        with db().read() as session:
            door = at_door(session, actor(), round_id, household_id)
            return shown_again(score_form(door, draft, refusal, template=template), refusal)
    return make_response(redirect(url_for(".saved", sheet_id=sheet_id)))


@pages.get("/sheets/<int:sheet_id>/saved")
@needs(Permission.SCORE)
def saved(sheet_id: int) -> str:
    """What the sheet came to, and whose turn it is next."""
    with db().read() as session:
        door = at_door_again(session, actor(), sheet_id)
        rows = my_households(session, actor(), door.round.period)
        return render_template(
            "village/saved.html",
            door=door,
            next=next_due(rows, door.household.id, now()),
            on=_earlier_day(door),
            day=day_of(session, rows) if door.round.period == Period.of(now()) else None,
            questions=offer(session, door.household.id, door.round.period),
        )


def begun(door: Door) -> Draft:
    """What the form opens with: the sheet that is there, or nothing."""
    answers = door.sheet.answers if door.sheet else {}
    reasons = door.sheet.reasons if door.sheet else {}
    return Draft(answers, reasons, *_visit_of(door), door.evidence)


def filled_in(door: Door, draft: Draft, *, second: bool = False) -> Response:
    """The form with last month's answers where the button asks for them; nothing is saved."""
    form = answer_form(door.scheme, draft.answers)
    answers = as_last_month(request.form["fill"], form, draft.answers, door.last_answers)
    return make_response(score_form(door, replace(draft, answers=answers), second=second))


def score_form(
    door: Door,
    draft: Draft,
    refusal: Refusal | None = None,
    *,
    second: bool = False,
    template: str = IN_TIME,
) -> str:
    """The page with this in the form, after a refusal once more.

    :param second: for a second sheet of the household.
    :param template: LATE for a month that was closed.
    """
    missing = missing_items(door.scheme, draft.answers) if _lacks(refusal) else []
    return render_template(
        template,
        door=door,
        second=second,
        draft=draft,
        form=answer_form(door.scheme, draft.answers),
        last=door.last_answers,
        fillable=door.can_score,
        burden=zip(BURDEN, draft.burden, strict=True),
        missing=missing,
        faults=[(code, door.scheme.answerable[code].name) for code in missing],
        said=said(refusal) if refusal and not missing else None,
        field=FIELD_OF.get(type(refusal), "") if refusal else "",
        days=_days_of(door.round.period),
        this_month=door.round.period == Period.of(now()),
    )


def _visit_of(door: Door) -> tuple[str, str]:
    """The note and the day of the visit; never an invented day.

    Else the day of the sheet that was copied before this one, or today while the month runs.
    """
    today = local(now()).date()
    if door.visit is not None:
        return door.visit.note, str(local(door.visit.visited_at).date())
    usual = str(today) if door.round.period == Period.of(now()) else ""
    return "", request.args.get("on", usual)


def _earlier_day(door: Door) -> str | None:
    """The day of the visit unless it was today: the next sheet of the pile is of that day too."""
    on = local(door.visit.visited_at).date() if door.visit else None
    return str(on) if on and on != local(now()).date() else None


def _lacks(refusal: Refusal | None) -> bool:
    return isinstance(refusal, ItemsMissing)


def _days_of(period: Period) -> tuple[date, date]:
    """The first and last day on which a visit of the month can have been."""
    return local(period.starts_at).date(), min(period.last_day, local(now()).date())
