"""Copying a database while others write to it, and opening the copy as a database of its own."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from app.backups import postgres
from app.kernel.db import Database

ALL_PAGES: Final = -1
NAMES: Final = {"sqlite": "database.sqlite3", "postgresql": "database.pgdump"}


def kind_of(database: Database) -> str:
    """Which of the two kinds a database is."""
    return "sqlite" if database.is_sqlite else "postgresql"


def copy_database(database: Database, folder: Path) -> None:
    """Copy all of a district as it is at one instant; nobody has to stop writing.

    :raises ToolMissing: PostgreSQL, and no pg_dump on the PATH.
    :raises ToolFailed: pg_dump gave up.
    """
    copy = folder / NAMES[kind_of(database)]
    if database.schema is not None:
        postgres.dump(database.url, database.schema, copy)
        return
    # In one step: by pages it would start again at every write of another process.
    with (
        closing(sqlite3.connect(str(database.url.database))) as source,
        closing(sqlite3.connect(copy)) as target,
    ):
        source.backup(target, pages=ALL_PAGES)


@contextmanager
def opened_copy(folder: Path, like: Database) -> Iterator[Database]:
    """A copy as a database: SQLite's file itself, or PostgreSQL's put into a scratch database.

    :param like: a database of the same kind and district; on PostgreSQL, of the server to use.
    :raises ToolFailed: the copy cannot be put back.
    """
    copy = folder / NAMES[kind_of(like)]
    if like.schema is None:
        with closing(_sqlite_at(copy, like.district)) as database:
            yield database
        return
    with postgres.scratch_database(like.url) as url:
        postgres.load(url, like.schema, copy)
        with closing(Database(url.render_as_string(hide_password=False), like.district)) as made:
            yield made


def _sqlite_at(path: Path, district: str) -> Database:
    url = make_url("sqlite://").set(database=str(path))
    return Database(url.render_as_string(hide_password=False), district)
