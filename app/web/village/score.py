"""评分: fourteen items at the door, and the page that says it is saved."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.scoring.questionnaires.queries import offer
from app.scoring.rounds.burden import Burden
from app.scoring.rounds.door import Door, at_door, at_door_again, next_due, visited_on
from app.scoring.rounds.mine import my_households
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import AlreadyScored, RoundNotOpen, WrongPeriod
from app.scoring.rounds.second_rules import OwnSecondSheet, SheetCompared
from app.scoring.rounds.send_back_rules import NotSentBack
from app.scoring.schemes.scales import AnswerBad
from app.scoring.schemes.totals import DeductionReasonMissing, ItemsMissing, missing_items
from app.scoring.visits.actions import NoteTooLong, VisitInFuture
from app.web.answer_form import answer_form, answers_in, as_last_month, reasons_in
from app.web.reading import (
    MOST_DIGITS,
    DateBad,
    FieldMissing,
    date_field,
    request_of,
    uuid_field,
)
from app.web.said import said, shown_again
from app.web.village.pages import pages
from app.web.village.second_choice import instead_of_form
from app.web.village.visits import day_of

#: What the form counts about itself, without anybody typing it.
BURDEN: Final = ("burden.taps", "burden.typed", "burden.seconds")
NOT_ANSWERS: Final = frozenset(
    {"csrf_token", "request_id", "replaces", "visited_on", "visit_note", "fill", *BURDEN}
)
#: What does not make a form another one: pressed twice, it is saved once.
NOT_CONTENT: Final = frozenset({"fill", *BURDEN})
FIELD_OF: Final[Mapping[type[Refusal], str]] = {
    WrongPeriod: "visited_on",
    VisitInFuture: "visited_on",
    DateBad: "visited_on",
    FieldMissing: "visited_on",
    NoteTooLong: "visit_note",
}
SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    ItemsMissing,
    AnswerBad,
    DeductionReasonMissing,
    AlreadyScored,
    RoundNotOpen,
    NotSentBack,
    SheetCompared,
    OwnSecondSheet,
    *FIELD_OF,
)


@dataclass(frozen=True)
class Draft:
    """What stands in the form as yet."""

    answers: Mapping[str, str]
    reasons: Mapping[str, str]
    note: str
    visited_on: str
    burden: Sequence[str] = ("", "", "")


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/score")
@needs(Permission.SCORE)
def score(round_id: int, household_id: int) -> Response | str:
    """The form: empty, or with the sheet that is there."""
    with db().read() as session:
        door = at_door(session, actor(), round_id, household_id)
        return instead_of_form(session, door) or score_form(door, begun(door))


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/score")
@needs(Permission.SCORE)
def save_score(round_id: int, household_id: int) -> Response:
    """Record the sheet; what is missing comes back with everything that was entered.

    A button that fills in last month's answers saves nothing: the form comes back with them.
    """
    if request.form.get("fill"):
        with db().read() as session:
            return filled_in(at_door(session, actor(), round_id, household_id))
    try:
        with db().write() as session:
            done = run_once(
                session,
                request_of("record_sheet", but=NOT_CONTENT),
                lambda: (
                    record_sheet(session, actor(), filled(round_id, household_id), now=now()).id
                ),
            )
    except SHOWN_AGAIN as refusal:
        return _again(round_id, household_id, refusal)
    return make_response(redirect(url_for(".saved", sheet_id=done.id)))


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
    sheet = door.sheet
    return Draft(sheet.answers if sheet else {}, sheet.reasons if sheet else {}, *_visit_of(door))


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


def entered() -> Draft:
    """What was typed into the form."""
    form = request.form
    answers, reasons = answers_in(form, NOT_ANSWERS), reasons_in(form)
    return Draft(
        answers,
        reasons,
        form.get("visit_note", ""),
        form.get("visited_on", ""),
        [form.get(name, "") for name in BURDEN],
    )


def filled(round_id: int, household_id: int) -> FilledSheet:
    """The form as the sheet it asks for."""
    typed = entered()
    replaces = request.form.get("replaces", "")
    return FilledSheet(
        uuid=uuid_field(),
        round_id=round_id,
        household_id=household_id,
        visited_at=visited_on(date_field("visited_on"), now()),
        answers=typed.answers,
        reasons=typed.reasons,
        note=typed.note,
        replaces_id=id_of(replaces) if replaces else None,
        burden=_counted(typed.burden),
    )


def _counted(figures: Sequence[str]) -> Burden | None:
    """What the form counted; None without scripts, or when it is no number."""
    if not all(each.isascii() and each.isdigit() and len(each) <= MOST_DIGITS for each in figures):
        return None
    taps, typed, seconds = map(int, figures)
    return Burden(taps, typed, seconds)


def filled_in(door: Door, *, second: bool = False) -> Response:
    """The form with last month's answers where the button asks for them; nothing is saved."""
    typed = entered()
    form = answer_form(door.scheme, typed.answers)
    answers = as_last_month(request.form["fill"], form, typed.answers, door.last_answers)
    return make_response(score_form(door, replace(typed, answers=answers), second=second))


def _again(round_id: int, household_id: int, refusal: Refusal) -> Response:
    with db().read() as session:
        door = at_door(session, actor(), round_id, household_id)
        return shown_again(score_form(door, entered(), refusal), refusal)


def score_form(
    door: Door, draft: Draft, refusal: Refusal | None = None, *, second: bool = False
) -> str:
    """The page with this in the form; after a refusal once more; `second`: for a second sheet."""
    missing = missing_items(door.scheme, draft.answers) if _lacks(refusal) else []
    return render_template(
        "village/score.html",
        door=door,
        second=second,
        draft=draft,
        form=answer_form(door.scheme, draft.answers),
        last=door.last_answers,
        burden=zip(BURDEN, draft.burden, strict=True),
        missing=missing,
        faults=[(code, door.scheme.answerable[code].name) for code in missing],
        said=said(refusal) if refusal and not missing else None,
        field=FIELD_OF.get(type(refusal), "") if refusal else "",
        days=_days_of(door.round.period),
        this_month=door.round.period == Period.of(now()),
    )


def _lacks(refusal: Refusal | None) -> bool:
    return isinstance(refusal, ItemsMissing)


def _days_of(period: Period) -> tuple[date, date]:
    """The first and last day on which a visit of the month can have been."""
    return local(period.starts_at).date(), min(period.last_day, local(now()).date())
