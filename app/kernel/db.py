"""Units of work on one district's database. The one place that opens, commits and rolls back.

A district is one SQLite file or one PostgreSQL schema. Models carry the symbolic schema "tenant";
only a unit opened here gives it a real name, so that a forgotten district fails closed.
"""

import os
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine, event, inspect, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import DeclarativeBase, Session

from app.kernel.faults import fault_point
from app.kernel.storage import told

BUSY_TIMEOUT_MS = 15_000
POOL_SIZE = 20
STEPS_BETWEEN_LOOKS = 10_000  # of SQLite's machine: some tenths of a millisecond

TENANT = "tenant"

# Without the values of a failed statement: names and numbers of people do not belong into a log.
_ENGINE_OPTIONS: dict[str, Any] = {
    "pool_size": POOL_SIZE,
    "max_overflow": POOL_SIZE,
    "hide_parameters": True,
}


class Base(DeclarativeBase):
    """All tables of a district. Names of constraints are part of the design: refusals use them."""

    metadata = MetaData(
        schema=TENANT,
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        },
    )


def schema_name(district: str) -> str:
    """The PostgreSQL schema of a district."""
    return f"d{district}"


class Database:
    """One district's database: `read()` and `write()` are the only ways in."""

    def __init__(self, url: str, district: str) -> None:
        """:param url: a SQLAlchemy URL, SQLite or PostgreSQL (psycopg)."""
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.url = parsed
        self.district = district
        self.is_sqlite = parsed.get_backend_name() == "sqlite"
        self.schema = None if self.is_sqlite else schema_name(district)
        self._writer = threading.Lock()
        self._engine = create_engine(self.url, **_ENGINE_OPTIONS)
        if self.is_sqlite:
            event.listen(self._engine, "connect", _set_up_sqlite)
        mapped: dict[str | None, str | None] = {TENANT: self.schema}
        self._district_engine = self._engine.execution_options(schema_translate_map=mapped)

    @contextmanager
    def read(self) -> Iterator[Session]:
        """A unit that only looks. It ends with COMMIT, so that nothing is left hanging."""
        with told(), Session(self._district_engine, autoflush=False) as session:
            self._begin(session, writes=False)
            yield session
            assert not session.new, "a reading unit must not add anything"
            assert not session.dirty, "a reading unit must not change anything"
            session.commit()

    @contextmanager
    def read_within(self, seconds: float) -> Iterator[Session]:
        """A unit that only looks, and whose statements are broken off when they take too long.

        For those who watch the service, so that nobody else waits for them.

        :raises DatabaseAway: it took longer.
        """
        with self.read() as session:
            if not self.is_sqlite:
                session.execute(text(f"SET LOCAL statement_timeout = {round(seconds * 1000)}"))
                yield session
                return
            connection = session.connection().connection.driver_connection
            assert isinstance(connection, sqlite3.Connection), "the driver of SQLite"
            ends = time.monotonic() + seconds
            connection.set_progress_handler(lambda: time.monotonic() > ends, STEPS_BETWEEN_LOOKS)
            try:
                yield session
            finally:
                connection.set_progress_handler(None, 0)

    def takes_writes(self, session: Session) -> bool:
        """Whether a writing unit could be opened: no read-only file, no standby server."""
        if self.is_sqlite:
            return os.access(str(self.url.database), os.W_OK)
        return session.scalar(text("SHOW default_transaction_read_only")) == "off" and not (
            session.scalar(text("SELECT pg_is_in_recovery()"))
        )

    @contextmanager
    def write(self) -> Iterator[Session]:
        """A unit that changes something: all of it or, on any error, none of it.

        :raises Refusal: a constraint of the database said no for which a rule has a refusal.
        :raises DatabaseAway, OutcomeUnknown, NoSpace: what it stands on is away or full.
        """
        if self.is_sqlite:
            # Busy waiting sleeps up to a second; a lock in front of BEGIN IMMEDIATE does not.
            with self._writer, self._unit() as session:
                yield session
        else:
            with self._unit() as session:
                yield session

    @contextmanager
    def _unit(self) -> Iterator[Session]:
        with Session(self._district_engine) as session:
            with told():
                self._begin(session, writes=True)
                yield session
                session.flush()
            fault_point("unit.before_commit")
            with told(committing=True):
                session.commit()
            fault_point("unit.after_commit")

    @contextmanager
    def schema_connection(self) -> Iterator[Connection]:
        """A bare connection in one transaction for migrations, with the schema made and set."""
        if not self.is_sqlite:
            with told(), self._engine.connect() as connection, connection.begin():
                connection.execute(text(f'CREATE SCHEMA IF NOT EXISTS "{self.schema}"'))
        with self._district_engine.connect() as connection, connection.begin():
            self._first(connection, writes=True)
            yield connection

    def _begin(self, session: Session, *, writes: bool) -> None:
        """Begin a unit; on a new connection where the pool's was to a server that is gone."""
        try:
            self._first(session.connection(), writes=writes)
        except DBAPIError as error:
            if not error.connection_invalidated:
                raise
            session.rollback()
            self._first(session.connection(), writes=writes)

    def _first(self, connection: Connection, *, writes: bool) -> None:
        """The first statement of a unit.

        Not a listener on "begin": an engine with listeners takes longer over each statement.
        """
        if self.is_sqlite:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
        else:
            connection.exec_driver_sql(f'SET LOCAL search_path TO "{self.schema}"')

    def is_free(self) -> bool:
        """Whether nothing lies in this place yet: no file, or no table in the schema."""
        if self.is_sqlite:
            return not Path(str(self.url.database)).exists()
        with self._engine.connect() as connection:
            return not inspect(connection).get_table_names(schema=self.schema)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()


def _set_up_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # The driver's own BEGIN comes too late (at the first write): we begin ourselves.
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA synchronous=FULL")
    cursor.execute("PRAGMA foreign_keys=ON")
    # Else INSERT OR REPLACE deletes a row of an append-only table past its trigger.
    cursor.execute("PRAGMA recursive_triggers=ON")
    cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    cursor.close()
