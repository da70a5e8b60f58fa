"""Sheets that come after their month was closed, and corrections that somebody refused."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0017"
down_revision = "0016"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")
APPEND_ONLY = ("correction_refusals", "late_sheets")


def upgrade() -> None:
    """Corrections stay as they are; who refuses one writes a row beside it."""
    op.create_index("uq_corrections_asker", "corrections", ["id", "asked_by"], unique=True)
    op.create_table(
        "correction_refusals",
        sa.Column("correction_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("asked_by", IDENTITY, nullable=False),
        sa.Column("refused_by", IDENTITY, nullable=False),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.CheckConstraint("refused_by <> asked_by", name="ck_correction_refusals_four_eyes"),
        sa.ForeignKeyConstraint(
            ["correction_id", "asked_by"],
            ["corrections.id", "corrections.asked_by"],
            name="fk_correction_refusals_asker",
        ),
        sa.ForeignKeyConstraint(
            ["refused_by"], ["users.id"], name="fk_correction_refusals_refused_by"
        ),
        sa.PrimaryKeyConstraint("correction_id", name="pk_correction_refusals"),
    )
    _late_sheets()
    for table in APPEND_ONLY:
        _refuse_change(table)


def _late_sheets() -> None:
    op.create_table(
        "late_sheets",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("correction_id", IDENTITY, nullable=False),
        sa.Column("round_id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("visit_id", IDENTITY, nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("credited_points", sa.Integer(), nullable=False),
        sa.Column("earned_this_year", sa.Integer(), nullable=True),
        sa.CheckConstraint("turn >= 1", name="ck_late_sheets_turn_positive"),
        sa.CheckConstraint(
            "points >= 0 AND credited_points >= 0", name="ck_late_sheets_points_not_negative"
        ),
        sa.CheckConstraint("points <> credited_points", name="ck_late_sheets_corrects_something"),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name="fk_late_sheets_correction_id"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_late_sheets_round_id"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_late_sheets_household_id"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_late_sheets_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_late_sheets"),
        sa.UniqueConstraint("correction_id", name="uq_late_sheets_correction_id"),
        sa.UniqueConstraint("round_id", "household_id", "turn", name="uq_late_sheets_turn"),
    )
    op.create_index("ix_late_sheets_household_id", "late_sheets", ["household_id"], unique=False)


def _refuse_change(table: str) -> None:
    """The triggers of 0005."""
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
