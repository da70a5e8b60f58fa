"""比对: two sheets of a household side by side, and which of them counts."""

from enum import StrEnum
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.clean import id_of
from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.scoring.pairs.decide import Verdict, decide_between_sheets
from app.scoring.pairs.queries import comparison_of, pair_for
from app.scoring.pairs.rules import AlreadyDecided, FirstChanged
from app.scoring.rounds.rules import LONGEST_REASON, RoundReasonMissing
from app.web.reading import ChoiceBad, FieldMissing, choice_field, request_of
from app.web.said import said, shown_again, tell
from app.web.village.here import may
from app.web.village.pages import pages


class Take(StrEnum):
    """Which sheet counts from now on."""

    FIRST = "first"
    SECOND = "second"


SHOWN_AGAIN: Final = (RoundReasonMissing, FirstChanged, AlreadyDecided, FieldMissing, ChoiceBad)


@pages.get("/second-sheets/<int:second_id>")
@needs(Permission.VIEW_ROUND)
def compare(second_id: int) -> str:
    """Both sheets, item by item; who may decide finds the form below."""
    return _page(second_id)


@pages.post("/second-sheets/<int:second_id>/decide")
@needs(Permission.SUBMIT)
def decide_pair(second_id: int) -> Response:
    """Keep the first sheet or take the second."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("decide_between_sheets"),
                lambda: (
                    decide_between_sheets(
                        session, actor(), second_id=second_id, verdict=_verdict(), now=now()
                    ).id
                ),
            )
    except SHOWN_AGAIN as refusal:
        return shown_again(_page(second_id, refusal), refusal)
    tell(_("定下来了"), _("两份都留底，评分的人看得到为什么。"))
    return make_response(redirect(url_for(".compare", second_id=second_id)))


def _verdict() -> Verdict:
    takes_second = choice_field("take", Take) is Take.SECOND
    read = id_of(request.form.get("first_sheet_id", ""))
    return Verdict(takes_second, request.form.get("reason", ""), read)


def _page(second_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        pair = pair_for(session, actor(), second_id)
        return render_template(
            "village/compare.html",
            pair=pair,
            told=comparison_of(session, pair),
            may_decide=pair.waits and may(Permission.SUBMIT, pair.round.village_code),
            take=request.form.get("take", ""),
            reason=request.form.get("reason", ""),
            longest=LONGEST_REASON,
            said=said(refusal) if refusal else None,
        )
