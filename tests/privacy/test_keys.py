"""A number opens in its row only; without its key all else works, and the page says what is up."""

from collections.abc import Callable
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import select, text, update

from app.kernel.db import Database
from app.kernel.errors import Conflict
from app.kernel.keyring import KeyWrong, SealingKey
from app.kernel.secrets import KeyMissing, Secrets, SecretUnreadable
from app.privacy.keys import key_checks, key_faults, note_keys
from app.registry.households.importing import RosterPlan, store_roster
from app.registry.households.models import Household, Member
from tests import make
from tests.house import moved_in
from tests.make import NOW
from tests.privacy.homes import homes, planned, shown, told
from tests.web.browsing import send, signed_in, visible


@pytest.fixture
def secrets(tmp_path: Path) -> Secrets:
    return Secrets(tmp_path / "keys")


def lost(folder: Path) -> None:
    (folder / "sealing.key").unlink()


def exchanged(folder: Path) -> None:
    (folder / "sealing.key").write_bytes(b"another key, as long as it must.")


def cut_short(folder: Path) -> None:
    (folder / "sealing.key").write_bytes(b"short")


FATES = {"key_missing": lost, "key_wrong": exchanged, "key_damaged": cut_short}
Fate = Callable[[Path], None]


def test_a_number_that_was_moved_to_another_row_opens_nowhere(
    database: Database, secrets: Secrets
) -> None:
    first, second = homes(database, secrets)
    with database.write() as session:
        sealed = session.get_one(Member, first.member_id).id_sealed
        moved = update(Member).where(Member.id == second.member_id).values(id_sealed=sealed)
        session.execute(moved)
        phone = session.get_one(Household, first.household_id).phone_sealed
        there = update(Household).where(Household.id == second.household_id)
        session.execute(there.values(phone_sealed=phone))

    with database.write() as session, pytest.raises(SecretUnreadable):
        shown(session, make.admin(session), secrets, second)
    with database.read() as session, pytest.raises(SecretUnreadable):
        planned(session, secrets, second.told)
    with database.read() as session:
        assert key_checks(session, secrets)[1].bad == (
            f"members.id_number {second.member_id}", f"households.phone {second.household_id}",
        )  # fmt: skip


@pytest.mark.parametrize(("code", "fate"), FATES.items(), ids=FATES)
def test_what_is_wrong_with_a_key_is_named(
    database: Database, secrets: Secrets, tmp_path: Path, code: str, fate: Fate
) -> None:
    (home,) = homes(database, secrets, 1)
    fate(tmp_path / "keys")
    keys = Secrets(tmp_path / "keys")

    with database.write() as session:
        admin = make.admin(session)
        with pytest.raises(Conflict) as refused:
            shown(session, admin, keys, home)
        assert refused.value.code == code
        assert [check.bad for check in key_checks(session, keys)] == [(f"key 1: {code}",), ()]
        assert [fault.code for fault in key_faults(session, keys)] == [code]


def test_a_house_without_its_key_says_so_and_does_all_that_needs_none(
    app: APIFlask, database: Database, tmp_path: Path
) -> None:
    (home,) = homes(database, app.extensions["jifen"].secrets, 1)
    with database.write() as session:
        admin = make.admin(session)
    lost(tmp_path / "keys")
    client = signed_in(moved_in(app, database, tmp_path).test_client(), admin)
    page = f"/district/households/{home.household_id}"

    refused = send(client, f"{page}/people/{home.member_id}", reason="核对")

    assert refused.status_code == 409
    assert "sealing.key 不见了" in visible(refused)
    assert client.get(page).status_code == 200


@pytest.mark.parametrize("fate", [lost, exchanged], ids=lambda fate: fate.__name__)
def test_nothing_is_ever_written_with_another_key(
    database: Database, secrets: Secrets, tmp_path: Path, fate: Fate
) -> None:
    homes(database, secrets, 1)
    fate(tmp_path / "keys")

    with database.write() as session:
        plan = RosterPlan(new=[told("H9", make.village(session).code, 9)])
        by, keys = make.console(session), Secrets(tmp_path / "keys")
        with pytest.raises((KeyMissing, KeyWrong)):
            store_roster(session, by, plan, keys, now=NOW)

    with database.read() as session:
        assert len(session.scalars(select(Member.id_last2)).all()) == 2


def test_a_key_from_before_is_known_by_what_it_opens(
    database: Database, secrets: Secrets, tmp_path: Path
) -> None:
    (home,) = homes(database, secrets, 1)
    other = Secrets(tmp_path / "other")
    other.made(1)
    with database.write() as session:
        session.execute(update(SealingKey).values(check_value=None))

    with database.write() as session:
        wrong = note_keys(session, other)
    with database.write() as session:
        right = note_keys(session, Secrets(tmp_path / "keys"))

    assert ([fault.code for fault in wrong], right) == (["key_wrong"], [])
    with database.write() as session:
        assert shown(session, make.admin(session), secrets, home) == home.id_number


def test_the_database_has_one_current_key(database: Database, secrets: Secrets) -> None:
    homes(database, secrets, 1)
    second = "INSERT INTO sealing_keys (number, state) VALUES (2, 'current')"

    with pytest.raises(Exception, match="sealing_keys"), database.write() as session:
        session.execute(text(second))
