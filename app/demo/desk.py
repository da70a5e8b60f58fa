"""What lies on the desks of the practice district, so that every role has work."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.demo.families import find_late_sheet, live_on
from app.demo.staff import Staff, Where
from app.kernel.period import Period
from app.kernel.secrets import Secrets
from app.ledger.corrections import ask_correction
from app.ledger.models import Direction
from app.registry.cards.actions import report_card_lost
from app.registry.cards.models import Card, CardState
from app.registry.households.models import Household
from app.scoring.rounds.models import Round, Sheet, SheetState
from app.scoring.rounds.objections import Decision, decide_objection, record_objection

OBJECTIONS = (
    ("张桂兰", "院子当天刚扫过，评成了中。"),
    ("邻居王守信", "他家帮村里修路三天，没有记上。"),
    ("本人", "培训我去了，有签到。"),
)
CORRECTIONS = (
    (8, Direction.CREDIT, "上上月义务劳动漏记"),
    (5, Direction.DEBIT, "上上月同一项重复记分"),
)
ANSWER = "查了培训的签到表，没有这一天的名字；下次去了请先签到。"
LOST_CARDS = 3


def leave_work(
    session: Session, secrets: Secrets, staff: Staff, where: Where, *, now: datetime
) -> None:
    """Objections, corrections, changes of households and a late sheet to decide; lost cards."""
    committee = staff.committees[where.village.code]
    sheets = _on_the_wall(session, where, Period.of(now).plus(-1))
    said = [
        record_objection(
            session, committee, sheet_id=sheet.id, said_by=said_by, words=words, now=now
        )
        for sheet, (said_by, words) in zip(sheets, OBJECTIONS, strict=False)
    ]
    answer = Decision(upheld=False, reason=ANSWER, answers={})
    decide_objection(session, staff.district, objection_id=said[-1].id, decision=answer, now=now)
    homes = _homes(session, where)
    live_on(session, secrets, staff, where, now=now)
    find_late_sheet(session, staff, where, now=now)
    for home, (points, direction, reason) in zip(homes, CORRECTIONS, strict=False):
        ask_correction(
            session, staff.townships[where.township.code], household_id=home.id,
            points=points, direction=direction, reason=reason, now=now,
        )  # fmt: skip
    for home in homes[-LOST_CARDS:]:
        code = session.scalar(
            select(Card.code).where(Card.household_id == home.id, Card.state == CardState.ACTIVE)
        )
        if code is not None:
            report_card_lost(session, committee, code, now=now)


def _on_the_wall(session: Session, where: Where, period: Period) -> Sequence[Sheet]:
    return session.scalars(
        select(Sheet)
        .join(Round, Round.id == Sheet.round_id)
        .where(
            Round.village_code == where.village.code,
            Round.period == period,
            Sheet.state == SheetState.CERTIFIED,
        )
        .order_by(Sheet.points, Sheet.id)
        .limit(len(OBJECTIONS))
    ).all()


def _homes(session: Session, where: Where) -> Sequence[Household]:
    return session.scalars(
        select(Household)
        .where(Household.village_code == where.village.code)
        .order_by(Household.number)
    ).all()
