"""A roster comes into the register: whole or not at all, again and again, and nobody is lost."""

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

import app.tables
from app.kernel.db import Database
from app.kernel.errors import Forbidden
from app.kernel.keyring import KeyWrong
from app.kernel.secrets import Keys, Secrets
from app.opening.households import take_in_roster
from app.registry.accounts.permissions import Role
from app.registry.households.importing import (
    NoVillages,
    RosterHasFaults,
    RosterPlan,
    known_villages,
    plan_roster,
)
from app.registry.households.models import Household, Member
from app.registry.households.roster.results import CheckedRoster, RosterHousehold
from app.registry.households.sealing import open_id
from tests import make
from tests.make import NOW
from tests.registry.households.people import SECRETS
from tests.registry.places.lists import take_in, zone
from tests.registry.roster.sheets import (
    DATA,
    GOOD_ID,
    OTHER_ID,
    REGISTER,
    THIRD_ID,
    checked,
    text_table,
)

ROSTERS = {"register-export.xlsx": 573, "village-sheet.xlsx": 93, "legacy-gb18030.csv": 93}
FAULTY = {"register-export.xlsx": 27, "village-sheet.xlsx": 7, "legacy-gb18030.csv": 7}


def read(name: str) -> CheckedRoster:
    return checked(DATA / "rosters" / name)


def zoned(session: Session) -> None:
    """The practice district's places."""
    take_in(session, *zone())


def stored(session: Session, roster: CheckedRoster, *, accept_good: bool = False) -> RosterPlan:
    plan = plan_roster(session, roster, SECRETS)
    take_in_roster(session, make.console(session), plan, SECRETS, now=NOW, accept_good=accept_good)
    return plan


def counted(session: Session, table: type[Household | Member] = Household) -> int:
    return session.scalar(select(func.count()).select_from(table)) or 0


def outcome(plan: RosterPlan) -> tuple[int, int, int, int, int]:
    """New, changed, unchanged, missing, with faults."""
    return (
        len(plan.new), len(plan.changed), plan.unchanged, len(plan.missing), len(plan.faults)
    )  # fmt: skip


def people_of(session: Session, number: str) -> dict[str, tuple[str, bool]]:
    """By ID number: name, and whether the head."""
    members = session.scalars(
        select(Member).join(Household, Household.id == Member.household_id)
        .where(Household.number == number).execution_options(populate_existing=True)
    )  # fmt: skip
    return {open_id(session, one, SECRETS): (one.name, one.is_head) for one in members}


# The three files


@pytest.mark.parametrize("name", ROSTERS)
def test_with_faults_nothing_is_stored_unless_the_good_ones_are_asked_for(
    database: Database, name: str
) -> None:
    with database.write() as session:
        zoned(session)

    with pytest.raises(RosterHasFaults) as refusal, database.write() as session:
        stored(session, read(name))

    assert refusal.value.facts == {"refused": FAULTY[name], "accepted": ROSTERS[name]}
    with database.read() as session:
        assert (counted(session), counted(session, Member)) == (0, 0)


@pytest.mark.parametrize("name", ROSTERS)
def test_the_good_ones_come_in_once_and_the_same_file_again_changes_nothing(
    session: Session, name: str
) -> None:
    zoned(session)
    roster = read(name)

    first = stored(session, roster, accept_good=True)
    again = stored(session, roster, accept_good=True)

    assert outcome(first) == (ROSTERS[name], 0, 0, 0, FAULTY[name])
    assert outcome(again) == (0, 0, ROSTERS[name], 0, FAULTY[name])
    assert counted(session) == ROSTERS[name]
    assert counted(session, Member) == sum(len(one.members) for one in roster.accepted)


def test_all_three_together_are_one_register(session: Session) -> None:
    zoned(session)

    for name in ROSTERS:
        stored(session, read(name), accept_good=True)

    assert counted(session) == sum(ROSTERS.values())
    assert outcome(plan_roster(session, read("village-sheet.xlsx"), SECRETS)) == (0, 0, 93, 0, 7)


