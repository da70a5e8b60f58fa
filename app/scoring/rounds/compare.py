"""What recording and submitting must mind where a household has a second sheet."""

from datetime import datetime

from sqlalchemy.orm import Session

from app.registry.accounts.actor import Actor
from app.scoring.rounds.models import Round, Sheet
from app.scoring.rounds.second_models import Outcome, SecondSheet, SecondSheetDecision
from app.scoring.rounds.second_rules import (
    MOST_NAMED,
    OwnSecondSheet,
    SheetCompared,
    SheetsDiffer,
)
from app.scoring.rounds.seconds import decision_of, second_of, undecided_in
from app.scoring.rounds.sent_back import unanswered_of


def check_decided(session: Session, round_: Round) -> None:
    """Before submitting; the database refuses it too.

    :raises SheetsDiffer: two sheets of a household differ, and nobody has decided.
    """
    waiting = session.scalars(undecided_in(round_.id)).all()
    if waiting:
        named = "、".join(home.head_name for home in waiting[:MOST_NAMED])
        raise SheetsDiffer(count=len(waiting), households=named)


def check_still_replaceable(session: Session, actor: Actor, current: Sheet) -> None:
    """Before another sheet takes the place of the one that counts.

    :raises OwnSecondSheet: the person wrote the second sheet, which waits for a decision.
    :raises SheetCompared: two sheets were compared already, and this one was not sent back.
    """
    second = second_of(session, current.round_id, current.household_id)
    if second is None:
        return
    if decision_of(session, second) is not None:
        if unanswered_of(session, current.id) is None:
            raise SheetCompared
    elif second.recorded_by == actor.user_id:
        raise OwnSecondSheet


def settle_if_same(session: Session, sheet: Sheet, *, now: datetime) -> None:
    """Two sheets with the same answers need nobody to decide; recording either one calls this.

    A second sheet that waits is compared with the sheet that counts now.
    """
    second = second_of(session, sheet.round_id, sheet.household_id)
    if second is None or second.answers != sheet.answers or decision_of(session, second):
        return
    session.add(outcome_of(second, sheet, Outcome.AGREED, now))
    session.flush()


def outcome_of(
    second: SecondSheet, first: Sheet, outcome: Outcome, now: datetime
) -> SecondSheetDecision:
    """The row that says what came of two sheets; who decided and why is still to be added."""
    return SecondSheetDecision(
        second_id=second.id,
        outcome=outcome,
        first_sheet_id=first.id,
        first_recorded_by=first.recorded_by,
        second_recorded_by=second.recorded_by,
        decided_at=now,
    )
