"""Goods may be limited by market day."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

OLD_PERIODS = "period IN ('day', 'month', 'year')"
PERIODS = "period IN ('day', 'month', 'year', 'market_day')"


def upgrade() -> None:
    """One more word for the period of a limit; what is limited stays so."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "ALTER TABLE rations DROP CONSTRAINT ck_rations_period,"
            f" ADD CONSTRAINT ck_rations_period CHECK ({PERIODS})"
        )
    else:
        _widen_sqlite()


def _widen_sqlite() -> None:
    """Change the check where the table is written down, as SQLite's manual says."""
    connection = op.get_bind()
    table = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'rations'"
    ).scalar_one()
    assert table.count(OLD_PERIODS) == 1, "the periods stand in the table once"
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'rations'"),
        {"sql": table.replace(OLD_PERIODS, PERIODS)},
    )
    # From here on every connection reads the tables anew.
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