def test_one_changed_household_is_changed_and_one_left_out_is_missing_and_stays(
    session: Session,
) -> None:
    zoned(session)
    roster = read("village-sheet.xlsx")
    stored(session, roster, accept_good=True)
    changed, gone, *others = roster.accepted

    plan = stored(
        session, replace(roster, accepted=[replace(changed, cadre_name="新干部"), *others]),
        accept_good=True,
    )  # fmt: skip

    assert outcome(plan) == (0, 1, 91, 1, 7)
    assert plan.missing == [gone.number]
    kept = {row.number: row.cadre_name for row in session.scalars(select(Household))}
    assert kept[changed.number] == "新干部"
    assert kept[gone.number] == gone.cadre_name


def test_a_household_with_a_fault_is_not_called_missing(session: Session) -> None:
    zoned(session)
    roster = read("village-sheet.xlsx")
    number = roster.faults[0].household
    stored(
        session,
        replace(roster, accepted=[replace(roster.accepted[0], number=number)], faults=[]),
    )
    one_village = [one for one in roster.accepted
                   if one.village_code == roster.accepted[0].village_code]  # fmt: skip

    plan = plan_roster(session, replace(roster, accepted=one_village[1:]), SECRETS)

    assert plan.missing == []


def contents(session: Session) -> str:
    """Every value of every row of every table, bytes as they are and in hexadecimal."""
    said: list[str] = []
    for table in app.tables.metadata.sorted_tables:
        for row in session.execute(text(f"SELECT * FROM {table.name}")):
            for value in row:
                if isinstance(value, bytes | memoryview):
                    said += [bytes(value).decode("latin-1"), bytes(value).hex()]
                else:
                    said.append(str(value))
    return "\n".join(said)


def private_numbers(households: Sequence[RosterHousehold]) -> set[str]:
    people = [member for household in households for member in household.members]
    return {one.id_number for one in people} | {one.phone for one in people if one.phone}


def test_no_id_or_telephone_number_lies_in_the_database_in_the_clear(session: Session) -> None:
    zoned(session)
    roster = read("register-export.xlsx")
    stored(session, roster, accept_good=True)

    everything = contents(session)
    private = private_numbers(roster.accepted)

    assert len(private) > 1_500
    assert [number for number in private if number in everything] == []
    # Of a hash without a key, all 36 million candidates of a county are tried in a minute.
    for kind in ("md5", "sha1", "sha256", "sha512"):
        hashes = {hashlib.new(kind, number.encode()).hexdigest() for number in private}
        assert [one for one in hashes if one in everything] == []


def test_without_the_key_there_is_nobody_to_be_found(session: Session, tmp_path: Path) -> None:
    zoned(session)
    roster = read("village-sheet.xlsx")
    stored(session, roster, accept_good=True)
    stranger = Secrets(tmp_path, Keys(b"S" * 32, b"I" * 32))

    member = session.scalars(select(Member)).first()

    assert member is not None
    with pytest.raises(KeyWrong):
        open_id(session, member, stranger)


# One household at a time


def table(*lines: tuple[str, ...]) -> CheckedRoster:
    """A register of the lines: village, number, name, ID number, people, relation."""
    return checked(text_table([REGISTER, *(("北城街道", *line) for line in lines)]))


VILLAGE = "光岳社区"
ZHANG = (VILLAGE, "001", "张桂田", GOOD_ID, "2", "户主")
LI = (VILLAGE, "001", "李秀英", OTHER_ID, "2", "配偶")
WANG = (VILLAGE, "002", "王来福", THIRD_ID, "1", "户主")


@pytest.fixture
def register(session: Session) -> Session:
    """Two households: 张 with 李, and 王 alone."""
    zoned(session)
    stored(session, table(ZHANG, LI, WANG))
    return session


