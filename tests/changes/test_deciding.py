"""Two people, one decision: who may, what a refusal leaves, and what happens at once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from app.changes.decide import approve_change, refuse_change
from app.changes.models import ChangeDecision, ChangeState, HouseholdChange
from app.changes.queries import (
    changes_by_state,
    changes_of,
    changes_page,
    count_waiting_changes,
    told_change,
)
from app.changes.record import What, record_leave
from app.changes.rules import (
    ChangeDecided,
    ChangeNotFound,
    ChangeReasonMissing,
    ChangeWaiting,
    MoveBeyondReach,
    OwnChange,
)
from app.kernel.db import Database
from app.kernel.errors import Forbidden, Refusal
from app.ledger.models import Transfer
from app.ledger.queries import balance_of
from app.registry.accounts.audit import entries
from app.registry.accounts.permissions import Role
from app.registry.households.models import HouseholdStatus
from app.registry.households.queries import HouseholdNotFound
from app.registry.places.models import Place, PlaceKind
from tests import make
from tests.changes.families import ID_OF_BABY, TODAY, WHY, Village, names
from tests.make import NOW
from tests.statements import count_statements


def test_who_recorded_a_change_does_not_decide_it(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国")
    change = record_leave(session, village.officer, What(home.id, TODAY, WHY), now=NOW)

    with pytest.raises(OwnChange):
        approve_change(session, village.officer, change_id=change.id, now=NOW)
    with pytest.raises(OwnChange):
        refuse_change(session, village.officer, change_id=change.id, reason="重复", now=NOW)

    assert home.status is HouseholdStatus.REGISTERED


def test_the_database_too_refuses_the_same_person(session: Session) -> None:
    village = Village.made(session)
    change = village.leaves(village.family("马建国"))
    decision = ChangeDecision(
        change_id=change.id, recorded_by=change.recorded_by, decided_by=change.recorded_by,
        decided_at=NOW, approved=True, reason="",
    )  # fmt: skip
    somebody_else = ChangeDecision(
        change_id=change.id, recorded_by=village.officer.user_id,
        decided_by=village.committee.user_id, decided_at=NOW, approved=True, reason="",
    )  # fmt: skip

    for wrong in (decision, somebody_else):
        unit = session.begin_nested()
        session.add(wrong)
        with pytest.raises(IntegrityError):
            session.flush()
        unit.rollback()


def test_a_committee_records_and_does_not_approve(session: Session) -> None:
    village = Village.made(session)
    change = village.leaves(village.family("马建国"))

    with pytest.raises(Forbidden):
        approve_change(
            session, make.committee(session, village.place), change_id=change.id, now=NOW
        )


def test_a_scorer_records_nothing(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国")

    with pytest.raises(Forbidden):
        record_leave(
            session, make.specialist(session, village.place), What(home.id, TODAY, WHY), now=NOW
        )


def test_another_village_is_out_of_reach(session: Session) -> None:
    village, other = Village.made(session), Village.made(session)
    home = other.family("马建国")

    with pytest.raises(HouseholdNotFound):
        village.leaves(home)


def test_a_change_of_another_township_is_not_found(session: Session) -> None:
    village = Village.made(session)
    change = village.leaves(village.family("马建国"))
    stranger = make.actor(session, Role.TOWNSHIP, _other_township(session))

    with pytest.raises(ChangeNotFound):
        approve_change(session, stranger, change_id=change.id, now=NOW)
    with pytest.raises(ChangeNotFound):
        told_change(session, stranger, change.id)
    with pytest.raises(ChangeNotFound):
        approve_change(session, village.officer, change_id=404, now=NOW)


def test_a_move_to_another_township_is_approved_above_both(session: Session) -> None:
    village = Village.made(session)
    far = Place(
        code="371599200001", name="远村", kind=PlaceKind.VILLAGE,
        parent_code=_other_township(session).code,
    )  # fmt: skip
    session.add(far)
    session.flush()
    home = village.family("马建国")
    change = village.moves(home, far)

    with pytest.raises(MoveBeyondReach):
        village.approve(change)
    approve_change(session, make.admin(session), change_id=change.id, now=NOW)

    assert home.village_code == far.code


def test_a_refused_change_leaves_everything_and_says_why(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强", balance=10)
    change = village.splits(home, "马强", points=10)

    with pytest.raises(ChangeReasonMissing):
        refuse_change(session, village.officer, change_id=change.id, reason=" ", now=NOW)
    refuse_change(session, village.officer, change_id=change.id, reason="材料不全", now=NOW)

    told = told_change(session, village.officer, change.id)
    assert told.decision is not None
    assert (told.state, told.decision.reason) == (ChangeState.REFUSED, "材料不全")
    assert (names(session, home), balance_of(session, home.id)) == (["马建国", "马强"], 10)
    with pytest.raises(ChangeDecided):
        village.approve(change)


def test_one_change_waits_at_a_time(session: Session) -> None:
    village = Village.made(session)
    home, into = village.family("马建国", "马强"), village.family("王强", "王芳")
    change = village.merges(home, into)

    with pytest.raises(ChangeWaiting):
        village.goes(home, "马强")
    with pytest.raises(ChangeWaiting):
        village.goes(into, "王芳")
    refuse_change(session, village.officer, change_id=change.id, reason="不并了", now=NOW)
    village.approve(village.goes(home, "马强"))

    assert names(session, home) == ["马建国"]


def test_what_was_recorded_and_decided_is_never_altered(session: Session) -> None:
    village = Village.made(session)
    home = village.family("马建国", "马强", balance=10)
    village.approve(village.splits(home, "马强", points=10))

    for table in (
        "household_changes", "household_change_people", "household_change_decisions",
        "moved_points",
    ):  # fmt: skip
        with pytest.raises(IntegrityError), session.begin_nested():
            session.execute(text(f"DELETE FROM {table}"))


def test_the_audit_says_who_recorded_and_approved_without_names(session: Session) -> None:
    village = Village.made(session)
    village.approve(village.joins(village.family("马建国"), "马小宝", ID_OF_BABY))

    lines = [row[0] for row in entries(session, make.admin(session))]

    assert [line.verb for line in lines] == ["approve_change", "record_change"]
    assert not any("马" in str(line.facts) or "0019" in str(line.facts) for line in lines)


def test_the_lists_show_what_waits_and_a_household_its_history(session: Session) -> None:
    village = Village.made(session)
    home, into = village.family("马建国"), village.family("王强", "王芳")
    village.approve(village.goes(into, "王芳"))
    change = village.merges(home, into)

    waiting = changes_page(session, village.officer, state=ChangeState.WAITING)

    assert [told.change.id for told in waiting] == [change.id]
    assert [told.state for told in changes_of(session, village.officer, into.id)] == [
        ChangeState.WAITING, ChangeState.APPROVED
    ]  # fmt: skip
    assert changes_by_state(session, village.officer) == {
        ChangeState.WAITING: 1, ChangeState.APPROVED: 1, ChangeState.REFUSED: 0
    }  # fmt: skip
    assert count_waiting_changes(session, village.committee) == (1, 1)
    assert count_waiting_changes(session, village.officer) == (1, 0)


def test_the_list_takes_the_same_statements_however_long_it_is(session: Session) -> None:
    village = Village.made(session)

    def statements() -> int:
        with count_statements() as sent:
            changes_page(session, village.officer)
        return len(sent)

    village.leaves(village.family("马建国"))
    one = statements()
    for number in range(5):
        village.leaves(village.family(f"户主{number}"))

    assert statements() == one


def test_eight_approvals_at_once_act_once(database: Database) -> None:
    with database.write() as session:
        session.expire_on_commit = False
        village = Village.made(session)
        home = village.family("马建国", "马强", balance=100)
        change = village.splits(home, "马强", points=40)
        officers = [make.township_officer(session) for _ in range(8)]
    start = Barrier(len(officers))

    def approve(turn: int) -> type[Refusal] | None:
        start.wait()
        try:
            with database.write() as session:
                approve_change(session, officers[turn], change_id=change.id, now=NOW)
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(len(officers)) as pool:
        answers = list(pool.map(approve, range(len(officers))))

    assert (answers.count(None), answers.count(ChangeDecided)) == (1, 7)
    with database.read() as session:
        assert balance_of(session, home.id) == 60
        moved = select(func.sum(Transfer.points)).where(Transfer.source_kind == "moved_points")
        assert session.scalar(moved) == 40


def test_two_changes_recorded_at_once_leave_one_waiting(database: Database) -> None:
    with database.write() as session:
        session.expire_on_commit = False
        village = Village.made(session)
        home = village.family("马建国")
    start = Barrier(4)

    def record(_turn: int) -> type[Refusal] | None:
        start.wait()
        try:
            with database.write() as session:
                record_leave(session, village.committee, What(home.id, TODAY, WHY), now=NOW)
        except Refusal as refusal:
            return type(refusal)
        return None

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(record, range(4)))

    assert (answers.count(None), answers.count(ChangeWaiting)) == (1, 3)
    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(HouseholdChange)) == 1


def _other_township(session: Session) -> Place:
    found = session.get(Place, "371599200")
    if found is None:
        make.district(session)
        found = Place(
            code="371599200", name="蒋官屯街道", kind=PlaceKind.TOWNSHIP, parent_code=make.DISTRICT
        )
        session.add(found)
        session.flush()
    return found
