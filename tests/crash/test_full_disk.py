"""No room: nothing half-written, a sentence, reading goes on; with room again, so does writing.

On SQLite, whose disk is that of the program.
"""

import resource
import sys
import tarfile
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from sqlite3 import Connection

import pytest
from flask.testing import FlaskClient
from sqlalchemy import Engine, event, func, select, text

from app.backups.envelope import new_identity
from app.backups.making import Home, Shelf, back_up, backups_in
from app.kernel.db import Database
from app.kernel.errors import NoSpace
from app.registry.accounts.actions import issue_token
from app.registry.households.models import Household
from app.registry.places.models import Place as PlaceRow
from tests import make
from tests.crash.calls import Answer, Call, differing, insisted, sent
from tests.crash.children import Place, backing_up_without_room, putting_back_without_room
from tests.crash.counter import Desk, Worker, desk, expected, found
from tests.crash.processes import carried_out, server
from tests.databases import SqliteFiles
from tests.kernel.test_pictures import photo

NO_ROOM_BYTES = 1_024
FULL_DEVICE = Path("/dev/full")
UNLIMITED = (resource.RLIM_INFINITY, resource.RLIM_INFINITY)


@pytest.fixture
def databases(sqlite: SqliteFiles) -> SqliteFiles:
    return sqlite


def _picture(database: Database, at: Desk) -> Call:
    """A scorer of the village sends a picture."""
    with database.write() as session:
        village_code = session.get_one(Household, at.households[0]).village_code
        scorer = make.specialist(session, session.get_one(PlaceRow, village_code))
        token = issue_token(session, make.console(session), username=scorer.username, now=make.NOW)
    return Call(token, "POST", "/pictures", {"content": b64encode(photo()).decode()})


@pytest.mark.slow
def test_a_server_without_room_reads_on_and_writes_on_when_there_is_room(
    database: Database, tmp_path: Path
) -> None:
    at = desk(database)
    worker, picture = Worker(at, Random(1)), _picture(database, at)
    look = Call(at.clerk, "GET", f"/stock?store={at.store}")
    with server(Place.of(database, tmp_path)) as running:
        running.start()
        insisted(running.port, worker.next_call())
        before = insisted(running.port, look)

        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, (NO_ROOM_BYTES, UNLIMITED[1]))
        sale = worker.next_call()
        refused = [sent(running.port, call) for call in (sale, picture)]
        english = sent(running.port, sale, language="en")
        left = [path for path in (tmp_path / "photos").rglob("*") if path.is_file()]
        meanwhile = sent(running.port, look)

        resource.prlimit(running.pid, resource.RLIMIT_FSIZE, UNLIMITED)
        done = [insisted(running.port, call).status for call in (sale, picture)]

        assert [_status(answer) for answer in [*refused, english]] == [507, 507, 507]
        assert all(answer and "磁盘满了" in answer.text for answer in refused)
        assert english
        assert "The server's disk is full" in english.text
        assert (left, meanwhile) == ([], before)
        assert done == [200, 201]  # a void, and a picture
        assert differing(running.port, [*worker.calls, picture]) == []
    assert found(database, at) == expected(worker.calls)


def _status(answer: Answer | None) -> int | None:
    return answer.status if answer else None


@contextmanager
def no_more_pages(database: Database) -> Iterator[None]:
    """The file of the database may not grow; every connection is told when it is used."""
    with database.read() as session:
        most = session.scalar(text("PRAGMA page_count"))

    def tell(connection: Connection, *_more: object) -> None:
        connection.execute(f"PRAGMA max_page_count={most}")

    event.listen(Engine, "checkout", tell)
    try:
        yield
    finally:
        most = 2**32 - 2
        database.close()
        event.remove(Engine, "checkout", tell)


def test_a_database_that_may_not_grow_keeps_whole_units_only(database: Database) -> None:
    with database.write() as session:
        village = make.village(session).code
    written = 0

    def fill() -> None:
        nonlocal written
        while True:
            with database.write() as session:
                make.households(session, 20, village=session.get_one(PlaceRow, village))
            written += 20

    with no_more_pages(database):
        with pytest.raises(NoSpace):
            fill()
        with database.read() as session:
            assert session.scalar(select(func.count()).select_from(Household)) == written
    with database.write() as session:
        make.household(session, village=session.get_one(PlaceRow, village))


@pytest.mark.slow
def test_a_backup_without_room_leaves_nothing_and_drops_none(
    database: Database, tmp_path: Path
) -> None:
    desk(database)
    data, key = tmp_path / "data", tmp_path / "backup.key"
    data.mkdir()
    shelf = Shelf(tmp_path / "backups", [new_identity(key)], 1)
    home, here = Home(database, data), Place.of(database, data)
    made = back_up(home, shelf, version="9", now=make.NOW)
    new = tmp_path / "new"
    there = replace(here, url=f"sqlite:///{new / 'new.sqlite3'}", data=new)

    half = made.size_bytes // 2
    unsealed = made.size_bytes // tarfile.RECORDSIZE * tarfile.RECORDSIZE
    assert carried_out(backing_up_without_room, here, "", shelf, unsealed) == 0
    assert carried_out(putting_back_without_room, there, "", made.path, key, half) == 0

    assert backups_in(shelf.folder, database.district) == [made.path]
    assert [path.name for path in shelf.folder.iterdir()] == [made.path.name]
    assert not (data / "backup-scratch").exists()
    assert [path.name for path in new.iterdir()] == ["backup.lock"]


@pytest.mark.skipif(not FULL_DEVICE.exists(), reason="a device of Linux")
def test_a_log_that_cannot_be_written_keeps_nobody_waiting(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    with FULL_DEVICE.open("w") as full:
        monkeypatch.setattr(sys, "stderr", full)
        answer = client.get("/healthz")
        with pytest.raises(OSError, match="No space"):
            full.close()

    assert answer.status_code == 200
