"""Goods kept for one group, goods marked down near their day, and counts that stay true."""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

GROUPED = ("lots", "write_off_lines", "count_lines")
# Goods that moved before they were counted had moved when they were counted.
BEFORE_COUNT = (
    "SELECT 1 FROM stock_counts WHERE store_id = NEW.store_id AND state = 'approved'"
    " AND counted_at > NEW.at"
)


def upgrade() -> None:
    """New columns that say nothing of what is there, one new table, and one new refusal."""
    for table in GROUPED:
        op.execute(
            f"ALTER TABLE {table} ADD COLUMN kept_group VARCHAR(40) DEFAULT '' NOT NULL"
            f" CONSTRAINT ck_{table}_group_of_a_place"
            " CHECK (kept_group = '' OR kept_for IS NOT NULL)"
        )
    op.execute(
        "ALTER TABLE redemption_lines ADD COLUMN list_points INTEGER"
        " CONSTRAINT ck_redemption_lines_marked_down"
        " CHECK (list_points IS NULL OR list_points > price_points)"
    )
    op.create_table(
        "mark_downs",
        sa.Column("days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("percent_off", sa.Integer(), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 365", name="ck_mark_downs_days"),
        sa.CheckConstraint("percent_off BETWEEN 1 AND 90", name="ck_mark_downs_percent_off"),
        sa.PrimaryKeyConstraint("days", name="pk_mark_downs"),
    )
    op.create_index("ix_stock_counts_store_at", "stock_counts", ["store_id", "counted_at"])
    _refuse_moves_before_counts()


def _refuse_moves_before_counts() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION moves_after_counts() RETURNS trigger LANGUAGE plpgsql AS $$ "
            f"BEGIN IF EXISTS ({BEFORE_COUNT}) THEN "
            "RAISE EXCEPTION 'before_stock_count' USING ERRCODE = 'integrity_constraint_violation';"
            " END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER moves_after_counts BEFORE INSERT ON moves "
            "FOR EACH ROW EXECUTE FUNCTION moves_after_counts()"
        )
        return
    op.execute(
        f"CREATE TRIGGER moves_after_counts BEFORE INSERT ON moves WHEN EXISTS ({BEFORE_COUNT}) "
        "BEGIN SELECT RAISE(ABORT, 'before_stock_count'); END"
    )
