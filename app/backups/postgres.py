"""PostgreSQL's own tools: they know every kind of object and every version of the server."""

import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import Final

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo
from sqlalchemy import URL

from app.kernel.errors import Conflict

DUMP: Final = "pg_dump"
RESTORE: Final = "pg_restore"
_LONGEST: Final = 200


class ToolMissing(Conflict):
    """A tool of PostgreSQL is not on the PATH. Fact: `tool`."""

    code = "tool_missing"


class ToolFailed(Conflict):
    """A tool of PostgreSQL gave up. Facts: `tool`, and its own `words`."""

    code = "tool_failed"


class NoScratchDatabase(Conflict):
    """The role may not make the database in which a copy is tried. Fact: `role`."""

    code = "no_scratch_database"


def dump(url: URL, schema: str, file: Path) -> None:
    """Copy one district's schema as it is at one instant, while others go on writing.

    :raises ToolMissing: there is no pg_dump.
    :raises ToolFailed: it gave up: the server is newer, cannot be reached, says no.
    """
    _run(DUMP, url, "--format=custom", f'--schema="{schema}"', f"--file={file}")


def load(url: URL, schema: str, file: Path) -> None:
    """Put a copied schema into a database, all of it or nothing; an empty one gives way to it.

    :raises ToolMissing: there is no pg_restore.
    :raises ToolFailed: it gave up.
    """
    drop_schema(url, schema, with_all=False)
    _run(RESTORE, url, "--single-transaction", "--exit-on-error", str(file))


def drop_schema(url: URL, schema: str, *, with_all: bool) -> None:
    """Take a schema away; without `with_all` only an empty one."""
    verb = "DROP SCHEMA IF EXISTS {} CASCADE" if with_all else "DROP SCHEMA IF EXISTS {} RESTRICT"
    with psycopg.connect(_conninfo(url, url.password), autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute(sql.SQL(verb).format(sql.Identifier(schema)))


@contextmanager
def scratch_database(url: URL) -> Iterator[URL]:
    """An empty database beside the one of a URL, gone afterwards.

    :raises NoScratchDatabase: the role may not make one.
    """
    name = f"jifen_scratch_{token_hex(4)}"
    with psycopg.connect(_conninfo(url, url.password), autocommit=True) as connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        except psycopg.errors.InsufficientPrivilege:
            raise NoScratchDatabase(role=connection.info.user) from None
        try:
            yield url.set(database=name)
        finally:
            away = sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name))
            connection.execute(away)


def _run(tool: str, url: URL, *words: str) -> None:
    path = shutil.which(tool)
    if path is None:
        raise ToolMissing(tool=tool)
    # A password among the words would be seen by everybody on the machine.
    secret = {"PGPASSWORD": url.password} if url.password else {}
    ended = subprocess.run(
        [path, "--no-owner", "--no-privileges", f"--dbname={_conninfo(url, None)}", *words],
        env={**os.environ, **secret}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if ended.returncode:
        # Its first line names the fault; further ones may quote rows.
        said = next(iter(ended.stderr.splitlines()), "")
        raise ToolFailed(tool=tool, words=said[:_LONGEST])


def _conninfo(url: URL, password: str | None) -> str:
    told = url.translate_connect_args(username="user", database="dbname")
    return make_conninfo(**{**url.query, **told, "password": password})
