"""等您办的事: what waits, in words, with the one page that settles it."""

from dataclasses import dataclass

from flask import url_for
from flask_babel import gettext as _

from app.kernel.period import Period
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Permission
from app.reports.waiting import Waiting
from app.scoring.rounds.models import RoundState
from app.web.filters import day, month_only, signed


@dataclass(frozen=True)
class Todo:
    """One line: how many, of what, more words; a page to act on, and one that only shows."""

    needs: Permission
    count: int
    words: str
    verb: str
    act_url: str
    look_url: str
    more: str = ""


def todos(actor: Actor, waits: Waiting, period: Period, unopened: int) -> list[Todo]:
    """The lines that wait for this person; for who may do nothing (an auditor), all of them."""
    lines = [line for line in (*_months(waits), *_desk(waits, period, unopened)) if line.count]
    mine = [line for line in lines if actor.may(line.needs)]
    return mine if actor.may(Permission.SETTLE) else lines


def _months(waits: Waiting) -> list[Todo]:
    opened, submitted, certified, publicised = (
        url_for(".rounds", state=state.value, period="all")
        for state in (
            RoundState.OPEN,
            RoundState.SUBMITTED,
            RoundState.CERTIFIED,
            RoundState.PUBLICISED,
        )
    )
    objections, settle = url_for(".objections"), url_for(".ask_settle_due")
    return [
        Todo(
            Permission.CERTIFY, waits.to_certify, _("个村交上来了，等着认定"), _("去认定"),
            submitted, submitted,
        ),
        Todo(
            Permission.CERTIFY, waits.sent_back, _("户退回的评分，村里还没答复"), _("去看"),
            opened, opened,
        ),
        Todo(
            Permission.CERTIFY, waits.differing, _("户的两份评分不一样，村里还没定"), _("去看"),
            opened, opened,
        ),
        Todo(
            Permission.CERTIFY, waits.without_deliberation, _("个村还没有评议记录"), _("去看"),
            opened, opened,
        ),
        Todo(
            Permission.DECIDE_OBJECTION, waits.objections, _("条异议等答复"), _("去答复"),
            objections, objections, _objections(waits),
        ),
        Todo(
            Permission.SETTLE, waits.to_settle, _("个村公示到期，可以入账"), _("去入账"),
            settle, publicised,
        ),
        Todo(
            Permission.PUBLICISE, waits.to_publicise, _("个村认定好了，还没公示"), _("去公示"),
            certified, certified,
        ),
        Todo(
            Permission.PUBLICISE, waits.not_on_wall, _("个村公示了，还没登记贴上墙"), _("去看"),
            publicised, publicised,
        ),
    ]  # fmt: skip


def _desk(waits: Waiting, period: Period, unopened: int) -> list[Todo]:
    ledger, lost = url_for(".ledger"), url_for(".households", card="lost")
    changes, papers = url_for(".changes"), url_for("store.waiting_list")
    return [
        Todo(
            Permission.APPROVE_CORRECTION, waits.corrections, _("笔积分更正等着批"), _("去批"),
            ledger, ledger, _corrections(waits),
        ),
        Todo(
            Permission.EXPIRE_POINTS, waits.ended, _("户的积分到期了，还没有清零"), _("去清零"),
            url_for(".expiring"), ledger,
        ),
        Todo(
            Permission.APPROVE_CHANGE, waits.changes, _("笔户的变动等着批"), _("去批"),
            changes, changes, _own_changes(waits),
        ),
        Todo(
            Permission.APPROVE_WRITE_OFF, waits.stock_papers, _("张报损单和盘点单等着批"),
            _("去批"), papers, papers,
        ),
        Todo(
            Permission.OPEN_ROUND, unopened,
            _("个村还没开始评 %(month)s", month=month_only(period)), _("去开月"),
            url_for(".ask_open"), url_for(".rounds"),
        ),
        Todo(
            Permission.ISSUE_CARD, waits.lost_cards, _("张卡已挂失，等补卡"), _("去补"), lost, lost
        ),
    ]  # fmt: skip


def _objections(waits: Waiting) -> str:
    since = waits.oldest_objection_at
    said = _("最早的是 %(day)s提的", day=day(since)) if since else ""
    if waits.overdue_objections:
        late = _("其中 %(count)s 条过了答复期限", count=waits.overdue_objections)
        said = f"{said}　{late}"
    return said


def _corrections(waits: Waiting) -> str:
    said = _("合计 %(points)s 分", points=signed(waits.correction_points))
    if waits.own_corrections:
        own = _("其中 %(count)s 笔是您自己提的，要别人批", count=waits.own_corrections)
        said = f"{said}　{own}"
    return said


def _own_changes(waits: Waiting) -> str:
    if not waits.own_changes:
        return ""
    return _("其中 %(count)s 笔是您自己记的，要别人批", count=waits.own_changes)
