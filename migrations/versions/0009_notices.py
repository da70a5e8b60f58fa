"""Working days: years that an office enters, and whether a month counts by them."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0006"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """New tables, and columns whose defaults say what held before."""
    op.create_table(
        "work_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", DOCUMENT, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", IDENTITY, nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="ck_work_years_year"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name="fk_work_years_entered_by"),
        sa.PrimaryKeyConstraint("year", name="pk_work_years"),
    )
    op.add_column(
        "rounds",
        sa.Column("counts_working_days", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "rounds",
        sa.Column("answer_days", sa.Integer(), server_default=sa.text("5"), nullable=False),
    )
