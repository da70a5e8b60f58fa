"""A new key comes while everybody works on; the old one goes when nothing needs it."""

from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select, update

from app.changes.models import ChangePerson
from app.changes.record import NewPerson, What, record_join
from app.changes.rules import PersonRegistered
from app.door.context import House
from app.kernel.db import Database
from app.kernel.secrets import KeyMissing, Secrets
from app.privacy.keys import key_checks
from app.privacy.rotating import (
    KeyIsCurrent,
    KeyNeeded,
    NoSuchKey,
    drop_key,
    needing_key,
    rotate_keys,
)
from app.registry.households.importing import RosterPlan, store_roster
from app.registry.households.models import Household, Member
from tests import make
from tests.changes.families import ID_OF_BABY, TODAY, id_number
from tests.cli.running import run
from tests.make import NOW
from tests.privacy.homes import homes, planned, shown, told


class Killed(Exception):
    """The process went away."""


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    """As a server that was started before the rotation holds them."""
    return Secrets(tmp_path / "keys")


def anew(tmp_path: Path) -> Secrets:
    """The keys as another process finds them."""
    return Secrets(tmp_path / "keys")


def cut_off(database: Database, secrets: Secrets) -> None:
    """A rotation that is killed after its first batch of one person."""

    def dies(done: int, _all: int) -> None:
        if done:
            raise Killed

    with pytest.raises(Killed):
        rotate_keys(database, secrets, now=NOW, batch=1, progress=dies)


