"""A fresh database to simulate in: nobody's points stand there, and it is gone afterwards."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import text

from app.kernel import migrate
from app.kernel.db import Database
from app.simulator.world import DISTRICT, ScratchHoldsRows

SQLITE: Final = "sqlite"


@contextmanager
def scratch(where: str) -> Iterator[Database]:
    """A migrated, empty database; gone when the simulation is over.

    :param where: "sqlite", for a file in a temporary folder; else the URL of a PostgreSQL database
        in which a schema of its own is made, and dropped again.
    :raises ScratchHoldsRows: the schema is there already.
    """
    with tempfile.TemporaryDirectory(prefix="jifen-simulated-") as folder:
        url = f"sqlite:///{Path(folder) / 'simulated.sqlite3'}" if where == SQLITE else where
        database = Database(url, DISTRICT)
        try:
            if not database.is_free():
                raise ScratchHoldsRows
            migrate.upgrade(database)
            yield database
            _drop(database)
        finally:
            database.close()


def _drop(database: Database) -> None:
    if not database.is_sqlite:
        with database.schema_connection() as connection:
            connection.execute(text(f'DROP SCHEMA "{database.schema}" CASCADE'))
