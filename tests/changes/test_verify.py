"""Who changes past all guards what a change of a household moved is found."""

import pytest

from app.changes.verify import change_checks
from app.kernel.db import Database
from tests.changes.families import Village
from tests.databases import PostgresSchemas, SqliteFiles
from tests.reports.tampering import found, tamper

MOVED = "points of changed households moved as approved"
AGREED = "splits moved the agreed points"
SIDES = "every transfer is between a household and the programme"
SOURCES = "every transfer leads back to its source"


def split(database: Database) -> None:
    """Forty of a hundred points went along with a new household."""
    with database.write() as session:
        village = Village.made(session)
        home = village.family("马建国", "马强", balance=100)
        village.approve(village.splits(home, "马强", points=40))


@pytest.mark.parametrize(
    ("sql", "bites"),
    [
        ("UPDATE moved_points SET points = 41", {MOVED, AGREED, SOURCES}),
        ("DELETE FROM moved_points", {AGREED, SOURCES}),
        ("UPDATE household_changes SET points = 30", {AGREED}),
        ("UPDATE household_change_decisions SET new_household_id = NULL", {MOVED, AGREED}),
        (
            "UPDATE household_change_decisions SET approved = false, reason = '不批'",
            {MOVED, AGREED},
        ),
        ("UPDATE transfers SET kind = 'award' WHERE kind = 'transfer'", {SIDES, SOURCES}),
    ],
)
def test_each_tampering_is_named(
    databases: SqliteFiles | PostgresSchemas, sql: str, bites: set[str]
) -> None:
    with databases.fresh() as database:
        split(database)

        tamper(database, [sql])

        assert bites <= found(database).keys()


def test_a_split_as_it_should_be_is_in_order(database: Database) -> None:
    split(database)

    with database.read() as session:
        assert [(check.rows, check.bad) for check in change_checks(session)] == [(1, ()), (1, ())]
