"""Goods are set aside for a market day, and shared out fairly where they are short."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """New columns with a value for what is there, and new tables."""
    _weigh()
    _set_aside()


def _weigh() -> None:
    op.execute(
        "ALTER TABLE goods ADD COLUMN weight_grams INTEGER"
        " CONSTRAINT ck_goods_weight_grams CHECK (weight_grams BETWEEN 1 AND 100000)"
    )
    op.execute(
        "ALTER TABLE stores ADD COLUMN payload_kg INTEGER"
        " CONSTRAINT ck_stores_payload_kg CHECK (payload_kg BETWEEN 1 AND 30000)"
    )


def _set_aside() -> None:
    op.execute(
        "ALTER TABLE shelves ADD COLUMN reserved INTEGER DEFAULT 0 NOT NULL"
        " CONSTRAINT ck_shelves_reserved CHECK (reserved BETWEEN 0 AND quantity)"
    )
    op.create_table(
        "reservations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("market_day_id", IDENTITY, nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("lot_id", IDENTITY, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("reserved_by", IDENTITY, nullable=False),
        sa.Column("reserved_at", INSTANT, nullable=False),
        sa.Column("ended", sa.String(length=32), nullable=True),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("quantity > 0", name="ck_reservations_positive"),
        sa.CheckConstraint("ended IN ('loaded', 'released')", name="ck_reservations_ended"),
        sa.CheckConstraint(
            "(ended IS NULL) = (ended_by IS NULL) AND (ended IS NULL) = (ended_at IS NULL)",
            name="ck_reservations_ended_by_somebody",
        ),
        sa.ForeignKeyConstraint(
            ["store_id", "lot_id"],
            ["shelves.store_id", "shelves.lot_id"],
            name="fk_reservations_shelf",
        ),
        _to("reservations", "market_day_id", "market_days"),
        _to("reservations", "reserved_by", "users"),
        _to("reservations", "ended_by", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_reservations"),
    )
    still = sa.text("ended IS NULL")
    op.create_index(
        "uq_reservations_open", "reservations", ["market_day_id", "store_id", "lot_id"],
        unique=True, sqlite_where=still, postgresql_where=still,
    )  # fmt: skip
    op.create_index("ix_reservations_shelf", "reservations", ["store_id", "lot_id"])


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
