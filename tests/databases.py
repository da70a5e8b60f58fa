"""Databases for the tests: a copied SQLite file, or a PostgreSQL schema that is emptied."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

import app.tables
from app.kernel import migrate
from app.kernel.db import Database, schema_name
from tests.postgres import started_server

DISTRICT = "371599"
# Rows that the migrations themselves put in, and that emptying a schema keeps.
KEPT = {
    "users": "username = 'console'",
    "grants": "role = 'console'",
    "accounts": "household_id IS NULL AND store_id IS NULL",
}


class SqliteFiles:
    """Hands out copies of one migrated file.

    A file that was given back is copied over and handed out again with its engine: compiling the
    house's statements anew for every test would take longer than the tests.
    """

    def __init__(self, folder: Path) -> None:
        """:param folder: where the template and its copies lie; the memory disk if there is one."""
        self._folder = folder
        self._template = folder / "template.sqlite3"
        template = Database(f"sqlite:///{self._template}", DISTRICT)
        migrate.upgrade(template)
        template.close()
        self._free: dict[str, list[Database]] = {}
        self._count = 0

    @contextmanager
    def fresh(self, district: str = DISTRICT) -> Iterator[Database]:
        """A migrated, empty database."""
        free = self._free.setdefault(district, [])
        database = free.pop() if free else self._another(district)
        path = Path(str(database.url.database))
        shutil.copy(self._template, path)
        try:
            yield database
        finally:
            database.close()
            for left in path.parent.glob(f"{path.name}*"):
                left.unlink()
            free.append(database)

    def _another(self, district: str) -> Database:
        self._count += 1
        return Database(f"sqlite:///{self._folder / str(self._count)}.sqlite3", district)


class PostgresSchemas:
    """Hands out one migrated schema a district, emptied before each use."""

    def __init__(self, url: str) -> None:
        """:param url: a server and database where this worker may make schemas."""
        self._url = url
        self._engine = create_engine(url.replace("postgresql://", "postgresql+psycopg://"))
        self._made: dict[str, Database] = {}

    @contextmanager
    def fresh(self, district: str = DISTRICT) -> Iterator[Database]:
        """A migrated, empty database."""
        if district not in self._made:
            with self._engine.connect() as connection, connection.begin():
                connection.execute(text(f'DROP SCHEMA IF EXISTS "{schema_name(district)}" CASCADE'))
            self._made[district] = Database(self._url, district)
            migrate.upgrade(self._made[district])
        empty(self._engine, district)
        yield self._made[district]

    def close(self) -> None:
        """Give back all connections."""
        for database in self._made.values():
            database.close()
        self._engine.dispose()


def empty(engine: Engine, district: str) -> None:
    """Delete all rows but the built-in ones; as replica, so that append-only tables let us."""
    statements = ["SET LOCAL session_replication_role = replica"]
    for table in app.tables.metadata.sorted_tables:
        kept = KEPT.get(table.name, "false")
        statements.append(
            f'DELETE FROM "{schema_name(district)}"."{table.name}" WHERE NOT ({kept})'
        )
    with engine.connect() as connection, connection.begin():
        connection.exec_driver_sql("; ".join(statements))


def count_from_one(database: Database) -> None:
    """Let the next row of every table get the id it would have in a new database."""
    if database.is_sqlite:
        return
    with database.write() as session:
        for table in app.tables.metadata.sorted_tables:
            counter = f"pg_get_serial_sequence('{table.name}', 'id')"
            if "id" in table.columns and session.scalar(text(f"SELECT {counter}")):
                largest = f"coalesce((SELECT max(id) FROM {table.name}), 0)"
                session.execute(text(f"SELECT setval({counter}, {largest} + 1, false)"))


@contextmanager
def sqlite_files() -> Iterator[SqliteFiles]:
    """SQLite files of this worker, gone afterwards."""
    memory = Path("/dev/shm")  # noqa: S108
    parent = memory if os.access(memory, os.W_OK) else None
    with tempfile.TemporaryDirectory(prefix="jifen-", dir=parent) as folder:
        yield SqliteFiles(Path(folder))


@contextmanager
def postgres_schemas(*, durable: bool = False) -> Iterator[PostgresSchemas]:
    """PostgreSQL schemas of this worker, on a server of its own or the one that is given.

    :param durable: keep what was acknowledged through a crash, as in production: slower.
    """
    with started_server(durable=durable) as url:
        schemas = PostgresSchemas(url)
        try:
            yield schemas
        finally:
            schemas.close()
