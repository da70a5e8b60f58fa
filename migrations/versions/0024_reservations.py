"""Goods are set aside for a market day, and shared out fairly where they are short."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
APPEND_ONLY = ("draw_seeds", "allotment_places")


def upgrade() -> None:
    """New columns with a value for what is there, and new tables."""
    _weigh()
    _set_aside()
    _draw_seeds()
    _allot()
    for table in APPEND_ONLY:
        _keep(table)


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


def _draw_seeds() -> None:
    op.create_table(
        "draw_seeds",
        sa.Column("market_day_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        _to("draw_seeds", "market_day_id", "market_days"),
        sa.PrimaryKeyConstraint("market_day_id", name="pk_draw_seeds"),
    )


def _allot() -> None:
    op.create_table(
        "allotments",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("market_day_id", IDENTITY, nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("per_household", sa.Integer(), nullable=False),
        sa.Column("fairness", sa.String(length=32), nullable=False),
        sa.Column("free_from", INSTANT, nullable=False),
        sa.Column("made_by", IDENTITY, nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.Column("ended_at", INSTANT, nullable=True),
        sa.CheckConstraint("per_household BETWEEN 1 AND 200", name="ck_allotments_per_household"),
        sa.CheckConstraint("pieces > 0", name="ck_allotments_pieces"),
        sa.CheckConstraint("fairness IN ('draw', 'waiting')", name="ck_allotments_fairness"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ck_allotments_ended_by_somebody"
        ),
        _to("allotments", "market_day_id", "market_days"),
        _to("allotments", "store_id", "stores"),
        _to("allotments", "goods_id", "goods"),
        _to("allotments", "made_by", "users"),
        _to("allotments", "ended_by", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_allotments"),
    )
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_allotments_open", "allotments", ["market_day_id", "goods_id"], unique=True,
        sqlite_where=still, postgresql_where=still,
    )  # fmt: skip
    op.create_index("ix_allotments_store_day", "allotments", ["store_id", "day"])
    op.create_table(
        "allotment_places",
        sa.Column("allotment_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("household_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="ck_allotment_places_not_negative"),
        sa.CheckConstraint("position > 0", name="ck_allotment_places_position"),
        _to("allotment_places", "allotment_id", "allotments"),
        _to("allotment_places", "household_id", "households"),
        sa.PrimaryKeyConstraint("allotment_id", "household_id", name="pk_allotment_places"),
        sa.UniqueConstraint("allotment_id", "position", name="uq_allotment_places_position"),
    )
    op.create_index("ix_allotment_places_household_id", "allotment_places", ["household_id"])


def _keep(table: str) -> None:
    """What was drawn stays, as since 0005."""
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


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")