@pytest.mark.parametrize(
    ("column", "value"),
    [(0, "物流园社区"), (2, "张桂甜"), (4, "3")],
)
def test_what_the_office_corrects_in_the_file_is_corrected(
    register: Session, column: int, value: str
) -> None:
    line = (*ZHANG[:column], value, *ZHANG[column + 1 :])
    partner = (line[0], *LI[1:4], line[4], LI[5])

    plan = stored(register, table(line, partner, WANG))

    assert outcome(plan)[:3] == (0, 1, 1)
    assert plan_roster(register, table(line, partner, WANG), SECRETS).unchanged == 2


def test_a_new_child_comes_to_its_household(register: Session) -> None:
    child = (VILLAGE, "001", "张小宝", "371599201506011239", "3", "之子")

    plan = stored(register, table((*ZHANG[:4], "3", "户主"), LI, child, WANG))

    assert outcome(plan) == (0, 1, 1, 0, 0)
    assert len(people_of(register, "001")) == 3


def test_who_is_no_longer_named_stays_in_the_register(register: Session) -> None:
    stored(register, table((*ZHANG[:4], "1", "户主"), WANG))

    assert set(people_of(register, "001")) == {GOOD_ID, OTHER_ID}


def test_the_widow_becomes_the_head_and_there_is_one_head(register: Session) -> None:
    widow = (VILLAGE, "001", "李秀英", OTHER_ID, "1", "户主")

    stored(register, table(widow, WANG))

    assert people_of(register, "001") == {
        GOOD_ID: ("张桂田", False), OTHER_ID: ("李秀英", True),
    }  # fmt: skip
    head = register.scalars(select(Household.head_name).where(Household.number == "001")).one()
    assert head == "李秀英"


def test_a_person_who_moved_to_another_household_of_the_file_is_there_once(
    register: Session,
) -> None:
    moved = (VILLAGE, "002", "李秀英", OTHER_ID, "2", "母亲")

    plan = stored(register, table((*ZHANG[:4], "1", "户主"), (*WANG[:4], "2", "户主"), moved))

    assert outcome(plan) == (0, 2, 0, 0, 0)
    assert set(people_of(register, "001")) == {GOOD_ID}
    assert set(people_of(register, "002")) == {OTHER_ID, THIRD_ID}


def test_a_person_who_left_for_a_household_of_her_own_is_there_once(register: Session) -> None:
    own = (VILLAGE, "003", "李秀英", OTHER_ID, "1", "户主")

    plan = stored(register, table((*ZHANG[:4], "1", "户主"), WANG, own))

    assert outcome(plan) == (1, 1, 1, 0, 0)
    assert set(people_of(register, "001")) == {GOOD_ID}
    assert people_of(register, "003") == {OTHER_ID: ("李秀英", True)}


def test_an_id_number_of_a_household_outside_the_file_is_a_fault(register: Session) -> None:
    taken = (VILLAGE, "004", "李秀英", OTHER_ID, "1", "户主")

    plan = plan_roster(register, table(WANG, taken), SECRETS)

    fault = plan.faults[0]
    assert (fault.code, fault.row, fault.household, fault.also) == ("id_duplicate", 3, "004", "001")
    assert OTHER_ID not in repr(fault)
    with pytest.raises(RosterHasFaults):
        stored(register, table(WANG, taken))
    assert len(people_of(register, "001")) == 2


def test_before_the_places_there_is_no_roster(session: Session) -> None:
    with pytest.raises(NoVillages):
        known_villages(session)


@pytest.mark.parametrize("role", [Role.TOWNSHIP, Role.VILLAGE_COMMITTEE, Role.AUDITOR])
def test_only_the_district_office_imports(register: Session, role: Role) -> None:
    other = make.actor(register, role, make.district(register))

    with pytest.raises(Forbidden):
        take_in_roster(
            register, other, plan_roster(register, table(WANG), SECRETS), SECRETS, now=NOW
        )
