"""异议: taken down at the desk, decided by somebody without a part in the sheet."""

from collections.abc import Mapping
from typing import Final

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _

from app.door.context import actor, db, language, now
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.scoring.rounds.access import sheet_for
from app.scoring.rounds.objections import (
    LONGEST_NAME,
    Decision,
    decide_objection,
    has_part,
    record_objection,
)
from app.scoring.rounds.one import contested, one_month
from app.scoring.rounds.rules import (
    LONGEST_WORDS,
    AnswersMissing,
    NoticeClosed,
    ObjectionExists,
    ObjectionWordsMissing,
    RoundReasonMissing,
    can_object,
)
from app.scoring.rounds.village import objections_of_village
from app.scoring.schemes.totals import ItemsMissing
from app.web.answer_form import answer_form, answers_in
from app.web.filters import full_day
from app.web.person_exports import persons_excel
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.village.here import here, may
from app.web.village.pages import pages
from app.words.places import village_short
from app.words.states import name_of

NOT_ANSWERS: Final = frozenset({"csrf_token", "request_id", "reason"})
TAKING_DOWN: Final = (ObjectionWordsMissing, ObjectionExists, NoticeClosed)
DECIDING: Final = (RoundReasonMissing, AnswersMissing, ItemsMissing)


@pages.get("/objections")
@needs(Permission.VIEW_ROUND)
def objections() -> str:
    """All objections of the village, newest first."""
    with db().read() as session:
        place = here(session, Permission.VIEW_ROUND)
        found = objections_of_village(session, actor(), place.village.code, now=now())
        return render_template("village/objections.html", here=place, objections=found, now=now())


@pages.get("/objections.xlsx")
@needs(Permission.VIEW_ROUND)
def export_objections() -> Response:
    """The same list for Excel."""
    with db().read() as session:
        place = here(session, Permission.VIEW_ROUND)
        rows = [
            (
                str(said_.round.period), said_.household.number, said_.household.head_name,
                said_.objection.said_by, said_.objection.words,
                name_of(said_.objection.state, language()), said_.objection.recorded_at,
                said_.objection.reason, said_.objection.decided_at, said_.objection.label,
                said_.objection.answer_by,
            )
            for said_ in objections_of_village(session, actor(), place.village.code)
        ]  # fmt: skip
        name = _("%(village)s异议", village=village_short(place.village.name))
    columns = [
        Column(_("月份"), 10), Column(_("户编号"), 20), Column(_("户主"), 24),
        Column(_("谁来说的"), 14), Column(_("说的什么"), 40), Column(_("状态"), 12),
        Column(_("什么时候"), 18, Kind.INSTANT), Column(_("答复"), 40),
        Column(_("答复时间"), 18, Kind.INSTANT), Column(_("编号"), 12),
        Column(_("哪天前答复"), 18, Kind.INSTANT),
    ]  # fmt: skip
    sheet = Sheet(_("异议"), columns, rows, name, [full_day(now())])
    return persons_excel(name, len(rows), sheet)


@pages.get("/sheets/<int:sheet_id>/objection")
@needs(Permission.RECORD_OBJECTION)
def ask_objection(sheet_id: int) -> str:
    """The form that is filled in at the desk while somebody tells."""
    return _objection_form(sheet_id)


@pages.post("/sheets/<int:sheet_id>/objection")
@needs(Permission.RECORD_OBJECTION)
def take_down(sheet_id: int) -> Response:
    """Take down what was said; only this household's points wait."""
    try:
        with db().write() as session:
            done = run_once(
                session,
                request_of("record_objection"),
                lambda: (
                    record_objection(
                        session,
                        actor(),
                        sheet_id=sheet_id,
                        said_by=request.form.get("said_by", ""),
                        words=_words(),
                        now=now(),
                    ).id
                ),
            )
    except TAKING_DOWN as refusal:
        return shown_again(_objection_form(sheet_id, refusal), refusal)
    tell(_("记下了，这一户的分先不入账"), _("请打印回执交给来人。别的户不受影响。"))
    return make_response(redirect(url_for(".objection", objection_id=done.id)))


