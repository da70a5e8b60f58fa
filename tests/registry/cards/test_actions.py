"""Issue, report lost, reissue: one card in use for each household, and its points untouched."""

import re
from datetime import datetime
from threading import Barrier, Thread

import pytest
from sqlalchemy import event, func, insert, select
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Forbidden, Refusal
from app.ledger.queries import balance_of
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.permissions import Permission, Role
from app.registry.cards.actions import (
    issue_card,
    issue_village_cards,
    reissue_card,
    report_card_lost,
)
from app.registry.cards.models import Card, CardState
from app.registry.cards.queries import (
    active_card,
    active_card_of_household,
    active_cards_of_village,
    card_for,
    cards_of_household,
)
from app.registry.cards.rules import (
    CardExists,
    CardLost,
    CardNotFound,
    CardReplaced,
    CardUnreadable,
    new_code,
    with_check_digit,
)
from app.registry.households.models import Household, HouseholdStatus
from app.registry.households.queries import HouseholdNotFound
from app.registry.places.queries import UnknownPlace
from tests import make


def verbs(session: Session) -> list[str]:
    return [
        verb
        for verb in session.scalars(select(AuditEntry.verb).order_by(AuditEntry.id))
        if "card" in verb
    ]


def test_an_issued_card_is_found_by_its_code_and_by_its_number(
    session: Session, now: datetime
) -> None:
    village = make.village(session)
    household = make.household(session, village=village, head="欧阳㛃堃")

    card = issue_card(session, make.committee(session, village), household.id, now=now)

    by_code, by_number = active_card(session, f"{card.code}\n"), active_card(session, card.number)
    assert by_code == by_number
    assert (by_code.card_id, by_code.head_name) == (card.id, "欧阳㛃堃")
    assert verbs(session) == ["issue_card"]


def test_nothing_personal_stands_in_the_qr_code(session: Session, now: datetime) -> None:
    village = make.village(session)
    household = make.household(session, village=village)

    card = issue_card(session, make.committee(session, village), household.id, now=now)

    assert re.fullmatch("JF1[0-9A-Z]{16}", card.code)
    assert household.number not in card.code


def test_a_household_has_one_card_in_use(session: Session, now: datetime) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    committee = make.committee(session, village)
    first = issue_card(session, committee, household.id, now=now)

    with pytest.raises(CardExists):
        issue_card(session, committee, household.id, now=now)

    assert [card.id for card in cards_of_household(session, household.id)] == [first.id]


