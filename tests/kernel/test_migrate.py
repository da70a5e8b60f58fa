"""The migrations make exactly the tables of the models, once, and all of them or none."""

import pytest
from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

import app.tables
from app.kernel import migrate
from app.kernel.db import Database
from app.kernel.migrate import DatabaseNotReady

KINDS = ("columns", "pk_constraint", "foreign_keys", "unique_constraints", "indexes",
         "check_constraints")  # fmt: skip


def described(connection: Connection) -> dict[str, object]:
    """All that a database says about our tables, comparable with another one's."""
    looked = inspect(connection)
    return {
        f"{table} {kind}": _sorted(getattr(looked, f"get_{kind}")(table))
        for table in looked.get_table_names()
        for kind in KINDS
        if table != "alembic_version"
    }


def _sorted(found: object) -> list[str]:
    return sorted(_plain(one) for one in (found if isinstance(found, list) else [found]))


def _plain(found: object) -> str:
    if isinstance(found, dict):
        # SQLite says no name of a foreign key whose column was added to a table that was there.
        if "referred_table" in found:
            found = {**found, "name": None}
        return str({key: _plain(found[key]) for key in sorted(found)})
    # The condition of a partial index, and a type, are objects: their words count.
    return str(found)


def set_version(database: Database, version: str) -> None:
    with database.schema_connection() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = :v"), {"v": version})


def tables_of(database: Database) -> set[str]:
    with database.schema_connection() as connection:
        return set(inspect(connection).get_table_names())


def test_models_and_migrations_agree(database: Database) -> None:
    assert migrate.differences(database) == []


@pytest.mark.slow
def test_they_agree_to_the_last_check_and_index(database: Database, unmigrated: Database) -> None:
    with unmigrated.schema_connection() as connection:
        migrate.unqualified().create_all(connection)
        by_models = described(connection)
    with database.schema_connection() as connection:
        by_migrations = described(connection)

    assert by_migrations == by_models


@pytest.mark.slow
def test_a_difference_is_seen(unmigrated: Database) -> None:
    migrate.upgrade(unmigrated)
    with unmigrated.schema_connection() as connection:
        connection.execute(text("ALTER TABLE goods ADD COLUMN colour VARCHAR(8)"))

    assert "colour" in str(migrate.differences(unmigrated))


def test_a_new_database_has_all_tables_and_is_current(unmigrated: Database) -> None:
    migrate.upgrade(unmigrated)

    migrate.check_current(unmigrated)
    assert tables_of(unmigrated) == {table.name for table in app.tables.metadata.sorted_tables} | {
        "alembic_version"
    }


def test_migrating_twice_changes_nothing(unmigrated: Database) -> None:
    migrate.upgrade(unmigrated)
    with unmigrated.write() as session:
        session.execute(text("UPDATE users SET name = '命令行' WHERE username = 'console'"))

    migrate.upgrade(unmigrated)

    migrate.check_current(unmigrated)
    with unmigrated.read() as session:
        assert session.execute(text("SELECT name FROM users")).scalars().all() == ["命令行"]


def set_oldest_program(database: Database, version: int) -> None:
    told = f"COMMENT ON TABLE alembic_version IS '{version:04}'"
    if database.is_sqlite:
        told = f"PRAGMA user_version = {version}"
    with database.schema_connection() as connection:
        connection.exec_driver_sql(told)


def test_a_database_that_is_too_old_or_too_new_is_refused(unmigrated: Database) -> None:
    migrate.upgrade(unmigrated)

    for version, oldest in (("0001", 1), ("9998", 9998)):
        set_version(unmigrated, version)
        set_oldest_program(unmigrated, oldest)
        with pytest.raises(DatabaseNotReady) as refusal:
            migrate.check_current(unmigrated)
        assert refusal.value.facts["found"] == version


@pytest.mark.slow
def test_a_program_works_on_newer_tables_that_only_have_more(unmigrated: Database) -> None:
    migrate.upgrade(unmigrated)

    set_version(unmigrated, "9998")

    migrate.check_current(unmigrated)
    with unmigrated.read() as session:
        assert migrate.is_newer(session)


def test_a_database_without_tables_is_refused(unmigrated: Database) -> None:
    with pytest.raises(DatabaseNotReady):
        migrate.check_current(unmigrated)


def test_a_migration_that_fails_half_way_leaves_nothing_behind(unmigrated: Database) -> None:
    with unmigrated.schema_connection() as connection:
        connection.execute(text("CREATE TABLE moves (in_the_way INTEGER)"))

    with pytest.raises(DBAPIError):
        migrate.upgrade(unmigrated)

    assert tables_of(unmigrated) == {"moves"}
