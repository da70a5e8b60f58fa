"""评分: fourteen items at the door, and the page that says it is saved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for

from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.kernel.period import Period
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.door import Door, at_door, at_door_again, next_due, visited_on
from app.scoring.rounds.mine import my_households
from app.scoring.rounds.record import FilledSheet, record_sheet
from app.scoring.rounds.rules import AlreadyScored, RoundNotOpen, WrongPeriod
from app.scoring.rounds.send_back_rules import NotSentBack
from app.scoring.schemes.scales import AnswerBad
from app.scoring.schemes.totals import DeductionReasonMissing, ItemsMissing, missing_items
from app.scoring.visits.actions import NoteTooLong, VisitInFuture
from app.scoring.visits.rules import Evidence
from app.web.answer_form import answer_form, answers_in, reasons_in
from app.web.reading import DateBad, FieldMissing, date_field, request_of, uuid_field
from app.web.said import said, shown_again
from app.web.village.evidence_form import (
    EVIDENCE_FIELD_OF,
    EVIDENCE_FIELDS,
    FORM_MIB,
    brought,
)
from app.web.village.pages import pages

NOT_ANSWERS: Final = EVIDENCE_FIELDS | {
    "csrf_token", "request_id", "replaces", "visited_on", "visit_note", "fill",
}  # fmt: skip
FIELD_OF: Final[Mapping[type[Refusal], str]] = {
    WrongPeriod: "visited_on",
    VisitInFuture: "visited_on",
    DateBad: "visited_on",
    FieldMissing: "visited_on",
    NoteTooLong: "visit_note",
    **EVIDENCE_FIELD_OF,
}
SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    ItemsMissing,
    AnswerBad,
    DeductionReasonMissing,
    AlreadyScored,
    RoundNotOpen,
    NotSentBack,
    *FIELD_OF,
)


@dataclass(frozen=True)
class Draft:
    """What stands in the form as yet."""

    answers: Mapping[str, str]
    reasons: Mapping[str, str]
    note: str
    visited_on: str
    evidence: Evidence
    fault: Refusal | None = None  # a picture that could not be kept


@pages.get("/rounds/<int:round_id>/households/<int:household_id>/score")
@needs(Permission.SCORE)
def score(round_id: int, household_id: int) -> str:
    """The form: empty, or with the sheet that is there, or with last month's answers."""
    with db().read() as session:
        door = at_door(session, actor(), round_id, household_id)
        return _form(door, _begun(door))


@pages.post("/rounds/<int:round_id>/households/<int:household_id>/score")
@needs(Permission.SCORE)
@takes_upload(mib=FORM_MIB)
def save_score(round_id: int, household_id: int) -> Response:
    """Record the sheet; what is missing comes back with everything that was entered."""
    draft, pictures = _entered()
    try:
        if draft.fault:
            raise draft.fault
        with db().write() as session:
            done = run_once(
                session,
                request_of("record_sheet", pictures),
                lambda: (
                    record_sheet(
                        session, actor(), _filled(round_id, household_id, draft), now=now()
                    ).id
                ),
            )
    except SHOWN_AGAIN as refusal:
        return _again(round_id, household_id, draft, refusal)
    return make_response(redirect(url_for(".saved", sheet_id=done.id)))


@pages.get("/sheets/<int:sheet_id>/saved")
@needs(Permission.SCORE)
def saved(sheet_id: int) -> str:
    """What the sheet came to, and whose turn it is next."""
    with db().read() as session:
        door = at_door_again(session, actor(), sheet_id)
        rows = my_households(session, actor(), door.round.period)
        return render_template(
            "village/saved.html", door=door, next=next_due(rows, door.household.id)
        )


def _begun(door: Door) -> Draft:
    """What the form opens with: the sheet that is there, unless last month's was asked for."""
    if door.last and request.args.get("fill") == "last":
        return Draft(door.last_answers, {}, *_visit_of(door), door.evidence)
    answers = door.sheet.answers if door.sheet else {}
    reasons = door.sheet.reasons if door.sheet else {}
    return Draft(answers, reasons, *_visit_of(door), door.evidence)


def _visit_of(door: Door) -> tuple[str, str]:
    """The note and the day of the visit; today while the month runs, never an invented day."""
    today = local(now()).date()
    if door.visit is not None:
        return door.visit.note, str(local(door.visit.visited_at).date())
    return "", str(today) if door.round.period == Period.of(now()) else ""


def _entered() -> tuple[Draft, list[str]]:
    """What the form says, and the names of its pictures, which are kept by now."""
    form, found = request.form, brought()
    draft = Draft(
        answers_in(form, NOT_ANSWERS),
        reasons_in(form),
        form.get("visit_note", ""),
        form.get("visited_on", ""),
        found.evidence,
        found.fault,
    )
    return draft, found.pictures


def _filled(round_id: int, household_id: int, entered: Draft) -> FilledSheet:
    """The form as the sheet it asks for."""
    replaces = request.form.get("replaces", "")
    return FilledSheet(
        uuid=uuid_field(),
        round_id=round_id,
        household_id=household_id,
        visited_at=visited_on(date_field("visited_on"), now()),
        answers=entered.answers,
        reasons=entered.reasons,
        note=entered.note,
        evidence=entered.evidence,
        replaces_id=id_of(replaces) if replaces else None,
    )


def _again(round_id: int, household_id: int, draft: Draft, refusal: Refusal) -> Response:
    with db().read() as session:
        door = at_door(session, actor(), round_id, household_id)
        return shown_again(_form(door, draft, refusal), refusal)


def _form(door: Door, draft: Draft, refusal: Refusal | None = None) -> str:
    missing = missing_items(door.scheme, draft.answers) if _lacks(refusal) else []
    return render_template(
        "village/score.html",
        door=door,
        draft=draft,
        form=answer_form(door.scheme, draft.answers),
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