def test_after_a_rotation_a_running_server_reads_on_and_the_old_key_can_go(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    first, second = homes(database, secrets)

    done = rotate_keys(database, anew(tmp_path), now=NOW)
    drop_key(database, anew(tmp_path), 1, now=NOW)

    assert (done.number, done.values, done.unreadable) == (2, 6, 0)
    assert not (tmp_path / "keys" / "sealing.key").exists()
    for keys in (secrets, anew(tmp_path)):
        with database.write() as session:
            by = make.admin(session)
            assert shown(session, by, keys, first) == first.id_number
            assert shown(session, by, keys, second) == second.id_number
            assert [check.bad for check in key_checks(session, keys)] == [(), ()]


def test_killed_half_way_everybody_is_found_and_the_next_run_ends_it(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    first, second = homes(database, secrets)
    cut_off(database, anew(tmp_path))

    with database.read() as session:
        keys = {row.id_key for row in session.scalars(select(Member))}
        again = planned(session, secrets, first.told, second.told)
    done = rotate_keys(database, anew(tmp_path), now=NOW)

    assert keys == {1, 2}
    assert (again.unchanged, len(again.faults)) == (2, 0)
    assert done.number == 2, "it goes on, and makes no third key"
    with database.read() as session:
        assert needing_key(session, 1) == 0
        assert needing_key(session, 2) == 6


def test_nobody_is_registered_twice_while_a_rotation_is_under_way(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    first, second = homes(database, secrets)
    cut_off(database, anew(tmp_path))

    with database.write() as session:
        clerk = make.admin(session)
        # The last person of the second household, whom the rotation has not reached.
        known = NewPerson("张", "子", id_number(5))
        what = What(first.household_id, TODAY, "村委会核实")
        with pytest.raises(PersonRegistered):
            record_join(session, clerk, what, known, secrets, now=NOW)
        elsewhere = told("H9", make.village(session).code, 9, 5)
        plan = planned(session, secrets, elsewhere)

    assert [fault.code for fault in plan.faults] == ["id_duplicate"]
    assert plan.faults[0].also == second.number


def test_a_roster_that_comes_half_way_moves_the_people_it_finds(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    first, _second = homes(database, secrets)
    cut_off(database, anew(tmp_path))

    with database.write() as session:
        village = session.get_one(Household, first.household_id).village_code
        # The wife of the second household comes to the first.
        lines = [told("H1", village, 2, 3, 5), told("H2", village, 4)]
        plan = planned(session, secrets, *lines)
        store_roster(session, make.console(session), plan, secrets, now=NOW)
        living = session.execute(
            select(Member.household_id, Member.id_key).order_by(Member.id)
        ).all()

    assert (len(plan.changed), plan.faults) == (2, [])
    assert [row.household_id == first.household_id for row in living] == [True, True, False, True]
    assert {row.id_key for row in living} == {2}


def test_a_person_and_the_change_about_him_get_the_new_key_together(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    (home,) = homes(database, secrets, 1)
    with database.write() as session:
        baby = NewPerson("张小", "子", ID_OF_BABY)
        what = What(home.household_id, TODAY, "出生")
        record_join(session, make.admin(session), what, baby, secrets, now=NOW)

    rotate_keys(database, anew(tmp_path), now=NOW, batch=1)

    with database.read() as session:
        waiting = session.scalars(select(ChangePerson)).one()
        assert waiting.id_key == 2
        assert waiting.id_index == anew(tmp_path).numbered(2).index(ID_OF_BABY)


def test_an_old_key_is_kept_while_one_value_needs_it(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    homes(database, secrets)
    cut_off(database, anew(tmp_path))

    with pytest.raises(KeyNeeded) as refused:
        drop_key(database, secrets, 1, now=NOW)

    assert refused.value.facts == {"number": 1, "count": 5}
    assert (tmp_path / "keys" / "sealing.key").exists()


def test_neither_the_current_key_nor_an_unknown_one_is_dropped(
    database: Database, secrets: Secrets
) -> None:
    homes(database, secrets, 1)

    with pytest.raises(KeyIsCurrent):
        drop_key(database, secrets, 1, now=NOW)
    with pytest.raises(NoSuchKey):
        drop_key(database, secrets, 2, now=NOW)


def test_what_cannot_be_read_stays_and_keeps_its_key(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    first, _second = homes(database, secrets)
    with database.write() as session:
        spoilt = update(Member).where(Member.id == first.member_id).values(id_sealed=b"s" * 40)
        session.execute(spoilt)

    done = rotate_keys(database, anew(tmp_path), now=NOW)

    assert (done.values, done.unreadable) == (5, 1)
    with pytest.raises(KeyNeeded):
        drop_key(database, secrets, 1, now=NOW)


def test_without_the_old_key_nothing_is_begun(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    homes(database, secrets, 1)
    (tmp_path / "keys" / "index.key").unlink()

    with pytest.raises(KeyMissing):
        rotate_keys(database, anew(tmp_path), now=NOW)

    with database.write() as session:
        assert needing_key(session, 1) == 3


def test_the_operator_rotates_lists_and_drops(app: APIFlask, database: Database) -> None:
    house: House = app.extensions["jifen"]
    homes(database, house.secrets, 1)

    turned = run(app, "keys", "rotate", "--json")
    listed = run(app, "keys", "list", "--json")
    dropped = run(app, "keys", "drop", "1")
    again = run(app, "keys", "drop", "1")
    current = run(app, "keys", "drop", "2")

    assert turned.facts == {"number": 2, "values": 3, "unreadable": 0}
    assert [(key["state"], key["values"]) for key in listed.facts["keys"]] == [
        ("old", 0), ("current", 3),
    ]  # fmt: skip
    assert (dropped.status, again.status, current.status) == (0, 0, 1)
    assert "正在用" in current.err
    with database.write() as session:
        session.execute(update(Member).values(id_sealed=b"s" * 40))
    verified = run(app, "verify")
    assert (verified.status, "members.id_number" in verified.out) == (1, True)


def test_an_empty_district_takes_in_its_first_roster(database: Database, secrets: Secrets) -> None:
    with database.write() as session:
        line = told("H1", make.village(session).code, 1)
        plan = planned(session, secrets, line)
        store_roster(session, make.console(session), RosterPlan(new=plan.new), secrets, now=NOW)

        assert [check.rows for check in key_checks(session, secrets)] == [1, 2]
