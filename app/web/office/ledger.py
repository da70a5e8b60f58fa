"""积分账: the corrections, those that wait first."""

from collections.abc import Sequence

from flask import Response, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, language
from app.door.routes import needs
from app.ledger.asked import PAGE, corrections_by_standing, corrections_page
from app.ledger.models import CorrectionStanding
from app.registry.accounts.permissions import Permission
from app.registry.places.queries import place_names
from app.web.excel import MOST_ROWS
from app.web.office.asked import choice_asked, cursor_asked
from app.web.office.shared import shared
from app.web.office.sheets import corrections_sheet
from app.web.person_exports import persons_excel
from app.words.states import name_of

ALL = "all"


@shared.get("/ledger")
@needs(Permission.VIEW_STATEMENT)
def ledger() -> str:
    """The corrections that wait, unless others are chosen."""
    state = _state()
    with db().read() as session:
        found = corrections_page(
            session, actor(), standing=state, before_id=cursor_asked("before"), limit=PAGE + 1
        )
        filters = _filters(session, state)
        names = place_names(session)
        asked = state.value if state else ALL
        older = found[PAGE - 1].correction.id if len(found) > PAGE else None
        return render_template(
            "office/ledger.html",
            state=state,
            found=found[:PAGE],
            names=names,
            filters=filters,
            me_id=actor().user_id,
            may_ask=actor().may(Permission.ASK_CORRECTION),
            may_approve=actor().may(Permission.APPROVE_CORRECTION),
            may_expire=actor().may(Permission.EXPIRE_POINTS),
            may_check=actor().may(Permission.VIEW_AUDIT),
            next_url=url_for(".ledger", state=asked, before=older) if older else "",
            export_url=url_for(".export_corrections", state=asked),
        )


@shared.get("/corrections.xlsx")
@needs(Permission.VIEW_STATEMENT)
def export_corrections() -> Response:
    """The same list as a workbook."""
    heading = _("积分更正")
    with db().read() as session:
        found = corrections_page(session, actor(), standing=_state(), limit=MOST_ROWS)
        sheet = corrections_sheet(found, place_names(session), heading)
        return persons_excel(heading, len(found), sheet)


def _state() -> CorrectionStanding | None:
    if request.args.get("state") == ALL:
        return None
    return choice_asked("state", CorrectionStanding) or CorrectionStanding.ASKED


def _filters(
    session: Session, chosen: CorrectionStanding | None
) -> Sequence[tuple[str, str, bool]]:
    counts = corrections_by_standing(session, actor())
    each = [
        (
            f"{name_of(state, language())} {counts.get(state, 0)}",
            url_for(".ledger", state=state.value),
            state is chosen,
        )
        for state in CorrectionStanding
    ]
    return [
        *each,
        (f"{_('全部')} {sum(counts.values())}", url_for(".ledger", state=ALL), not chosen),
    ]
