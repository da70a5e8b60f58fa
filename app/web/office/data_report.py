"""给这一户看的全部资料: a PDF for a household that asks what is held on it."""

from collections.abc import Sequence

from flask import Response, render_template, request
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from app.door.context import actor, db, language, now, practice
from app.door.routes import needs
from app.kernel.errors import Refusal
from app.kernel.once import run_once
from app.papers.data_report import DataReport, Section, data_report
from app.privacy.reporting import (
    LONGEST_REASON,
    REPORTED,
    AlsoHeld,
    ReportReasonMissing,
    also_held,
    report_on_household,
)
from app.registry.accounts.permissions import Permission
from app.registry.households.models import Household
from app.registry.households.queries import household_for
from app.scoring.questionnaires.queries import answers_of
from app.web.downloads import PDF, download
from app.web.excel import MOST_ROWS
from app.web.filters import full_day, month, points, signed, stamp
from app.web.office.household import File, file_of, statement_lines
from app.web.office.questions import answer_words
from app.web.office.shared import shared
from app.web.person_exports import exporter_line
from app.web.reading import request_of
from app.web.said import said, shown_again
from app.words.states import name_of
from app.words.verbs import verb_words

Facts = Sequence[tuple[str, str]]


@shared.get("/households/<int:household_id>/report")
@needs(Permission.REPORT_ON_HOUSEHOLD)
def ask_report(household_id: int) -> str:
    """The form for the reason."""
    return _page(household_id)


@shared.post("/households/<int:household_id>/report")
@needs(Permission.REPORT_ON_HOUSEHOLD)
def make_report(household_id: int) -> Response:
    """The paper; who made it, for whom and why is noted once for each form."""
    try:
        with db().write() as session:
            run_once(session, request_of(REPORTED), lambda: _noted(session, household_id))
    except ReportReasonMissing as refusal:
        return shown_again(_page(household_id, refusal), refusal)
    with db().read() as session:
        file = file_of(session, household_id)
        report = _report(session, file)
        return download(data_report(report, practice=practice()), PDF, report.title)


def _noted(session: Session, household_id: int) -> int:
    reason = request.form.get("reason", "")
    return report_on_household(
        session, actor(), household_id=household_id, reason=reason, now=now()
    ).id


def _page(household_id: int, refusal: Refusal | None = None) -> str:
    with db().read() as session:
        return render_template(
            "office/data_report.html",
            home=household_for(session, actor(), Permission.REPORT_ON_HOUSEHOLD, household_id),
            reason=request.form.get("reason", ""),
            most=LONGEST_REASON,
            refused=said(refusal) if refusal else None,
        )


def _report(session: Session, file: File) -> DataReport:
    home, held = file.household, also_held(session, file.household.id)
    lines = statement_lines(session, home.id, before=None, most=MOST_ROWS)
    return DataReport(
        title=_("%(name)s家的全部资料", name=home.head_name),
        notes=[
            _("这里是系统里存的这一户的全部资料，给这一户自己看。"),
            _("身份证号只显示最后两位，电话只写有没有；要看完整的，请到村里或区里当面核对。"),
        ],
        sections=[
            _facts(_("户"), _of_household(home, file)),
            _people(file),
            *_earned(file),
            Section(
                _("积分账"),
                ((_("时间"), 26), (_("什么事"), 54), (_("分"), 10), (_("余额"), 10)),
                [
                    (stamp(line.at), words, signed(line.points), points(line.balance_after))
                    for line, words in lines
                ],
            ),
            *_cards_and_changes(file, held),
            _answers(session, home),
            _looks(held),
        ],
        footer=exporter_line(),
        nothing=_("没有。"),
    )


def _facts(heading: str, facts: Facts) -> Section:
    return Section(heading, ((_("项目"), 30), (_("内容"), 70)), facts)


def _of_household(home: Household, file: File) -> Facts:
    return [
        (_("户主"), home.head_name),
        (_("户编号"), home.number),
        (_("村"), f"{file.village_name} {home.group_name}".strip()),
        (_("人口"), str(home.size)),
        (_("户类型"), home.welfare_class or "—"),
        (_("电话"), _("存了，加密") if home.phone_sealed else _("没有")),
        (_("谁来包户"), file.service.name if file.service else "—"),
        (_("状态"), name_of(home.status, language())),
        (_("登记时间"), stamp(home.registered_at)),
        (_("现在能用的分"), points(file.balance_points)),
        (_("以前更正没扣完的分"), points(file.debt_points)),
    ]


def _people(file: File) -> Section:
    return Section(
        _("家庭成员"),
        ((_("姓名"), 40), (_("关系"), 30), (_("身份证号"), 30)),
        [(each.name, each.relation, f"****{each.id_last2}") for each in file.people],
    )


def _earned(file: File) -> list[Section]:
    scored = [
        (
            month(each.round.period),
            points(each.sheet.points),
            name_of(each.sheet.state, language()),
            each.scorer or "",
        )
        for each in file.months
        if each.sheet
    ]
    awarded = [
        (full_day(each.award.happened_on), each.award.name, signed(each.award.credited_points),
         each.award.reason)
        for each in file.awards
    ]  # fmt: skip
    return [
        Section(
            _("各月的评分"),
            ((_("月份"), 30), (_("分"), 15), (_("状态"), 25), (_("评分人"), 30)),
            scored,
        ),
        Section(
            _("一次性奖励"),
            ((_("哪天的事"), 28), (_("奖励"), 30), (_("分"), 10), (_("什么事"), 32)),
            awarded,
        ),
    ]


def _cards_and_changes(file: File, held: AlsoHeld) -> list[Section]:
    cards = [
        (each.number, name_of(each.state, language()), stamp(each.issued_at)) for each in file.cards
    ]
    changes = [
        (full_day(told.change.day), name_of(told.change.kind, language()),
         name_of(told.state, language()), told.change.reason)
        for told in file.changes
    ]  # fmt: skip
    neighbours = [
        (each.name, each.relation, stamp(each.named_at),
         stamp(each.ended_at) if each.ended_at else "—")
        for each in held.collectors
    ]  # fmt: skip
    pin = _("积分卡（设了密码）") if held.has_pin else _("积分卡（没有设密码）")
    return [
        Section(pin, ((_("卡号"), 35), (_("状态"), 25), (_("发卡"), 40)), cards),
        Section(
            _("户的变动"),
            ((_("哪天"), 28), (_("什么变动"), 20), (_("状态"), 14), (_("原因"), 38)),
            changes,
        ),
        Section(
            _("代领人"),
            ((_("姓名"), 25), (_("关系"), 20), (_("从哪天起"), 28), (_("到哪天为止"), 27)),
            neighbours,
        ),
    ]


def _answers(session: Session, home: Household) -> Section:
    rows = [
        (
            month(told.period),
            question.words,
            answer_words(question, told.row.answers[question.code]),
        )
        for told in answers_of(session, home)
        for question in told.questionnaire.questions.values()
        if question.code in told.row.answers
    ]
    return Section(_("问卷的回答"), ((_("月份"), 22), (_("问什么"), 54), (_("回答"), 24)), rows)


def _looks(held: AlsoHeld) -> Section:
    return Section(
        _("谁看过完整的号码，谁打印过这份资料"),
        ((_("时间"), 28), (_("谁"), 16), (_("什么事"), 26), (_("原因"), 30)),
        [
            (stamp(each.at), each.who, verb_words(each.verb, language()), each.reason)
            for each in held.looks
        ],
    )
