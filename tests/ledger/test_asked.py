"""Corrections as a desk reads them."""

import pytest
from sqlalchemy.orm import Session

from app.ledger.asked import (
    correction_for,
    corrections_by_standing,
    corrections_of,
    corrections_page,
)
from app.ledger.corrections import CorrectionNotFound, approve_correction, ask_correction
from app.ledger.models import CorrectionStanding, Direction
from app.registry.accounts.actor import Actor
from app.registry.accounts.permissions import Role
from app.registry.households.models import Household
from tests import make


def ask(
    session: Session,
    actor: Actor,
    household: Household,
    points: int = 5,
    direction: Direction = Direction.CREDIT,
) -> int:
    return ask_correction(
        session, actor, household_id=household.id, points=points, direction=direction,
        reason="10 月记错了", now=make.NOW,
    ).id  # fmt: skip


def test_it_says_who_asked_who_approved_and_what_is_still_owed(session: Session) -> None:
    household = make.household(session, village=make.village(session))
    first, second = make.admin(session), make.township_officer(session)
    made = ask(session, first, household, 8, Direction.DEBIT)
    approve_correction(session, second, correction_id=made, now=make.NOW)

    found = correction_for(session, first, made)

    assert (found.asked_by, found.approved_by) == ("孙立新", "孙镇长")
    assert (found.balance_points, found.owed_points) == (0, 8)


def test_corrections_come_page_by_page_the_newest_first(session: Session) -> None:
    household = make.household(session, village=make.village(session))
    admin = make.admin(session)
    ids = [ask(session, admin, household) for _ in range(3)]

    first = corrections_page(session, admin, limit=2)
    rest = corrections_page(session, admin, before_id=first[-1].correction.id, limit=2)

    assert [asked.correction.id for asked in [*first, *rest]] == ids[::-1]
    assert len(corrections_of(session, admin, household.id)) == 3


def test_waiting_and_approved_ones_are_told_apart(session: Session) -> None:
    household = make.household(session, village=make.village(session))
    admin = make.admin(session)
    waiting, approved = ask(session, admin, household), ask(session, admin, household)
    approve_correction(session, make.admin(session), correction_id=approved, now=make.NOW)

    (only,) = corrections_page(session, admin, standing=CorrectionStanding.ASKED)

    assert only.correction.id == waiting
    assert corrections_by_standing(session, admin) == {
        CorrectionStanding.ASKED: 1, CorrectionStanding.APPROVED: 1,
        CorrectionStanding.REFUSED: 0,
    }  # fmt: skip


def test_a_correction_of_another_township_is_not_found(session: Session) -> None:
    household = make.household(session, village=make.village(session))
    made = ask(session, make.admin(session), household)
    elsewhere = make.actor(session, Role.TOWNSHIP, make.village(session))

    with pytest.raises(CorrectionNotFound):
        correction_for(session, elsewhere, made)
