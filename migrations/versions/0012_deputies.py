"""Somebody is away: who does his work, from when until when."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """One table; the duty of what is passed on binds the deputy by a foreign key."""
    op.create_table(
        "deputies",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("away_id", IDENTITY, nullable=False),
        sa.Column("deputy_id", IDENTITY, nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "certifying", "redeeming",
                name="ck_deputies_duty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("named_by", IDENTITY, nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.CheckConstraint("away_id <> deputy_id", name="ck_deputies_somebody_else"),
        sa.CheckConstraint("ends_on >= starts_on", name="ck_deputies_ends_after_it_starts"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ck_deputies_ended_by_somebody"
        ),
        sa.ForeignKeyConstraint(
            ["deputy_id", "duty"], ["users.id", "users.duty"], name="fk_deputies_duty"
        ),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_deputies_{column}")
            for column in ("away_id", "deputy_id", "named_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_deputies"),
    )  # fmt: skip
    op.create_index("ix_deputies_away_id", "deputies", ["away_id"])
    op.create_index("ix_deputies_deputy_id", "deputies", ["deputy_id"])
