"""A roster does not undo what two people decided."""

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes.decide import approve_change
from app.changes.record import (
    Departure,
    NewPerson,
    What,
    record_departure,
    record_join,
    record_leave,
    record_return,
)
from app.changes.rosters import plan_of_roster
from app.opening.households import take_in_roster
from app.registry.households.importing import RosterHasFaults, plan_roster
from app.registry.households.models import Household, HouseholdStatus, Member
from app.words.roster import fault_sentence
from tests import make
from tests.changes.families import TODAY, WHY, id_number
from tests.make import NOW
from tests.registry.households.people import SECRETS
from tests.registry.places.lists import take_in, zone
from tests.registry.roster.sheets import GOOD_ID, REGISTER, checked, text_table

TWO_IN_A_ROSTER = checked(
    text_table(
        [
            REGISTER,
            ("北城街道", "大学城新村", "001", "王守信", GOOD_ID, "2", "户主"),
            ("北城街道", "大学城新村", "001", "王小信", id_number(7), "", "之子"),
        ]
    )
)
ROSTER = checked(
    text_table([REGISTER, ("北城街道", "大学城新村", "001", "王守信", GOOD_ID, "1", "户主")])
)


def taken_in(session: Session) -> Household:
    """The household of the roster, in the register."""
    take_in_roster(
        session, make.console(session), plan_roster(session, ROSTER, SECRETS), SECRETS, now=NOW
    )
    return session.scalars(select(Household)).one()


def test_a_household_that_left_is_refused_until_it_has_returned(session: Session) -> None:
    take_in(session, *zone())
    assert [fault.code for fault in ROSTER.faults] == []
    home = taken_in(session)
    first, second = make.admin(session), make.admin(session)
    left = record_leave(session, first, What(home.id, TODAY, WHY), now=NOW)
    approve_change(session, second, change_id=left.id, now=NOW)

    plan = plan_roster(session, ROSTER, SECRETS)

    assert [fault.code for fault in plan.faults] == ["household_left"]
    assert "已经退出了名册" in fault_sentence(plan.faults[0], "zh")
    with pytest.raises(RosterHasFaults):
        taken_in(session)
    assert home.status is HouseholdStatus.LEFT

    back = record_return(session, first, What(home.id, TODAY, WHY), now=NOW)
    approve_change(session, second, change_id=back.id, now=NOW)
    assert plan_roster(session, ROSTER, SECRETS).unchanged == 1


@pytest.mark.parametrize(
    ("code", "words"),
    [("person_left", "2026-11 已登记迁出"), ("person_died", "2026-11 已登记去世")],
)
def test_a_person_who_left_does_not_come_back_by_a_file(
    session: Session, code: str, words: str
) -> None:
    take_in(session, *zone())
    plan = plan_of_roster(session, TWO_IN_A_ROSTER, SECRETS)
    take_in_roster(session, make.console(session), plan, SECRETS, now=NOW)
    home = session.scalars(select(Household)).one()
    son = session.scalars(select(Member).where(~Member.is_head)).one()
    first, second = make.admin(session), make.admin(session)
    what = What(home.id, TODAY, WHY)
    gone = record_departure(
        session, first, what, Departure(son.id, died=code == "person_died"), now=NOW
    )
    approve_change(session, second, change_id=gone.id, now=NOW)

    plan = plan_of_roster(session, TWO_IN_A_ROSTER, SECRETS)

    assert [fault.code for fault in plan.faults] == [code]
    assert words in fault_sentence(plan.faults[0], "zh")
    with pytest.raises(RosterHasFaults):
        take_in_roster(session, make.console(session), plan, SECRETS, now=NOW)
    back = NewPerson("王小信", "之子", id_number(7))
    joins = record_join(session, first, what, back, SECRETS, now=NOW)
    approve_change(session, second, change_id=joins.id, now=NOW)
    assert plan_of_roster(session, TWO_IN_A_ROSTER, SECRETS).faults == []
