"""Market days: the mobile store's days, their stops and loads, and how they ended."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("market_loads", "market_closings", "market_closing_lines")


def upgrade() -> None:
    """New tables only: nothing that is there changes."""
    _days()
    _stops()
    _habits()
    _loads()
    _closings()
    for table in APPEND_ONLY:
        _keep(table)


def _days() -> None:
    op.create_table(
        "market_days",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("base_store_id", IDENTITY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column(
            "state", _one_of("planned", "closed", "cancelled", name="ck_market_days_state"),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("planned_by", IDENTITY, nullable=False),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("store_id <> base_store_id", name="ck_market_days_two_stores"),
        sa.CheckConstraint(
            "(state = 'planned') = (ended_by IS NULL)", name="ck_market_days_ended_by_somebody"
        ),
        sa.CheckConstraint(
            "(ended_by IS NULL) = (ended_at IS NULL)", name="ck_market_days_ended_at_a_time"
        ),
        sa.CheckConstraint(
            "(state = 'cancelled') = (reason <> '')", name="ck_market_days_cancelled_with_reason"
        ),
        _to("store_id", "stores.id", "market_days"),
        _to("base_store_id", "stores.id", "market_days"),
        _to("planned_by", "users.id", "market_days"),
        _to("ended_by", "users.id", "market_days"),
        sa.PrimaryKeyConstraint("id", name="pk_market_days"),
    )  # fmt: skip
    not_cancelled = sa.text("state <> 'cancelled'")
    op.create_index(
        "uq_market_days_store_day", "market_days", ["store_id", "day"], unique=True,
        postgresql_where=not_cancelled, sqlite_where=not_cancelled,
    )  # fmt: skip
    op.create_index("ix_market_days_day", "market_days", ["day"])


def _stops() -> None:
    op.create_table(
        "market_stops",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("market_day_id", IDENTITY, nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("from_minute", sa.Integer(), nullable=False),
        sa.Column("until_minute", sa.Integer(), nullable=False),
        sa.Column("spot", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "from_minute >= 0 AND from_minute < until_minute AND until_minute <= 1440",
            name="ck_market_stops_hours",
        ),
        _to("market_day_id", "market_days.id", "market_stops"),
        _to("village_code", "places.code", "market_stops"),
        sa.PrimaryKeyConstraint("id", name="pk_market_stops"),
        sa.UniqueConstraint(
            "market_day_id", "village_code", name="uq_market_stops_market_day_id_village_code"
        ),
        sa.UniqueConstraint(
            "market_day_id", "position", name="uq_market_stops_market_day_id_position"
        ),
    )
    op.create_index("ix_market_stops_village_code", "market_stops", ["village_code"])


def _habits() -> None:
    op.create_table(
        "market_habits",
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column(
            "kind", _one_of("lunar", "solar", "yearly", name="ck_market_habits_kind"),
            nullable=False,
        ),
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.CheckConstraint(
            "(kind = 'yearly') = (month > 0)", name="ck_market_habits_month_of_a_year"
        ),
        sa.CheckConstraint("month BETWEEN 0 AND 12", name="ck_market_habits_month"),
        sa.CheckConstraint(
            "day BETWEEN 1 AND 31 AND (kind = 'solar' OR day <= 30)", name="ck_market_habits_day"
        ),
        _to("village_code", "places.code", "market_habits"),
        sa.PrimaryKeyConstraint("village_code", "kind", "month", "day", name="pk_market_habits"),
    )  # fmt: skip


def _loads() -> None:
    op.create_table(
        "market_loads",
        sa.Column("relocation_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("market_day_id", IDENTITY, nullable=False),
        sa.Column("way", _one_of("load", "return", name="ck_market_loads_way"), nullable=False),
        _to("relocation_id", "relocations.id", "market_loads"),
        _to("market_day_id", "market_days.id", "market_loads"),
        sa.PrimaryKeyConstraint("relocation_id", name="pk_market_loads"),
    )
    op.create_index("ix_market_loads_market_day_id", "market_loads", ["market_day_id"])


def _closings() -> None:
    op.create_table(
        "market_closings",
        sa.Column("market_day_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("after_move_id", IDENTITY, nullable=False),
        sa.Column("until_move_id", IDENTITY, nullable=False),
        sa.Column("redemptions", sa.Integer(), nullable=False),
        sa.Column("households", sa.Integer(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "redemptions >= 0 AND households >= 0", name="ck_market_closings_counts"
        ),
        sa.CheckConstraint("after_move_id <= until_move_id", name="ck_market_closings_moves"),
        _to("market_day_id", "market_days.id", "market_closings"),
        sa.PrimaryKeyConstraint("market_day_id", name="pk_market_closings"),
    )
    amounts = (
        "stood", "loaded", "other", "handed_out", "taken_back", "returned", "lost", "counted",
    )  # fmt: skip
    name = "market_closing_lines"
    op.create_table(
        name,
        sa.Column("market_day_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("goods_id", IDENTITY, autoincrement=False, nullable=False),
        *(sa.Column(amount, sa.Integer(), nullable=False) for amount in amounts),
        sa.CheckConstraint(
            "stood + loaded + other - handed_out + taken_back - returned - lost + counted = 0",
            name=f"ck_{name}_nothing_left",
        ),
        sa.CheckConstraint(
            "stood >= 0 AND loaded >= 0 AND handed_out >= 0 AND taken_back >= 0"
            " AND returned >= 0 AND lost >= 0",
            name=f"ck_{name}_not_negative",
        ),
        sa.ForeignKeyConstraint(
            ["market_day_id"], ["market_closings.market_day_id"], name=f"fk_{name}_market_day_id"
        ),
        _to("goods_id", "goods.id", name),
        sa.PrimaryKeyConstraint("market_day_id", "goods_id", name=f"pk_{name}"),
    )


def _one_of(*values: str, name: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=32)


def _to(column: str, target: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=f"fk_{table}_{column}")


def _keep(table: str) -> None:
    """What happened stays, as since 0005."""
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
