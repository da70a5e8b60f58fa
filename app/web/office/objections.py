"""公示与异议: what was said against sheets, and taking it down at the desk."""

from collections.abc import Sequence

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.scoring.rounds.access import household_in, sheet_for
from app.scoring.rounds.models import ObjectionState
from app.scoring.rounds.objections import LONGEST_NAME, record_objection
from app.scoring.rounds.overdue import overdue_objections
from app.scoring.rounds.overview import objections_by_state
from app.scoring.rounds.queries import PAGE, objections_in_reach
from app.scoring.rounds.rules import LONGEST_WORDS, ObjectionWordsMissing
from app.web.excel import MOST_ROWS
from app.web.office.asked import choice_asked, cursor_asked
from app.web.office.shared import shared
from app.web.office.sheets import objections_sheet
from app.web.person_exports import persons_excel
from app.web.reading import FieldMissing, FieldTooLong, request_of, text_field
from app.web.said import said, shown_again, tell
from app.words.states import name_of

ALL = "all"


@shared.get("/objections")
@needs(Permission.VIEW_ROUND)
def objections() -> str:
    """Those that wait for an answer, unless others are chosen."""
    state, after_id = _state(), cursor_asked("after") or 0
    with db().read() as session:
        found = objections_in_reach(
            session, actor(), state=state, after_id=after_id, limit=PAGE + 1
        )
        waits = state in (None, ObjectionState.OPEN) and not after_id
        overdue = overdue_objections(session, actor(), now()) if waits else []
        names = place_names(session)
        filters = _filters(session, state)
        asked = state.value if state else ALL
        more = len(found) > PAGE
        return render_template(
            "office/objections.html",
            state=state,
            overdue=overdue,
            found=[row for row in found[:PAGE] if not (waits and row[0].is_overdue(now()))],
            now=now(),
            names=names,
            filters=filters,
            next_url=url_for(".objections", state=asked, after=found[PAGE - 1][0].id)
            if more
            else "",
            export_url=url_for(".export_objections", state=asked),
        )


@shared.get("/objections.xlsx")
@needs(Permission.VIEW_ROUND)
def export_objections() -> Response:
    """The same list as a workbook."""
    heading = _("异议")
    with db().read() as session:
        found = objections_in_reach(session, actor(), state=_state(), limit=MOST_ROWS)
        sheet = objections_sheet(found, place_names(session), heading)
        return persons_excel(heading, len(found), sheet)


@shared.get("/sheets/<int:sheet_id>/object")
@needs(Permission.RECORD_OBJECTION)
def ask_objection(sheet_id: int) -> str:
    """The form for what somebody says at the desk."""
    return _page(sheet_id)


@shared.post("/sheets/<int:sheet_id>/object")
@needs(Permission.RECORD_OBJECTION)
def take_objection(sheet_id: int) -> Response:
    """Take it down."""
    try:
        said_by = text_field("said_by", LONGEST_NAME)
        words = text_field("words", LONGEST_WORDS)
        with db().write() as session:
            done = run_once(
                session,
                request_of("record_objection"),
                lambda: (
                    record_objection(
                        session, actor(), sheet_id=sheet_id, said_by=said_by, words=words, now=now()
                    ).id
                ),
            )
    except (FieldMissing, FieldTooLong, ObjectionWordsMissing) as refusal:
        return shown_again(_page(sheet_id, refusal), refusal)
    tell(_("异议记下了"), _("这一户的分先不入账，别的户不受影响。"))
    return make_response(redirect(url_for(".objection", objection_id=done.id)))


def _page(sheet_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        sheet, round_ = sheet_for(session, actor(), Permission.RECORD_OBJECTION, sheet_id)
        household = household_in(session, actor(), round_, sheet.household_id)
        village_name = place_names(session).get(round_.village_code, "")
        return render_template(
            "office/object.html",
            sheet=sheet,
            round=round_,
            household=household,
            village_name=village_name,
            typed=request.form,
            longest_name=LONGEST_NAME,
            refused=said(refusal) if refusal else None,
        )


def _state() -> ObjectionState | None:
    if request.args.get("state") == ALL:
        return None
    return choice_asked("state", ObjectionState) or ObjectionState.OPEN


def _filters(session: Session, chosen: ObjectionState | None) -> Sequence[tuple[str, str, bool]]:
    counts = objections_by_state(session, actor())
    each = [
        (
            f"{name_of(state, language())} {counts.get(state, 0)}",
            url_for(".objections", state=state.value),
            state is chosen,
        )
        for state in ObjectionState
    ]
    every = f"{_('全部')} {sum(counts.values())}"
    return [*each, (every, url_for(".objections", state=ALL), chosen is None)]
