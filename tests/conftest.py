"""Fixtures: a database of each kind, a unit of work on it, and the books checked afterwards."""

import gc
import os
import zlib
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from apiflask import APIFlask
from flask.testing import FlaskClient
from hypothesis import settings
from playwright.sync_api import Browser
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.kernel.db import Database
from tests import house
from tests.chromium import started_chromium
from tests.databases import PostgresSchemas, SqliteFiles, postgres_schemas, sqlite_files
from tests.reconciling import disagreements

KINDS = ("sqlite", "postgresql")

# Random examples: a few that are the same each time, more of them, or many new ones (`make soak`).
settings.register_profile("small", max_examples=25, derandomize=True, deadline=None, database=None)
settings.register_profile("ci", settings.get_profile("small"), max_examples=200)
settings.register_profile(
    "soak", max_examples=10_000, derandomize=False, deadline=None, print_blob=True
)
settings.load_profile(os.environ.get("JIFEN_PROFILE", "small"))


# While modules are read hardly anything is garbage; what they made is not looked through later.
gc.disable()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the slow files: one process has all of a file, and the last one works alone."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_collection_finish() -> None:
    """From here on there is garbage."""
    gc.freeze()
    gc.enable()


# What shows and sends what the wings do: their rules and queries have tests of their own on both.
PAGES = (Path(__file__).parent / "web", Path(__file__).parent / "api")


def pytest_addoption(parser: pytest.Parser) -> None:
    """How much of all is run: less of it before a commit, the whole of it where nobody waits."""
    parser.addoption("--databases", default=",".join(KINDS), help="sqlite,postgresql")
    parser.addoption(
        "--pages", choices=("one", "both"), default="one",
        help="whether a test of pages or of the interface runs on one of the databases or on both",
    )  # fmt: skip


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Every test that touches a database runs on each kind; one of pages on one of them."""
    if "database_kind" in metafunc.fixturenames:
        kinds = metafunc.config.getoption("--databases").split(",")
        if metafunc.config.getoption("--pages") == "one" and _is_of_pages(metafunc.definition):
            # By its name, so that it is the same one in every run.
            kinds = [kinds[zlib.crc32(metafunc.definition.nodeid.encode()) % len(kinds)]]
        metafunc.parametrize("database_kind", kinds, scope="session")


def _is_of_pages(test: pytest.Item) -> bool:
    always = test.get_closest_marker("both_databases")
    return always is None and any(folder in test.path.parents for folder in PAGES)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for all tests; Playwright runs once a process."""
    with started_chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def sqlite() -> Iterator[SqliteFiles]:
    """Migrated SQLite files."""
    with sqlite_files() as files:
        yield files


@pytest.fixture(scope="session")
def postgresql() -> Iterator[PostgresSchemas]:
    """Migrated PostgreSQL schemas."""
    with postgres_schemas() as schemas:
        yield schemas


@pytest.fixture
def databases(database_kind: str, request: pytest.FixtureRequest) -> SqliteFiles | PostgresSchemas:
    """Databases of one kind, for tests that need more than one."""
    found: SqliteFiles | PostgresSchemas = request.getfixturevalue(database_kind)
    return found


@pytest.fixture
def database(databases: SqliteFiles | PostgresSchemas) -> Iterator[Database]:
    """An empty, migrated district; when the test is over its books must agree."""
    with databases.fresh() as fresh:
        yield fresh
        with fresh.read() as session:
            bad = disagreements(session)
        assert not bad, f"jifen verify found: {bad}"


@pytest.fixture
def unmigrated(databases: SqliteFiles | PostgresSchemas, tmp_path: Path) -> Iterator[Database]:
    """An empty file, or a schema that does not exist yet; gone afterwards."""
    with databases.fresh() as neighbour:
        url = f"sqlite:///{tmp_path / 'new.sqlite3'}"
        if not neighbour.is_sqlite:
            url = neighbour.url.render_as_string(hide_password=False)
        made = Database(url, "new")
        yield made
        if not made.is_sqlite:
            with made.schema_connection() as connection:
                connection.execute(text(f'DROP SCHEMA "{made.schema}" CASCADE'))
        made.close()


@pytest.fixture
def session(database: Database) -> Iterator[Session]:
    """A writing unit, committed at the end so that deferred mistakes show."""
    with database.write() as unit:
        yield unit


@pytest.fixture
def app(database: Database, tmp_path: Path) -> APIFlask:
    """The application on the test's database.

    Arrange with `database.write()`, not `session`: an open unit would keep every request waiting.
    """
    return house.app_on(database, tmp_path)


@pytest.fixture(autouse=True)
def apps_are_given_back() -> Iterator[None]:
    """The next test may use the application of this one."""
    yield
    house.give_back()


@pytest.fixture
def client(app: APIFlask) -> FlaskClient:
    """A browser or a device that nobody has signed in with."""
    return app.test_client()


@pytest.fixture
def now() -> datetime:
    """A working morning in the village: 20 November 2026, 09:00 in Shanghai."""
    return datetime(2026, 11, 20, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="session", autouse=True)
def no_surprises_from_outside() -> None:
    """Settings of the person who runs the tests must not reach them."""
    for name in ("JIFEN_DATABASE_URL", "JIFEN_DATA", "JIFEN_DISTRICT", "JIFEN_NOW"):
        os.environ.pop(name, None)
