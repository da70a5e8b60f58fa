"""Sheets know what the year had earned and why points were taken; households that cannot work."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0007"
down_revision = "0006"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Two columns beside the answers, and who is scored for other things of the same weight."""
    op.add_column("sheets", sa.Column("earned_this_year", sa.Integer(), nullable=True))
    op.add_column(
        "sheets", sa.Column("reasons", DOCUMENT, nullable=False, server_default=sa.text("'{}'"))
    )
    op.create_table(
        "exemptions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("granted_by", IDENTITY, nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_exemptions"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_exemptions_household_id"
        ),
        sa.ForeignKeyConstraint(["granted_by"], ["users.id"], name="fk_exemptions_granted_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name="fk_exemptions_ended_by"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ck_exemptions_ended_by_somebody"
        ),
    )
    op.create_index(
        "uq_exemptions_open",
        "exemptions",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
