"""The program of before and the tables of today: it goes on, and nothing of it is lost."""

import os
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, MetaData, inspect, select, text

from app.kernel import migrate
from app.kernel.db import Database
from app.reports.verify import checks
from app.seals.keys import SealKey
from app.seals.verify import seal_checks
from tests.migrating.in_an_older_house import DISTRICT
from tests.migrating.released import OLDER, PREVIOUS, older_house

RELEASED = [PREVIOUS, OLDER] if os.environ.get("JIFEN_PROFILE") == "soak" else [PREVIOUS]
Columns = dict[str, list[str]]
Rows = dict[str, list[str]]


@pytest.fixture
def homes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[Database]]:
    """An empty place in each kind of database: one older program fills them all."""
    with ExitStack() as stack:
        found = []
        for kind in request.config.getoption("--databases").split(","):
            url = f"sqlite:///{tmp_path / 'older.sqlite3'}"
            if kind != "sqlite":
                neighbour = stack.enter_context(request.getfixturevalue(kind).fresh())
                url = neighbour.url.render_as_string(hide_password=False)
            found.append(stack.enter_context(closing(Database(url, DISTRICT))))
        yield found
        for home in found:
            if not home.is_sqlite:
                with home.schema_connection() as connection:
                    connection.execute(text(f'DROP SCHEMA "{home.schema}" CASCADE'))


def columns_of(home: Database) -> Columns:
    with home.schema_connection() as connection:
        looked = inspect(connection)
        return {
            table: [column["name"] for column in looked.get_columns(table)]
            for table in looked.get_table_names()
            if table != "alembic_version"
        }


def rows_of(home: Database, columns: Columns) -> Rows:
    """What stands in these columns of every table, in the order of the rows' texts."""
    with home.schema_connection() as connection:
        return {table: _rows(connection, table, names) for table, names in columns.items()}


def _rows(connection: Connection, name: str, names: list[str]) -> list[str]:
    known = MetaData()
    known.reflect(connection, only=[name])
    columns = [known.tables[name].c[each] for each in names]
    return sorted(str(tuple(row)) for row in connection.execute(select(*columns)))


def lost(before: Rows, after: Rows) -> Rows:
    """Rows that are no longer as they were, by table."""
    gone = {table: list(Counter(rows) - Counter(after[table])) for table, rows in before.items()}
    return {table: rows for table, rows in gone.items() if rows}


@pytest.mark.slow
@pytest.mark.parametrize("commit", RELEASED)
def test_a_program_goes_on_while_its_tables_change_and_loses_nothing(
    homes: list[Database], tmp_path: Path, commit: str
) -> None:
    folder = tmp_path / "house"
    folder.mkdir()
    with older_house(commit, folder, homes) as running:
        columns = [columns_of(home) for home in homes]
        before = [rows_of(home, known) for home, known in zip(homes, columns, strict=True)]
        for home in homes:
            migrate.upgrade(home)
        after = [rows_of(home, known) for home, known in zip(homes, columns, strict=True)]
        last_words = running.goes_on()

    assert [lost(*both) for both in zip(before, after, strict=True)] == [{}] * len(homes)
    assert last_words == ""
    key = SealKey.kept_in(folder / "migrations")
    for home, rows in zip(homes, before, strict=True):
        assert sum(map(bool, rows.values())) > 40
        assert migrate.differences(home) == []
        with home.read() as session:
            found = [*checks(session), *seal_checks(session, key, None)]
        assert [check for check in found if check.bad] == []
