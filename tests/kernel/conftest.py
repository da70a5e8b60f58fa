"""A database that no migration has touched yet."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import text

from app.kernel.db import Database
from tests.databases import PostgresSchemas, SqliteFiles


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
