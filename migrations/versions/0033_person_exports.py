"""Long lists of people: who asked for one, what for, who decided."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"


def upgrade() -> None:
    """One new table."""
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "person_exports",
        sa.Column("id", identity, nullable=False),
        sa.Column("address", sa.String(length=500), nullable=False),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("place_code", sa.String(length=32), nullable=False),
        sa.Column("purpose", sa.String(length=200), nullable=False),
        sa.Column("asked_by", identity, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=True),
        sa.Column("decided_by", identity, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("decided_by <> asked_by", name="ck_person_exports_four_eyes"),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (decided_at IS NULL)"
            " AND (decided_by IS NULL) = (approved IS NULL)",
            name="ck_person_exports_decided_by_somebody",
        ),
        sa.CheckConstraint("purpose <> ''", name="ck_person_exports_purpose"),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_person_exports_asked_by"),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_person_exports_decided_by"),
        sa.PrimaryKeyConstraint("id", name="pk_person_exports"),
    )
    op.create_index("ix_person_exports_asked_by", "person_exports", ["asked_by"])
