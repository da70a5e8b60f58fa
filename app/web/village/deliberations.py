"""村级评议: the committee's meeting about a month, written down, corrected, printed."""

from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.clock import local
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.scoring.rounds.access import round_for
from app.scoring.rounds.certifying_models import Deliberation
from app.scoring.rounds.deliberate import Meeting, record_deliberation
from app.scoring.rounds.deliberation_rules import (
    LONGEST_MINUTES,
    DeliberationDayBad,
    DeliberationReplaced,
    DeliberationTooLate,
    MinutesBad,
    PresentBad,
)
from app.scoring.rounds.deliberations import deliberation_for, names_at
from app.scoring.rounds.models import Round
from app.web.deliberation_paper import deliberation_paper
from app.web.reading import DateBad, FieldMissing, date_field, request_of, uuid_field
from app.web.said import said, shown_again, tell
from app.web.village.pages import pages

FIELD_OF: Final[dict[type[Refusal], str]] = {
    DeliberationDayBad: "met_on",
    DateBad: "met_on",
    FieldMissing: "met_on",
    PresentBad: "others",
    MinutesBad: "minutes",
}
SHOWN_AGAIN: Final[tuple[type[Refusal], ...]] = (
    DeliberationTooLate,
    DeliberationReplaced,
    *FIELD_OF,
)


@pages.get("/rounds/<int:round_id>/deliberation")
@needs(Permission.SUBMIT)
def ask_deliberation(round_id: int) -> str:
    """The form for a meeting."""
    with db().read() as session:
        return _form(session, round_for(session, actor(), Permission.SUBMIT, round_id))


@pages.post("/rounds/<int:round_id>/deliberation")
@needs(Permission.SUBMIT)
def save_deliberation(round_id: int) -> Response:
    """Record a meeting."""
    return _saved(round_id)


@pages.get("/deliberations/<int:deliberation_id>/correct")
@needs(Permission.SUBMIT)
def ask_correct_deliberation(deliberation_id: int) -> str:
    """The form once more, with what was recorded: saving it makes a new record."""
    with db().read() as session:
        held, round_ = deliberation_for(session, actor(), Permission.SUBMIT, deliberation_id)
        return _form(session, round_, held.deliberation)


@pages.post("/deliberations/<int:deliberation_id>/correct")
@needs(Permission.SUBMIT)
def correct_deliberation(deliberation_id: int) -> Response:
    """Record a meeting anew; the earlier record is kept and marked."""
    with db().read() as session:
        _held, round_ = deliberation_for(session, actor(), Permission.SUBMIT, deliberation_id)
        round_id = round_.id
    return _saved(round_id, deliberation_id)


@pages.get("/deliberations/<int:deliberation_id>")
@needs(Permission.VIEW_ROUND)
def deliberation(deliberation_id: int) -> str:
    """The record as a paper to sign."""
    return deliberation_paper(deliberation_id)


def _saved(round_id: int, replaces_id: int | None = None) -> Response:
    try:
        with db().write() as session:
            done = run_once(
                session,
                request_of("record_deliberation"),
                lambda: (
                    record_deliberation(
                        session, actor(), _entered(round_id, replaces_id), now=now()
                    ).id
                ),
            )
    except SHOWN_AGAIN as refusal:
        with db().read() as session:
            round_ = round_for(session, actor(), Permission.SUBMIT, round_id)
            return shown_again(_form(session, round_, refusal=refusal), refusal)
    tell(_("评议记录存好了"), _("可以打印出来，请到会的人签字。"))
    return make_response(redirect(url_for(".deliberation", deliberation_id=done.id)))


def _entered(round_id: int, replaces_id: int | None) -> Meeting:
    form = request.form
    return Meeting(
        uuid=uuid_field(),
        round_id=round_id,
        met_on=date_field("met_on"),
        chaired_by=form.get("chaired_by", ""),
        present=[*form.getlist("present"), *_names(form.get("others", ""))],
        minutes=form.get("minutes", ""),
        replaces_id=replaces_id,
    )


def _names(typed: str) -> list[str]:
    """One name a line, or with the marks that people put between names."""
    for mark in "、，,；;":
        typed = typed.replace(mark, "\n")
    return typed.splitlines()


def _form(
    session: Session,
    round_: Round,
    before: Deliberation | None = None,
    refusal: Refusal | None = None,
) -> str:
    people = names_at(session, round_.village_code)
    there = before.present[1:] if before else []
    return render_template(
        "village/deliberation.html",
        round=round_,
        village_name=place_names(session)[round_.village_code],
        people=people,
        ticked=request.form.getlist("present") or [name for name in there if name in people],
        typed={
            "met_on": str(before.met_on if before else local(now()).date()),
            "chaired_by": before.chaired_by if before else "",
            "others": "\n".join(name for name in there if name not in people),
            "minutes": before.minutes if before else "",
            **request.form,
        },
        days=(local(round_.period.starts_at).date(), local(now()).date()),
        longest=LONGEST_MINUTES,
        said=said(refusal) if refusal else None,
        field=FIELD_OF.get(type(refusal), "") if refusal else "",
    )
