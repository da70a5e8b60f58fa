"""What is put back is the same district, in a new epoch: on SQLite, and by PostgreSQL's tools."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from app.backups.checking import every_check
from app.backups.making import Home, Shelf
from app.backups.manifest import contents_of
from app.backups.postgres import ToolMissing
from app.backups.putting_back import drill, put_back
from app.kernel.installation import epoch_of
from app.registry.accounts.actions import issue_token
from app.registry.accounts.models import AuditEntry
from app.registry.accounts.queries import TokenInvalid, actor_by_token
from tests import make
from tests.backups.places import backed_up, balances, files_in


def test_what_is_put_back_is_the_same_district(
    home: Home, shelf: Shelf, key: Path, elsewhere: Home
) -> None:
    with home.database.write() as session:
        token = issue_token(
            session, make.console(session), username=make.admin(session).username, now=make.NOW
        )
    path = backed_up(home, shelf)

    done = put_back(path, key, elsewhere, now=make.NOW)

    assert balances(elsewhere.database) == balances(home.database)
    assert files_in(elsewhere.data) == files_in(home.data)
    assert (elsewhere.data / "keys").stat().st_mode & 0o777 == 0o700
    with home.database.read() as here, elsewhere.database.read() as there:
        assert contents_of(there) == contents_of(here) == done.manifest.contents
        assert not [each for each in every_check(there, elsewhere.data) if each.bad]
        newest = select(AuditEntry.verb).order_by(AuditEntry.id.desc()).limit(1)
        assert there.scalar(newest) == "put_back"
        assert (epoch_of(here).name, epoch_of(there).name) == ("", done.epoch)
        with pytest.raises(TokenInvalid):
            actor_by_token(there, token, make.NOW)
    assert (done.tokens, done.manifest.contents.seal_number) == (1, 1)


def test_a_drill_tells_age_and_time_and_leaves_nothing(home: Home, shelf: Shelf, key: Path) -> None:
    before = files_in(home.data)
    newest = backed_up(home, shelf)

    done = drill(shelf.folder, key, home, now=make.NOW + timedelta(days=2))

    assert (done.path, done.age) == (newest, timedelta(days=2))
    assert (done.rows > 0, done.seconds > 0) == (True, True)
    assert files_in(home.data) == before


def test_without_the_tools_of_postgresql_nothing_is_begun(
    home: Home, shelf: Shelf, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    if home.database.is_sqlite:
        assert backed_up(home, shelf).exists()
    else:
        with pytest.raises(ToolMissing):
            backed_up(home, shelf)
