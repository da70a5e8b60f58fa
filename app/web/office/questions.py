"""问卷: how many households answered, and what, without names; and one household's answers."""

from collections.abc import Iterator

from flask import Response, render_template
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, now
from app.door.routes import needs
from app.kernel.period import Period
from app.papers.workbook_cells import Row
from app.papers.workbooks import Column, Kind, Sheet
from app.registry.accounts.permissions import Permission
from app.registry.households.queries import household_for
from app.registry.places.queries import place_names
from app.scoring.questionnaires.counting import LEAST_HOUSEHOLDS, SectionTally
from app.scoring.questionnaires.counts import Counts, counts
from app.scoring.questionnaires.models import QuestionnaireVersion
from app.scoring.questionnaires.queries import answers_of, questionnaire_for, questionnaires
from app.scoring.questionnaires.rules import YES, Question, QuestionKind
from app.web.excel import excel
from app.web.filters import full_day
from app.web.office.asked import cursor_asked
from app.web.office.shared import shared


@shared.get("/questions")
@needs(Permission.VIEW_ROUND)
def question_counts() -> str:
    """Progress by village, and the answers of all villages of the office together."""
    with db().read() as session:
        version = _version(session)
        return render_template(
            "office/questions.html",
            version=version,
            versions=questionnaires(session),
            counts=counts(session, actor(), version) if version else None,
            least=LEAST_HOUSEHOLDS,
        )


@shared.get("/questions.xlsx")
@needs(Permission.VIEW_ROUND)
def export_question_counts() -> Response:
    """The same as a workbook; what is held back stays empty."""
    with db().read() as session:
        version = _version(session)
        found = counts(session, actor(), version) if version else None
        title = version.title if version else _("问卷")
    villages = _villages_sheet(found, title)
    return excel(title, _answers_sheet(found, title), villages)


@shared.get("/households/<int:household_id>/answers")
@needs(Permission.VIEW_HOUSEHOLD)
def household_answers(household_id: int) -> str:
    """What one household answered, month by month: a part of its file."""
    with db().read() as session:
        home = household_for(session, actor(), Permission.VIEW_HOUSEHOLD, household_id)
        return render_template(
            "office/answers.html",
            home=home,
            village_name=place_names(session).get(home.village_code, ""),
            answered=answers_of(session, home),
        )


def _version(session: Session) -> QuestionnaireVersion | None:
    """The one that was asked for, else the latest that has started, else none."""
    asked = cursor_asked("version")
    if asked is not None:
        return questionnaire_for(session, asked)
    started = (each for each in questionnaires(session) if each.starts <= Period.of(now()))
    return next(started, None)


def _villages_sheet(found: Counts | None, title: str) -> Sheet:
    columns = [
        Column(_("村"), 28), Column(_("户数"), 10, Kind.NUMBER),
        Column(_("填完了"), 10, Kind.NUMBER), Column(_("填了一部分"), 12, Kind.NUMBER),
    ]  # fmt: skip
    villages = found.villages if found else ()
    rows = [(each.name, each.households, each.answered, each.begun) for each in villages]
    return Sheet(_("各村进度"), columns, rows, title, [full_day(now())])


def _answers_sheet(found: Counts | None, title: str) -> Sheet:
    columns = [
        Column(_("类"), 16), Column(_("问什么"), 44), Column(_("回答"), 20),
        Column(_("户数"), 10, Kind.NUMBER), Column(_("平均"), 12, Kind.NUMBER),
        Column(_("单位"), 8),
    ]  # fmt: skip
    rows = [row for section in (found.sections if found else ()) for row in _rows(section)]
    note = _("空着的不显示：不到 %(least)s 户，或者能从别的数推出来。", least=LEAST_HOUSEHOLDS)
    return Sheet(_("各问的回答"), columns, rows, title, [full_day(now()), note])


def _rows(section: SectionTally) -> Iterator[Row]:
    for tally in section.tallies:
        about = (section.name, tally.question.words)
        if not tally.cells:
            yield (*about, _("有回答"), tally.answered, tally.average, tally.question.unit)
        for answer, households in tally.cells.items():
            yield (*about, answer_words(tally.question, answer), households, None, "")


def answer_words(question: Question, answer: str) -> str:
    """An answer as people say it."""
    if question.kind is QuestionKind.YES_NO:
        return _("是") if answer == YES else _("否")
    return answer
