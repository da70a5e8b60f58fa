"""答复异议: uphold with corrected grades, or dismiss with a reason."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.registry.accounts.permissions import Permission
from app.registry.accounts.queries import names_of
from app.registry.households.models import Household
from app.registry.places.queries import place_names
from app.scoring.rounds.access import household_in, objection_for
from app.scoring.rounds.history import SheetVersion, versions_of_sheet
from app.scoring.rounds.models import Objection, ObjectionState, Round, Sheet
from app.scoring.rounds.objections import Decision, decide_objection, has_part
from app.scoring.rounds.one import contested
from app.scoring.rounds.rules import AnswersMissing, RoundReasonMissing
from app.scoring.schemes.queries import scheme_by_id
from app.scoring.schemes.rules import Scheme
from app.scoring.schemes.scales import AnswerBad
from app.web.answer_form import answer_form
from app.web.office.shared import shared
from app.web.reading import request_of
from app.web.said import said, shown_again, tell


@dataclass(frozen=True)
class Case:
    """An objection with everything one needs to decide it."""

    objection: Objection
    sheet: Sheet
    round: Round
    household: Household
    village_name: str
    scheme: Scheme
    versions: list[SheetVersion]
    names: Mapping[int, str]

    @property
    def may_decide(self) -> bool:
        """Whether the reader may: it waits, and he had no part in the sheet."""
        return self.objection.state is ObjectionState.OPEN and not self.own_part

    @property
    def own_part(self) -> bool:
        """Whether the reader scored or certified the sheet."""
        return has_part(actor(), self.objection)


@shared.get("/objections/<int:objection_id>")
@needs(Permission.VIEW_ROUND)
def objection(objection_id: int) -> str:
    """What was said, about which sheet, and the two ways to answer."""
    return _page(objection_id)


@shared.get("/objections/<int:objection_id>/receipt")
@needs(Permission.VIEW_ROUND)
def objection_receipt(objection_id: int) -> str:
    """The slip that who objected takes home."""
    with db().read() as session:
        found = contested(session, actor(), objection_id)
        back = url_for(".objection", objection_id=objection_id)
        return render_template("village/objection_receipt.html", found=found, back=back)


@shared.post("/objections/<int:objection_id>")
@needs(Permission.DECIDE_OBJECTION)
def decide(objection_id: int) -> Response:
    """Answer it."""
    upheld = request.form.get("upheld") == "1"
    reason = request.form.get("why" if upheld else "reason", "")
    decision = Decision(upheld, reason, _answers() if upheld else {})
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("decide_objection"),
                lambda: (
                    decide_objection(
                        session, actor(), objection_id=objection_id, decision=decision, now=now()
                    ).id
                ),
            )
    except (AnswersMissing, RoundReasonMissing, AnswerBad) as refusal:
        return shown_again(_page(objection_id, refusal), refusal)
    if upheld:
        tell(_("改好了"), _("这一户按改后的分入账，原来的评分留着备查。"))
    else:
        tell(_("答复记下了"), _("这一户按原来的分入账。请把答复告诉提异议的人。"))
    return make_response(redirect(url_for(".objection", objection_id=objection_id)))


def _answers() -> dict[str, str]:
    return {
        name.removeprefix("grade."): value
        for name, value in request.form.items()
        if name.startswith("grade.") and value.strip()
    }


def _page(objection_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        case = _case(session, objection_id)
        return render_template(
            "office/objection.html",
            case=case,
            now=now(),
            typed=request.form,
            asked=answer_form(
                case.scheme.for_answers(case.sheet.answers), case.sheet.answers, another=False
            ),
            given={**case.sheet.answers, **_answers()},
            may_record=actor().may(Permission.RECORD_OBJECTION),
            may_answer=case.may_decide and actor().may(Permission.DECIDE_OBJECTION),
            refused=said(refusal) if refusal else None,
        )


def _case(session: Session, objection_id: int) -> Case:
    found, sheet, round_ = objection_for(
        session, actor(), Permission.VIEW_ROUND, objection_id, lock="none"
    )
    people = {found.recorded_by, found.sheet_recorded_by, found.sheet_certified_by}
    scheme = scheme_by_id(session, round_.scheme_version_id)
    return Case(
        objection=found,
        sheet=sheet,
        round=round_,
        household=household_in(session, actor(), round_, sheet.household_id),
        village_name=place_names(session).get(round_.village_code, ""),
        scheme=scheme,
        versions=list(versions_of_sheet(session, sheet, scheme)),
        names=names_of(session, people | {found.decided_by or 0}),
    )
