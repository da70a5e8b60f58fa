"""Bring a district's database to the tables of this version, and check that the two agree."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlalchemy.orm import Session

from app.kernel.db import Base, Database
from app.kernel.errors import Conflict

MIGRATIONS = Path(__file__).resolve().parents[2] / "migrations"


# Since this migration each one leaves the program of before at work (decision 0022).
FIRST_THAT_ADDS = "0029"
NOBODY_KNOWS = 9999


class DatabaseNotReady(Conflict):
    """The database is older or newer than this version of the program."""

    code = "database_not_ready"


def upgrade(database: Database) -> None:
    """Run the migrations that are missing, in one transaction."""
    with database.schema_connection() as connection:
        command.upgrade(_config(connection), "head")
        _tell_oldest(connection, oldest_program())


def is_migrated(database: Database) -> bool:
    """Whether the database has tables of ours already."""
    return revision_of(database) is not None


def check_current(database: Database) -> None:
    """Refuse a database that this program cannot work on.

    :raises DatabaseNotReady: older (run `jifen db upgrade`), or too new.
    """
    with database.read() as session:
        is_newer(session)


def revision_of(database: Database) -> str | None:
    """The last migration that the database has seen; None when it has no tables of ours."""
    with database.schema_connection() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def is_newer(session: Session) -> bool:
    """Whether the database has seen migrations that this program does not know.

    They only add, so it can work on it all the same, unless one of them says otherwise.

    :raises DatabaseNotReady: older than the program, without tables of ours, or too new.
    """
    try:
        found: str | None = session.scalar(text("SELECT version_num FROM alembic_version"))
    except (OperationalError, ProgrammingError):
        found = None
    if found is None or found < head() or (found > head() and _oldest_told(session) > head()):
        raise DatabaseNotReady(found=found or "-", needed=head())
    return found > head()


@cache
def head() -> str:
    """The newest migration of this program."""
    found = _scripts().get_current_head()
    assert found is not None, "there are migrations"
    return found


@cache
def oldest_program() -> str:
    """The oldest program that can work on the tables of this one, by its newest migration.

    Migrations only add; one that takes away says `CONTRACT_AFTER` which program it wants.
    """
    scripts = _scripts().walk_revisions()
    return max(getattr(script.module, "CONTRACT_AFTER", FIRST_THAT_ADDS) for script in scripts)


def check_not_newer(revision: str) -> None:
    """Refuse a migration that this program does not know.

    :raises DatabaseNotReady: a newer program made it.
    """
    known = {script.revision for script in _scripts().walk_revisions()}
    if revision not in known:
        raise DatabaseNotReady(found=revision, needed=_scripts().get_current_head())


def differences(database: Database) -> Sequence[object]:
    """Where models and the migrated database differ; empty when they agree."""
    with database.schema_connection() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: Sequence[object] = compare_metadata(context, unqualified())
    return found


def unqualified() -> MetaData:
    """The models' tables without the symbolic schema: a migration runs inside its district."""
    plain = MetaData(naming_convention=Base.metadata.naming_convention)
    for table in Base.metadata.sorted_tables:
        # None is documented ("no schema") and missing from the annotation only.
        table.to_metadata(plain, schema=None)  # type: ignore[arg-type]
    return plain


def _tell_oldest(connection: Connection, oldest: str) -> None:
    """Beside the tables, where a program finds it that does not know the newest migrations."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA user_version = {int(oldest)}")
    else:
        connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{oldest}'")


def _oldest_told(session: Session) -> str:
    if session.get_bind().dialect.name == "sqlite":
        return f"{session.scalar(text('PRAGMA user_version')) or NOBODY_KNOWS:04}"
    told = session.scalar(text("SELECT obj_description('alembic_version'::regclass, 'pg_class')"))
    return str(told or NOBODY_KNOWS)


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config(None))


def _config(connection: Connection | None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config
