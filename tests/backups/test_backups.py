"""A backup is whole or it is not there; a place it cannot fill stays empty.

On SQLite: what differs on PostgreSQL is in test_both_kinds.py.
"""

import json
from pathlib import Path

import pytest
from sqlalchemy import text

from app.backups.checking import CopyBad
from app.backups.copying import copy_database
from app.backups.envelope import (
    BackupUnreadable,
    KeyFileThere,
    RecipientBad,
    new_identity,
    open_into,
    recipients_of,
    seal_folder,
)
from app.backups.making import BackupRunning, Home, NoBackup, Shelf, backups_in, scratch
from app.backups.putting_back import BackupOfAnother, PlaceTaken, drill, put_back
from app.kernel.db import Database
from app.kernel.errors import Refusal
from app.kernel.key_files import kept_key
from app.kernel.migrate import DatabaseNotReady
from tests import make
from tests.backups.places import backed_up, balances, files_in
from tests.databases import SqliteFiles


@pytest.fixture
def databases(sqlite: SqliteFiles) -> SqliteFiles:
    return sqlite


def test_a_backup_shows_nothing_to_whoever_has_no_key(home: Home, shelf: Shelf) -> None:
    path = backed_up(home, shelf)

    sealed = path.read_bytes()
    assert sealed.startswith(b"age-encryption.org/v1\n-> X25519 ")
    assert b"manifest.json" not in sealed
    assert path.stat().st_mode & 0o777 == 0o600
    assert [each.name for each in shelf.folder.iterdir()] == [path.name]
    assert not (home.data / "backup-scratch").exists()


def test_the_newest_are_kept_by_number(home: Home, shelf: Shelf) -> None:
    paths = [backed_up(home, shelf, days) for days in range(3)]

    assert backups_in(shelf.folder, home.database.district) == paths[1:]


@pytest.mark.parametrize("harm", ["a forged balance", "a missing photo", "a dropped seal"])
def test_what_does_not_agree_is_no_backup_and_drops_none(
    home: Home, shelf: Shelf, harm: str
) -> None:
    old = [backed_up(home, shelf, days) for days in range(2)]
    forge = "UPDATE accounts SET balance = balance + {0}, credited = credited + {0}"
    if harm == "a missing photo":
        next((home.data / "photos").rglob("*.jpg")).unlink()
    elif harm == "a dropped seal":
        (home.data / "seals" / "head").write_text(f"2 {'0' * 64}\n")
    else:
        _run(home, forge.format(1))

    with pytest.raises(CopyBad):
        backed_up(home, shelf, 2)

    assert list(backups_in(shelf.folder, home.database.district)) == old
    assert sorted(shelf.folder.iterdir()) == old
    if harm == "a forged balance":
        _run(home, forge.format(-1))


def _run(home: Home, statement: str) -> None:
    with home.database.write() as session:
        session.execute(text(f"{statement} WHERE household_id IS NOT NULL"))


def test_the_copy_has_nothing_of_a_unit_that_is_not_committed(home: Home, tmp_path: Path) -> None:
    (tmp_path / "copy").mkdir()
    with home.database.write() as session:
        make.household(session, village=make.village(session), balance=700)
        session.flush()
        copy_database(home.database, tmp_path / "copy")

    copy = Database(f"sqlite:///{tmp_path / 'copy' / 'database.sqlite3'}", "copy")
    assert 700 not in balances(copy)
    copy.close()


@pytest.mark.parametrize("what", ["the database", "the keys"])
def test_nothing_is_overwritten(
    home: Home, shelf: Shelf, key: Path, elsewhere: Home, what: str
) -> None:
    path = backed_up(home, shelf)
    taken = Home(home.database, elsewhere.data)
    if what == "the keys":
        taken = elsewhere
        kept_key(elsewhere.data / "keys" / "seal.key", b"k" * 32)

    with pytest.raises(PlaceTaken):
        put_back(path, key, taken, now=make.NOW)

    assert 90 in balances(home.database)
    assert elsewhere.database.is_free()


@pytest.mark.parametrize("harm", ["cut off", "one bit", "another key"])
def test_of_a_backup_that_cannot_be_read_nothing_is_put_back(
    home: Home, shelf: Shelf, key: Path, elsewhere: Home, harm: str
) -> None:
    path = backed_up(home, shelf)
    sealed = bytearray(path.read_bytes())
    if harm == "another key":
        key = key.with_name("another.key")
        new_identity(key)
    sealed[len(sealed) // 2] ^= harm == "one bit"
    path.write_bytes(sealed[:-1] if harm == "cut off" else sealed)

    with pytest.raises(BackupUnreadable):
        put_back(path, key, elsewhere, now=make.NOW)

    assert elsewhere.database.is_free()
    assert files_in(elsewhere.data) == {}


@pytest.mark.parametrize(
    "case", [({"sheets": 99}, CopyBad), ({"migration": "9999"}, DatabaseNotReady)]
)
def test_a_backup_that_lacks_rows_or_is_newer_is_not_put_back(
    home: Home,
    shelf: Shelf,
    key: Path,
    elsewhere: Home,
    case: tuple[dict[str, object], type[Refusal]],
) -> None:
    said, refusal = case
    path = backed_up(home, shelf)
    with scratch(home.data) as folder:
        open_into(folder, path, key)
        page = folder / "manifest.json"
        page.write_text(json.dumps(json.loads(page.read_text()) | said))
        seal_folder(folder, recipients_of(shelf.to), path)

    with pytest.raises(refusal):
        put_back(path, key, elsewhere, now=make.NOW)

    assert elsewhere.database.is_free()
    assert files_in(elsewhere.data) == {}


def test_a_backup_of_another_district_is_not_put_back(
    home: Home, shelf: Shelf, key: Path, elsewhere: Home
) -> None:
    path = backed_up(home, shelf)
    url = elsewhere.database.url.render_as_string(hide_password=False)
    other = Home(Database(url, "371601"), elsewhere.data)

    with pytest.raises(BackupOfAnother):
        put_back(path, key, other, now=make.NOW)

    assert other.database.is_free()
    other.database.close()


def test_a_drill_needs_a_backup(home: Home, shelf: Shelf, key: Path) -> None:
    with pytest.raises(NoBackup):
        drill(shelf.folder, key, home, now=make.NOW)


def test_two_backups_do_not_run_at_once(home: Home, shelf: Shelf) -> None:
    with scratch(home.data), pytest.raises(BackupRunning):
        backed_up(home, shelf)


def test_keys_are_checked_and_never_overwritten(home: Home, shelf: Shelf, key: Path) -> None:
    with pytest.raises(KeyFileThere):
        new_identity(key)
    with pytest.raises(RecipientBad):
        backed_up(home, Shelf(shelf.folder, ["age1nothing"], 2))