def test_the_database_itself_refuses_a_second_card_in_use(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        village = make.village(session)
        household_id = make.household(session, village=village).id
        committee = make.committee(session, village)
        issue_card(session, committee, household_id, now=now)

    with pytest.raises(CardExists), database.write() as session:
        session.execute(
            insert(Card).values(
                household_id=household_id, code=new_code(2), number=with_check_digit("7654321"),
                version=2, state=CardState.ACTIVE, issued_at=now, issued_by=committee.user_id,
            )
        )  # fmt: skip


def test_the_next_village_is_out_of_reach(session: Session, now: datetime) -> None:
    here, there = make.village(session), make.village(session)
    household = make.household(session, village=there)
    card = issue_card(session, make.committee(session, there), household.id, now=now)
    neighbour = make.committee(session, here)

    with pytest.raises(HouseholdNotFound):
        issue_card(session, neighbour, household.id, now=now)
    with pytest.raises(UnknownPlace):
        issue_village_cards(session, neighbour, there.code, now=now)
    with pytest.raises(CardNotFound):
        report_card_lost(session, neighbour, card.code, now=now)
    with pytest.raises(CardNotFound):
        reissue_card(session, neighbour, card.code, now=now)
    assert active_card(session, card.code).card_id == card.id


@pytest.mark.parametrize("role", [Role.VILLAGE_SPECIALIST, Role.AUDITOR])
def test_who_only_scores_or_reads_issues_no_card(
    session: Session, now: datetime, role: Role
) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    person = make.actor(session, role, village)

    with pytest.raises(Forbidden):
        issue_card(session, person, household.id, now=now)
    with pytest.raises(Forbidden):
        issue_village_cards(session, person, village.code, now=now)
    with pytest.raises(Forbidden):
        report_card_lost(session, person, "12345678", now=now)


def test_a_clerk_reports_a_card_of_any_village_lost_but_issues_none(
    session: Session, now: datetime
) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    card = issue_card(session, make.committee(session, village), household.id, now=now)
    clerk = make.clerk(session, make.store(session))

    report_card_lost(session, clerk, card.number, now=now)

    with pytest.raises(Forbidden):
        reissue_card(session, clerk, card.number, now=now)
    with pytest.raises(CardLost):
        active_card(session, card.code)


def test_a_lost_card_buys_nothing_and_costs_no_points(session: Session, now: datetime) -> None:
    village = make.village(session)
    household = make.household(session, village=village, balance=186)
    committee = make.committee(session, village)
    old = issue_card(session, committee, household.id, now=now)

    report_card_lost(session, committee, old.number, now=now)
    new = reissue_card(session, committee, old.number, now=now)

    with pytest.raises(CardLost):
        active_card(session, old.code)
    assert active_card(session, new.code).household_id == household.id
    assert (new.version, old.lost_at) == (2, now)
    assert balance_of(session, household.id) == 186
    assert verbs(session) == ["issue_card", "report_card_lost", "reissue_card"]


def test_a_worn_card_is_replaced(session: Session, now: datetime) -> None:
    village = make.village(session)
    household = make.household(session, village=village)
    committee = make.committee(session, village)
    old = issue_card(session, committee, household.id, now=now)

    new = reissue_card(session, committee, old.code, now=now)

    with pytest.raises(CardReplaced):
        active_card(session, old.number)
    assert active_card(session, new.number).card_id == new.id


def test_a_card_reported_lost_twice_is_lost_once(session: Session, now: datetime) -> None:
    village = make.village(session)
    committee = make.committee(session, village)
    household = make.household(session, village=village)
    card = issue_card(session, committee, household.id, now=now)

    for _ in range(2):
        report_card_lost(session, committee, card.code, now=now)

    assert verbs(session) == ["issue_card", "report_card_lost"]


@pytest.mark.parametrize(("lost_first", "refusal"), [(True, CardExists), (False, CardReplaced)])
def test_a_card_is_reissued_once(
    session: Session, now: datetime, *, lost_first: bool, refusal: type[Refusal]
) -> None:
    village = make.village(session)
    committee = make.committee(session, village)
    household = make.household(session, village=village)
    old = issue_card(session, committee, household.id, now=now)
    if lost_first:
        report_card_lost(session, committee, old.code, now=now)
    new = reissue_card(session, committee, old.code, now=now)

    with pytest.raises(refusal):
        reissue_card(session, committee, old.code, now=now)

    assert active_card(session, new.code).card_id == new.id


def test_a_replaced_card_cannot_be_lost(session: Session, now: datetime) -> None:
    village = make.village(session)
    committee = make.committee(session, village)
    household = make.household(session, village=village)
    old = issue_card(session, committee, household.id, now=now)
    reissue_card(session, committee, old.code, now=now)

    with pytest.raises(CardReplaced):
        report_card_lost(session, committee, old.code, now=now)


def test_a_village_gets_a_card_for_each_household_that_has_none(
    session: Session, now: datetime
) -> None:
    village, other = make.village(session), make.village(session)
    committee = make.committee(session, village)
    first, second, gone = make.households(session, 3, village=village)
    make.household(session, village=other)
    gone.status = HouseholdStatus.LEFT
    kept = issue_card(session, committee, first.id, now=now)

    issued = issue_village_cards(session, committee, village.code, now=now)
    again = issue_village_cards(session, committee, village.code, now=now)

    assert (issued, again) == (1, 0)
    printed = active_cards_of_village(session, village.code)
    assert [card.household_number for card in printed] == [first.number, second.number]
    assert printed[0].number == kept.number
    assert active_cards_of_village(session, other.code) == []
    assert verbs(session) == ["issue_card", "issue_village_cards"]


def test_a_number_that_is_taken_is_drawn_again(session: Session, now: datetime) -> None:
    village = make.village(session)
    make.households(session, 3, village=village)
    taken, second, third = (with_check_digit(f"{n}000000") for n in (1, 2, 3))
    urn = iter([taken, taken, second, second, third])

    issued = issue_village_cards(
        session, make.committee(session, village), village.code, now=now, draw=urn.__next__
    )

    cards = active_cards_of_village(session, village.code)
    assert issued == 3
    assert {card.number for card in cards} == {taken, second, third}


def test_after_a_lost_card_the_village_issues_the_next_version(
    session: Session, now: datetime
) -> None:
    village = make.village(session)
    committee = make.committee(session, village)
    household = make.household(session, village=village)
    old = issue_card(session, committee, household.id, now=now)
    report_card_lost(session, committee, old.code, now=now)
    assert active_card_of_household(session, household.id) is None

    issue_village_cards(session, committee, village.code, now=now)

    assert [card.version for card in cards_of_household(session, household.id)] == [2, 1]
    printed = active_card_of_household(session, household.id)
    assert printed is not None
    assert printed.code.startswith("JF2")


def test_a_whole_district_gets_its_cards_in_a_few_statements(
    database: Database, now: datetime
) -> None:
    with database.write() as session:
        village = make.village(session)
        session.execute(
            insert(Household),
            [
                {
                    "number": f"9{n:09d}", "village_code": village.code, "head_name": f"户主{n}",
                    "sort_key": "hu zhu", "size": 3, "registered_at": now,
                }
                for n in range(3_773)
            ],
        )  # fmt: skip

        admin = make.admin(session)
        sent: list[str] = []
        event.listen(
            session.connection(), "before_cursor_execute", lambda *said: sent.append(said[2])
        )

        issued = issue_village_cards(session, admin, village.code, now=now)

        assert issued == 3_773
        assert len(sent) <= 10
        assert session.scalar(select(func.count(func.distinct(Card.number)))) == 3_773


def test_two_officers_at_once_issue_one_card(database: Database, now: datetime) -> None:
    with database.write() as session:
        village = make.village(session)
        household_id = make.household(session, village=village).id
        committee = make.committee(session, village)
    start, answers = Barrier(4), []

    def issue() -> None:
        start.wait()
        try:
            with database.write() as session:
                issue_card(session, committee, household_id, now=now)
            answers.append("issued")
        except CardExists as refusal:
            answers.append(refusal.code)

    threads = [Thread(target=issue) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == ["card_exists", "card_exists", "card_exists", "issued"]


def test_a_card_is_looked_up_in_any_state_by_who_may_see_it(
    session: Session, now: datetime
) -> None:
    village = make.village(session)
    committee = make.committee(session, village)
    household = make.household(session, village=village)
    card = issue_card(session, committee, household.id, now=now)
    report_card_lost(session, committee, card.code, now=now)

    found = card_for(session, make.auditor(session), Permission.LOOK_UP_CARD, card.number)

    assert (found.id, found.state) == (card.id, CardState.LOST)


def test_an_unknown_card_is_not_found_and_a_bad_one_not_read(session: Session) -> None:
    unknown = with_check_digit("9999999")
    auditor = make.auditor(session)

    for look in (
        lambda text: active_card(session, text),
        lambda text: card_for(session, auditor, Permission.LOOK_UP_CARD, text),
    ):
        with pytest.raises(CardNotFound):
            look(unknown)
        with pytest.raises(CardUnreadable):
            look("not a card")
