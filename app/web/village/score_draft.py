"""What stands in the score form as yet: answers, the visit, and what the form counted itself."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flask import request
from sqlalchemy.orm import Session

from app.door.clean import id_of
from app.door.context import db, now
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.scoring.rounds.burden import Burden
from app.scoring.rounds.door import visited_on
from app.scoring.rounds.found import Found
from app.scoring.rounds.record import FilledSheet
from app.scoring.visits.rules import Evidence
from app.web.answer_form import answers_in, reasons_in
from app.web.reading import MOST_DIGITS, date_field, request_of, uuid_field
from app.web.village.evidence_form import EVIDENCE_FIELDS, brought

#: What the form counts about itself, without anybody typing it.
BURDEN: Final = ("burden.taps", "burden.typed", "burden.seconds")
#: What does not make a form another one: pressed twice, it is saved once.
MAY_DIFFER: Final = frozenset({"fill", *BURDEN})
NOT_ANSWERS: Final = (
    EVIDENCE_FIELDS
    | MAY_DIFFER
    | {"csrf_token", "request_id", "replaces", "visited_on", "visit_note", "late_reason"}
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
    pictures: Sequence[str] = ()  # names of all that were sent, for the hash of the request
    burden: Sequence[str] = ("", "", "")
    late_reason: str = ""


def entered() -> Draft:
    """What the form says; its pictures are kept by now."""
    form, found = request.form, brought()
    return Draft(
        answers_in(form, NOT_ANSWERS),
        reasons_in(form),
        form.get("visit_note", ""),
        form.get("visited_on", ""),
        found.evidence,
        found.fault,
        found.pictures,
        [form.get(name, "") for name in BURDEN],
        form.get("late_reason", ""),
    )


def found(round_id: int, household_id: int, draft: Draft) -> Found:
    """The form as what was found at the door.

    :raises DateBad: and FieldMissing, when the day of the visit is none.
    """
    return Found(
        round_id=round_id,
        household_id=household_id,
        visited_at=visited_on(date_field("visited_on"), now()),
        answers=draft.answers,
        reasons=draft.reasons,
        note=draft.note,
        evidence=draft.evidence,
    )


def filled(round_id: int, household_id: int, draft: Draft) -> FilledSheet:
    """The form as the sheet it asks for.

    :raises DateBad: and FieldMissing, when the day of the visit is none.
    """
    replaces = request.form.get("replaces", "")
    return FilledSheet(
        uuid=uuid_field(),
        found=found(round_id, household_id, draft),
        replaces_id=id_of(replaces) if replaces else None,
        burden=_counted(draft.burden),
    )


def saved_once(route: str, draft: Draft, act: Callable[[Session], int]) -> int:
    """Save a draft once, however often its form is sent; answers the id of what it became.

    :raises PictureUnreadable: and PictureTooLarge, for a picture that could not be kept.
    """
    if draft.fault:
        raise draft.fault
    with db().write() as session:
        wanted = request_of(route, MAY_DIFFER, draft.pictures)
        return run_once(session, wanted, lambda: act(session)).id


def _counted(figures: Sequence[str]) -> Burden | None:
    """What the form counted; None without scripts, or when it is no number."""
    if not all(each.isascii() and each.isdigit() and len(each) <= MOST_DIGITS for each in figures):
        return None
    taps, typed, seconds = map(int, figures)
    return Burden(taps, typed, seconds)
