"""Runs that let ended points go, and what each took from whom; append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("expiry_runs", "expiries")


def upgrade() -> None:
    """A run names its last day; a household stands in it once."""
    op.create_table(
        "expiry_runs",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("cutoff", sa.Date(), nullable=False),
        sa.Column("ran_on", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", IDENTITY, nullable=False),
        sa.CheckConstraint("cutoff < ran_on", name="ck_expiry_runs_cutoff_over"),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_expiry_runs_actor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_expiry_runs"),
    )
    op.create_table(
        "expiries",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("run_id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points > 0", name="ck_expiries_points_positive"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_expiries_account_id"),
        sa.ForeignKeyConstraint(["run_id"], ["expiry_runs.id"], name="fk_expiries_run_id"),
        sa.PrimaryKeyConstraint("id", name="pk_expiries"),
        sa.UniqueConstraint("run_id", "account_id", name="uq_expiries_run_id_account_id"),
    )
    op.create_index("ix_expiries_account_id", "expiries", ["account_id"], unique=False)
    op.create_index(
        "ix_transfers_expires_on",
        "transfers",
        ["expires_on"],
        unique=False,
        sqlite_where=sa.text("expires_on IS NOT NULL"),
        postgresql_where=sa.text("expires_on IS NOT NULL"),
    )
    for table in APPEND_ONLY:
        _refuse_change(table)


def _refuse_change(table: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} may not be changed'); END"
        )
