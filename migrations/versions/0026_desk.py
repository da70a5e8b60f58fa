"""Who stands at the till: a PIN, the clerk's word, or a photo that the household agreed to."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0026"
down_revision = "0025"

DOCUMENT = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New tables, and a column that says of older receipts what was true: the clerk knew."""
    op.execute(
        "ALTER TABLE redemptions ADD COLUMN identified VARCHAR(32) DEFAULT 'attested' NOT NULL"
        " CONSTRAINT ck_redemptions_identified"
        " CHECK (identified IN ('pin', 'attested', 'photo'))"
    )
    _pins()
    _photos()
    _screens()


def _pins() -> None:
    op.create_table(
        "card_pins",
        sa.Column("household_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("pin_hash", sa.String(length=200), nullable=False),
        sa.Column("set_by", IDENTITY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        _to("household_id", "households", "card_pins"),
        _to("set_by", "users", "card_pins"),
        sa.PrimaryKeyConstraint("household_id", name="pk_card_pins"),
    )
    op.create_table(
        "pin_tries",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        _to("household_id", "households", "pin_tries"),
        sa.PrimaryKeyConstraint("id", name="pk_pin_tries"),
    )
    op.create_index("ix_pin_tries_household_id", "pin_tries", ["household_id"])


def _photos() -> None:
    name = "household_photos"
    op.create_table(
        name,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("agreed_on", sa.Date(), nullable=False),
        sa.Column("asked_by", IDENTITY, nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", IDENTITY, nullable=True),
        sa.CheckConstraint(
            "(photo IS NULL) = (withdrawn_at IS NOT NULL)", name=f"ck_{name}_gone_when_withdrawn"
        ),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by IS NULL)",
            name=f"ck_{name}_withdrawn_by_somebody",
        ),
        _to("household_id", "households", name),
        _to("asked_by", "users", name),
        _to("withdrawn_by", "users", name),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    held = sa.text("withdrawn_at IS NULL")
    op.create_index(
        "uq_household_photos_held", name, ["household_id"], unique=True,
        sqlite_where=held, postgresql_where=held,
    )  # fmt: skip


def _screens() -> None:
    name = "facing_screens"
    op.create_table(
        name,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("clerk_id", IDENTITY, nullable=False),
        sa.Column("code", sa.String(length=6), nullable=True),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shown", DOCUMENT, nullable=False),
        sa.Column("shown_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(code IS NULL) = (digest IS NOT NULL)", name=f"ck_{name}_code_until_paired"
        ),
        _to("store_id", "stores", name),
        _to("clerk_id", "users", name),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("code", name=f"uq_{name}_code"),
    )
    op.create_index("ix_facing_screens_clerk", name, ["clerk_id", "store_id"])


def _to(column: str, target: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