@pages.get("/objections/<int:objection_id>")
@needs(Permission.VIEW_ROUND)
def objection(objection_id: int) -> str:
    """What was said, about which sheet, and what became of it."""
    with db().read() as session:
        found = contested(session, actor(), objection_id)
        may_decide = may(Permission.DECIDE_OBJECTION, found.month.round.village_code)
        return render_template(
            "village/objection.html",
            found=found,
            now=now(),
            may_decide=may_decide,
            has_part=has_part(actor(), found.objection),
        )


@pages.get("/objections/<int:objection_id>/receipt")
@needs(Permission.VIEW_ROUND)
def objection_receipt(objection_id: int) -> str:
    """The slip that who objected takes home."""
    with db().read() as session:
        found = contested(session, actor(), objection_id)
        return render_template("village/objection_receipt.html", found=found)


@pages.get("/objections/<int:objection_id>/uphold")
@needs(Permission.DECIDE_OBJECTION)
def ask_uphold(objection_id: int) -> str:
    """The sheet once more, to put right what was wrong."""
    return _uphold_form(objection_id)


@pages.get("/objections/<int:objection_id>/dismiss")
@needs(Permission.DECIDE_OBJECTION)
def ask_dismiss(objection_id: int) -> str:
    """Why the sheet stays as it is."""
    return _dismiss_form(objection_id)


@pages.post("/objections/<int:objection_id>/uphold")
@needs(Permission.DECIDE_OBJECTION)
def uphold(objection_id: int) -> Response:
    """Decide for who objected: the corrected sheet counts."""
    answers = answers_in(request.form, NOT_ANSWERS)
    try:
        _decide(objection_id, upheld=True, answers=answers)
    except DECIDING as refusal:
        return shown_again(_uphold_form(objection_id, refusal), refusal)
    tell(_("异议成立，分已改好"), _("改之前的那张评分会留底。请告诉提异议的人。"))
    return make_response(redirect(url_for(".objection", objection_id=objection_id)))


@pages.post("/objections/<int:objection_id>/dismiss")
@needs(Permission.DECIDE_OBJECTION)
def dismiss(objection_id: int) -> Response:
    """Decide for the sheet: it counts as it is."""
    try:
        _decide(objection_id, upheld=False, answers={})
    except DECIDING as refusal:
        return shown_again(_dismiss_form(objection_id, refusal), refusal)
    tell(_("已答复：异议不成立"), _("这一户的分按原来的入账。请把理由告诉提异议的人。"))
    return make_response(redirect(url_for(".objection", objection_id=objection_id)))


def _words() -> str:
    """What was said, with the category it is about in front when one was chosen."""
    words, about = request.form.get("words", "").strip(), request.form.get("about", "").strip()
    return f"{about}：{words}" if about and words else words


def _decide(objection_id: int, *, upheld: bool, answers: Mapping[str, str]) -> None:
    decision = Decision(upheld, request.form.get("reason", ""), answers)
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


def _objection_form(sheet_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        sheet, round_ = sheet_for(session, actor(), Permission.RECORD_OBJECTION, sheet_id)
        return render_template(
            "village/object.html",
            month=one_month(session, actor(), round_.id, sheet.household_id),
            sheet=sheet,
            taken=can_object(round_, now()),
            entered=request.form,
            longest_name=LONGEST_NAME,
            longest_words=LONGEST_WORDS,
            said=said(refusal) if refusal else None,
        )


def _uphold_form(objection_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        found = contested(session, actor(), objection_id)
        answers = {**found.sheet.answers, **answers_in(request.form, NOT_ANSWERS)}
        return render_template(
            "village/uphold.html",
            found=found,
            has_part=has_part(actor(), found.objection),
            answers=answers,
            reason=request.form.get("reason", ""),
            form=answer_form(found.month.scheme.for_answers(answers), answers, another=False),
            said=said(refusal) if refusal else None,
        )


def _dismiss_form(objection_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        found = contested(session, actor(), objection_id)
        return render_template(
            "village/dismiss.html",
            found=found,
            has_part=has_part(actor(), found.objection),
            said=said(refusal) if refusal else None,
        )
