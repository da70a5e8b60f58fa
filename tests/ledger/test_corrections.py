"""A mistake is made good by two people, in a later month, in words."""

from datetime import datetime

import pytest
from sqlalchemy.orm import Session

from app.kernel.errors import Forbidden
from app.ledger.corrections import (
    CorrectionDecided,
    CorrectionNotFound,
    CorrectionPointsBad,
    OwnCorrection,
    ReasonMissing,
    approve_correction,
    ask_correction,
    collect_debts,
)
from app.ledger.models import Direction
from app.ledger.queries import balance_of, debt_of, statement
from tests import make


def test_points_move_only_when_a_second_person_has_approved(
    session: Session, now: datetime
) -> None:
    household = make.household(session, village=make.village(session))
    asked = ask_correction(
        session, make.admin(session), household_id=household.id, points=8,
        direction=Direction.CREDIT, reason="10 月漏记 8 分", now=now,
    )  # fmt: skip
    before = balance_of(session, household.id)

    approve_correction(session, make.admin(session), correction_id=asked.id, now=now)

    assert (before, balance_of(session, household.id)) == (0, 8)


def test_who_asked_may_not_approve(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session))
    admin = make.admin(session)
    asked = ask_correction(
        session, admin, household_id=household.id, points=8,
        direction=Direction.CREDIT, reason="漏记", now=now,
    )  # fmt: skip

    with pytest.raises(OwnCorrection):
        approve_correction(session, admin, correction_id=asked.id, now=now)


def test_a_correction_is_carried_out_once(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session))
    asked = ask_correction(
        session, make.admin(session), household_id=household.id, points=8,
        direction=Direction.CREDIT, reason="漏记", now=now,
    )  # fmt: skip
    approve_correction(session, make.admin(session), correction_id=asked.id, now=now)

    with pytest.raises(CorrectionDecided):
        approve_correction(session, make.admin(session), correction_id=asked.id, now=now)

    assert balance_of(session, household.id) == 8


def test_what_is_spent_already_is_claimed_from_the_next_points(
    session: Session, now: datetime
) -> None:
    household = make.household(session, village=make.village(session), balance=30)
    asked = ask_correction(
        session, make.admin(session), household_id=household.id, points=50,
        direction=Direction.DEBIT, reason="9 月重复记分", now=now,
    )  # fmt: skip
    approve_correction(session, make.admin(session), correction_id=asked.id, now=now)
    assert (balance_of(session, household.id), debt_of(session, household.id)) == (0, 20)

    make.give_points(session, household, 15)
    collect_debts(session, actor_id=make.console(session).user_id, now=now)

    assert (balance_of(session, household.id), debt_of(session, household.id)) == (0, 5)


def test_the_statement_says_the_balance_after_each_line(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session), balance=30)
    asked = ask_correction(
        session, make.admin(session), household_id=household.id, points=12,
        direction=Direction.DEBIT, reason="重复记分", now=now,
    )  # fmt: skip
    approve_correction(session, make.admin(session), correction_id=asked.id, now=now)

    lines = statement(session, household.id)

    assert [(line.points, line.balance_after) for line in lines] == [(-12, 18), (30, 30)]


@pytest.mark.parametrize("points", [0, -1, 1001])
def test_absurd_points_are_refused(session: Session, now: datetime, points: int) -> None:
    household = make.household(session, village=make.village(session))

    with pytest.raises(CorrectionPointsBad):
        ask_correction(
            session, make.admin(session), household_id=household.id, points=points,
            direction=Direction.CREDIT, reason="漏记", now=now,
        )  # fmt: skip


def test_a_correction_needs_a_reason(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session))

    with pytest.raises(ReasonMissing):
        ask_correction(
            session, make.admin(session), household_id=household.id, points=1,
            direction=Direction.CREDIT, reason="  ", now=now,
        )  # fmt: skip


def test_an_auditor_changes_nothing(session: Session, now: datetime) -> None:
    household = make.household(session, village=make.village(session))
    asked = ask_correction(
        session, make.admin(session), household_id=household.id, points=8,
        direction=Direction.CREDIT, reason="漏记", now=now,
    )  # fmt: skip

    with pytest.raises(Forbidden):
        approve_correction(session, make.auditor(session), correction_id=asked.id, now=now)


def test_a_missing_correction_is_not_found(session: Session, now: datetime) -> None:
    with pytest.raises(CorrectionNotFound):
        approve_correction(session, make.admin(session), correction_id=404, now=now)
