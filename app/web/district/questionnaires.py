"""问卷: what is asked beside the scorecard; the next one looked at, published, ended."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import Response, make_response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.demo.files import bytes_of
from app.door.context import actor, db, now
from app.door.routes import needs, takes_upload
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.kernel.period import Period, PeriodUnreadable
from app.registry.accounts.permissions import Permission
from app.registry.accounts.queries import names_of
from app.scoring.questionnaires.actions import (
    QuestionnaireEnded,
    QuestionnaireExists,
    end_questionnaire,
    publish_questionnaire,
    read_questionnaire,
)
from app.scoring.questionnaires.models import QuestionnaireVersion
from app.scoring.questionnaires.queries import questionnaire_for
from app.scoring.questionnaires.queries import questionnaires as all_questionnaires
from app.scoring.questionnaires.reading import (
    MOST_QUESTIONS,
    QuestionForbidden,
    QuestionnaireBad,
    check_private,
    questionnaire_from,
    starts_of,
)
from app.scoring.questionnaires.rules import Questionnaire
from app.scoring.questionnaires.writing import questionnaire_toml
from app.web.district.pages import pages
from app.web.downloads import TOML, download
from app.web.kept_files import KeptFile, forget, keep_content, kept
from app.web.reading import request_of
from app.web.said import said, shown_again, tell
from app.web.two_steps import taken_in, uploaded

FILE_REFUSALS = (PeriodUnreadable, QuestionnaireBad, QuestionForbidden, QuestionnaireExists)


@dataclass(frozen=True)
class ReadQuestionnaire:
    """A questionnaire for a page."""

    questionnaire: Questionnaire
    starts: Period

    @classmethod
    def of(cls, definition: Mapping[str, Any]) -> "ReadQuestionnaire":
        """Read, and looked at for what nobody may ask.

        :raises QuestionnaireBad: it cannot be read.
        :raises QuestionForbidden: a question is nobody's business.
        """
        questionnaire = questionnaire_from(definition)
        check_private(questionnaire)
        return cls(questionnaire, starts_of(definition))


@pages.get("/settings/questionnaires")
@needs(Permission.VIEW_SCHEME)
def questionnaires() -> str:
    """The latest that has started, and all versions."""
    with db().read() as session:
        found = all_questionnaires(session)
        started = (each for each in found if each.starts <= Period.of(now()))
        return _version_page(session, next(started, next(iter(found), None)))


@pages.get("/settings/questionnaires/<int:questionnaire_id>")
@needs(Permission.VIEW_SCHEME)
def questionnaire(questionnaire_id: int) -> str:
    """One version."""
    with db().read() as session:
        return _version_page(session, questionnaire_for(session, questionnaire_id))


@pages.get("/settings/questionnaires/<int:questionnaire_id>.toml")
@needs(Permission.VIEW_SCHEME)
def questionnaire_as_file(questionnaire_id: int) -> Response:
    """A version as a file, to change and upload as the next one."""
    with db().read() as session:
        version = questionnaire_for(session, questionnaire_id)
        text = questionnaire_toml(version.definition)
        return download(text.encode(), TOML, f"{version.title} {version.starts}")


@pages.get("/settings/questionnaires/sample.toml")
@needs(Permission.VIEW_SCHEME)
def sample_questionnaire() -> Response:
    """The look-back that comes with the program, with remarks."""
    return download(bytes_of("questionnaire.toml"), TOML, _("问卷样例"))


@pages.get("/settings/questionnaires/new")
@needs(Permission.MANAGE_SCHEMES)
def questionnaire_file() -> str:
    """Choose a file, or paste its text."""
    return _upload_page()


@pages.post("/settings/questionnaires/new")
@needs(Permission.MANAGE_SCHEMES)
@takes_upload(mib=1)
def upload_questionnaire() -> Response:
    """Keep the file or the text, to look at it."""
    pasted = request.form.get("pasted", "").strip()
    if not pasted:
        return uploaded(_upload_page, ".preview_questionnaire")
    return looked_at(pasted)


@pages.get("/settings/questionnaires/new/<file>")
@needs(Permission.MANAGE_SCHEMES)
def preview_questionnaire(file: str) -> Response:
    """The questionnaire as it would be asked."""
    content = kept(file).content
    try:
        read = ReadQuestionnaire.of(read_questionnaire(content))
    except FILE_REFUSALS as refusal:
        forget(file)
        return shown_again(_upload_page(refusal, content), refusal)
    return make_response(
        render_template("district/questionnaire_preview.html", file=file, read=read)
    )


@pages.post("/settings/questionnaires/new/<file>")
@needs(Permission.MANAGE_SCHEMES)
def publish_a_questionnaire(file: str) -> Response:
    """Let it be asked from its first month on."""
    try:
        done = taken_in("publish_questionnaire", file, _publish)
    except FILE_REFUSALS as refusal:
        return shown_again(_upload_page(refusal), refusal)
    tell(_("问卷公布了"), _("从它写的月份起，评分的人走访时就能填。"))
    return make_response(redirect(url_for(".questionnaire", questionnaire_id=done.id), 303))


@pages.get("/settings/questionnaires/<int:questionnaire_id>/end")
@needs(Permission.MANAGE_SCHEMES)
def ask_end_questionnaire(questionnaire_id: int) -> str:
    """Before it is ended."""
    with db().read() as session:
        version = questionnaire_for(session, questionnaire_id)
        return render_template(
            "district/questionnaire_end.html", version=version, this=Period.of(now())
        )


@pages.post("/settings/questionnaires/<int:questionnaire_id>/end")
@needs(Permission.MANAGE_SCHEMES)
def end_a_questionnaire(questionnaire_id: int) -> Response:
    """Ask it no longer after this month."""
    try:
        with db().write() as session:
            run_once(
                session,
                request_of("end_questionnaire"),
                lambda: (
                    end_questionnaire(
                        session, actor(), questionnaire_id=questionnaire_id, now=now()
                    ).id
                ),
            )
    except QuestionnaireEnded as refusal:
        heading = said(refusal)
        tell(heading.heading, heading.body, kind="stop")
    else:
        tell(_("问卷停用了"), _("填过的回答都还在，各户的档案里能看到。"))
    return make_response(redirect(url_for(".questionnaire", questionnaire_id=questionnaire_id)))


def looked_at(text: str) -> Response:
    """Keep what was entered, to look at it like a file. Nothing is published here."""
    file = keep_content("questionnaire.toml", text.encode())
    return make_response(redirect(url_for(".preview_questionnaire", file=file), 303))


def _publish(session: Session, file: KeptFile) -> int:
    definition = read_questionnaire(file.content)
    return publish_questionnaire(session, actor(), definition, now=now()).id


def _version_page(session: Session, version: QuestionnaireVersion | None) -> str:
    found = all_questionnaires(session)
    return render_template(
        "district/questionnaires.html",
        version=version,
        read=ReadQuestionnaire(questionnaire_from(version.definition), version.starts)
        if version
        else None,
        versions=found,
        names=names_of(session, {one.published_by for one in found}),
        this=Period.of(now()),
        may_change=actor().may(Permission.MANAGE_SCHEMES),
    )


def _upload_page(refusal: Refusal | None = None, content: bytes = b"") -> str:
    return render_template(
        "district/questionnaire_file.html",
        said=said(refusal) if refusal else None,
        pasted=content.decode(errors="replace"),
        most=MOST_QUESTIONS,
    )
