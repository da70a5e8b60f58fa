"""`jifen backup`, `restore`, `restore-drill`, `backup-key`."""

from pathlib import Path

import pytest
from apiflask import APIFlask

from app.backups.last import last_backup_at
from app.kernel.db import Database
from app.kernel.installation import mark
from tests import make
from tests.cli.running import run
from tests.databases import SqliteFiles
from tests.house import app_on


@pytest.fixture
def databases(sqlite: SqliteFiles) -> SqliteFiles:
    return sqlite


@pytest.fixture
def app(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> APIFlask:
    """A house with a household of 90 points; the environment names an empty place elsewhere."""
    with database.write() as session:
        mark(session, practice=False, now=make.NOW)
        make.household(session, village=make.village(session), balance=90)
    monkeypatch.setenv("JIFEN_DATA", str(tmp_path / "elsewhere"))
    monkeypatch.setenv("JIFEN_DISTRICT", database.district)
    return app_on(database, tmp_path / "data")


def test_from_a_key_to_a_backup_a_drill_and_a_district_put_back(
    app: APIFlask, tmp_path: Path
) -> None:
    key, backups = tmp_path / "backup.key", tmp_path / "backups"
    public = run(app, "backup-key", str(key), "--json").facts["public"]

    assert last_backup_at(tmp_path / "data") is None

    made = run(app, "backup", "--to", public, "--into", str(backups), "--json")
    drilled = run(app, "restore-drill", "--from", str(backups), "--key", str(key), language="en")
    file = str(backups / made.facts["file"])
    restored = run(app, "restore", file, "--key", str(key))
    again = run(app, "restore", file, "--key", str(key))

    assert last_backup_at(tmp_path / "data")
    assert key.stat().st_mode & 0o777 == 0o600
    assert made.facts["size_bytes"] == (backups / made.facts["file"]).stat().st_size
    assert drilled.out.startswith(f"The drill went well: {made.facts['file']}, 0.0 hours old, ")
    assert restored.out.startswith("恢复好了：备份是 ")
    assert (again.status, "已经有东西了" in again.err) == (1, True)
    assert (tmp_path / "elsewhere" / "jifen.sqlite3").exists()


def test_a_drill_that_fails_ends_with_1(app: APIFlask, tmp_path: Path) -> None:
    key, backups = tmp_path / "backup.key", tmp_path / "backups"
    public = run(app, "backup-key", str(key), "--json").facts["public"]
    drill = ("restore-drill", "--from", str(backups), "--key", str(key))
    none = run(app, *drill)
    run(app, "backup", "--to", public, "--into", str(backups))
    (file,) = backups.iterdir()
    file.write_bytes(file.read_bytes()[:-100])

    cut_off = run(app, *drill)

    assert (none.status, "的备份" in none.err) == (1, True)
    assert (cut_off.status, "打不开" in cut_off.err) == (1, True)
