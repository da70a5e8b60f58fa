"""The till, complete: goods that come back, voids by two people."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = (
    "redemption_returns", "redemption_return_lines", "void_requests", "void_decisions",
    "need_signals", "proxy_collections", "day_closings",
)  # fmt: skip


OF_SALE = "(SELECT store_id FROM redemptions WHERE id = NEW.redemption_id)"
# What a closed day takes no more: the table, when it happened, and in which store.
OF_A_DAY = (
    ("redemptions", "at", "NEW.store_id"),
    ("redemption_returns", "returned_at", OF_SALE),
    ("redemption_voids", "voided_at", OF_SALE),
)
# The lock waits for who closes the day; each statement then sees what was committed.
ASK_POSTGRESQL = (
    "CREATE FUNCTION open_day_of_{table}() RETURNS trigger LANGUAGE plpgsql AS $$ "
    "BEGIN PERFORM 1 FROM stores WHERE id = {store} FOR KEY SHARE; "
    "IF EXISTS (SELECT 1 FROM day_closings WHERE store_id = {store} "
    "AND day = (NEW.{at} AT TIME ZONE 'Asia/Shanghai')::date) THEN "
    "RAISE EXCEPTION 'day_is_closed' USING ERRCODE = 'integrity_constraint_violation'; "
    "END IF; RETURN NEW; END $$"
)
ASK_SQLITE = (
    "CREATE TRIGGER {table}_open_day BEFORE INSERT ON {table} WHEN EXISTS "
    "(SELECT 1 FROM day_closings WHERE store_id = {store} "
    "AND day = date(NEW.{at}, '+8 hours')) "
    "BEGIN SELECT RAISE(ABORT, 'day_is_closed'); END"
)


def upgrade() -> None:
    """New tables only: nothing that is there changes."""
    _ask_to_void()
    _return_goods()
    _signal_needs()
    _collect_for_others()
    _close_days()
    for table in APPEND_ONLY:
        _keep(table)
    for table, at, store in OF_A_DAY:
        _refuse_on_closed_day(table, at, store)


def _ask_to_void() -> None:
    op.create_table(
        "void_requests",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("redemption_id", IDENTITY, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by", IDENTITY, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        _to("redemption_id", "redemptions", "void_requests"),
        _to("asked_by", "users", "void_requests"),
        sa.PrimaryKeyConstraint("id", name="pk_void_requests"),
        sa.UniqueConstraint("id", "asked_by", name="uq_void_requests_id_asked_by"),
    )
    op.create_index("ix_void_requests_redemption_id", "void_requests", ["redemption_id"])
    op.create_table(
        "void_decisions",
        sa.Column("request_id", IDENTITY, nullable=False),
        sa.Column("asked_by", IDENTITY, nullable=False),
        sa.Column("decided_by", IDENTITY, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.CheckConstraint("decided_by <> asked_by", name="ck_void_decisions_four_eyes"),
        sa.CheckConstraint(
            "approved OR reason <> ''", name="ck_void_decisions_refused_with_reason"
        ),
        sa.ForeignKeyConstraint(
            ["request_id", "asked_by"],
            ["void_requests.id", "void_requests.asked_by"],
            name="fk_void_decisions_request",
        ),
        _to("decided_by", "users", "void_decisions"),
        sa.PrimaryKeyConstraint("request_id", name="pk_void_decisions"),
    )


def _return_goods() -> None:
    op.create_table(
        "redemption_returns",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("redemption_id", IDENTITY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("points_left", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("returned_by", IDENTITY, nullable=False),
        sa.Column("returned_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points > 0", name="ck_redemption_returns_points_positive"),
        sa.CheckConstraint("points_left > 0", name="ck_redemption_returns_something_stays"),
        _to("redemption_id", "redemptions", "redemption_returns"),
        _to("returned_by", "users", "redemption_returns"),
        sa.PrimaryKeyConstraint("id", name="pk_redemption_returns"),
    )
    op.create_index("ix_redemption_returns_redemption_id", "redemption_returns", ["redemption_id"])
    name = "redemption_return_lines"
    op.create_table(
        name,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("return_id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("taken", sa.Integer(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("price_points", sa.Integer(), nullable=False),
        sa.Column("taken_move_id", IDENTITY, nullable=False),
        sa.Column("kept_move_id", IDENTITY, nullable=True),
        sa.CheckConstraint("quantity > 0", name=f"ck_{name}_quantity_positive"),
        sa.CheckConstraint(
            "quantity + kept = taken AND kept >= 0", name=f"ck_{name}_never_more_than_taken"
        ),
        sa.CheckConstraint(
            "(kept > 0) = (kept_move_id IS NOT NULL)", name=f"ck_{name}_kept_was_handed_out"
        ),
        sa.CheckConstraint("price_points > 0", name=f"ck_{name}_price_positive"),
        _to("return_id", "redemption_returns", name),
        _to("goods_id", "goods", name),
        _to("taken_move_id", "moves", name),
        _to("kept_move_id", "moves", name),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("taken_move_id", name=f"uq_{name}_taken_move_id"),
        sa.UniqueConstraint("kept_move_id", name=f"uq_{name}_kept_move_id"),
    )
    op.create_index("ix_redemption_return_lines_return_id", name, ["return_id"])


def _signal_needs() -> None:
    op.create_table(
        "need_signals",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=True),
        sa.Column("words", sa.String(length=40), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("clerk_id", IDENTITY, nullable=False),
        sa.CheckConstraint(
            "(goods_id IS NULL) = (words <> '')", name="ck_need_signals_goods_or_words"
        ),
        _to("store_id", "stores", "need_signals"),
        _to("goods_id", "goods", "need_signals"),
        _to("clerk_id", "users", "need_signals"),
        sa.PrimaryKeyConstraint("id", name="pk_need_signals"),
    )
    op.create_index("ix_need_signals_store_day", "need_signals", ["store_id", "day"])


def _collect_for_others() -> None:
    op.create_table(
        "collectors",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("named_by", IDENTITY, nullable=False),
        sa.Column("named_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ck_collectors_ended_by_somebody"
        ),
        _to("household_id", "households", "collectors"),
        _to("named_by", "users", "collectors"),
        _to("ended_by", "users", "collectors"),
        sa.PrimaryKeyConstraint("id", name="pk_collectors"),
        sa.UniqueConstraint("id", "household_id", name="uq_collectors_id_household_id"),
    )
    op.create_index("ix_collectors_household_id", "collectors", ["household_id"])
    op.create_table(
        "proxy_collections",
        sa.Column("redemption_id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("collector_id", IDENTITY, nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "away", "hard", "busy",
                name="ck_proxy_collections_reason",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("attested_by", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(
            ["collector_id", "household_id"],
            ["collectors.id", "collectors.household_id"],
            name="fk_proxy_collections_collector",
        ),
        _to("redemption_id", "redemptions", "proxy_collections"),
        _to("attested_by", "users", "proxy_collections"),
        sa.PrimaryKeyConstraint("redemption_id", name="pk_proxy_collections"),
    )  # fmt: skip
    op.create_index("ix_proxy_collections_collector_id", "proxy_collections", ["collector_id"])


def _close_days() -> None:
    op.create_table(
        "day_closings",
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("redemptions", sa.Integer(), nullable=False),
        sa.Column("points_out", sa.Integer(), nullable=False),
        sa.Column("points_back", sa.Integer(), nullable=False),
        sa.Column("pieces", sa.Integer(), nullable=False),
        sa.Column("closed_by", IDENTITY, nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("redemptions >= 0 AND points_out >= 0", name="ck_day_closings_counts"),
        sa.CheckConstraint("points_back >= 0", name="ck_day_closings_back_not_negative"),
        _to("store_id", "stores", "day_closings"),
        _to("closed_by", "users", "day_closings"),
        sa.PrimaryKeyConstraint("store_id", "day", name="pk_day_closings"),
    )


def _refuse_on_closed_day(table: str, at: str, store: str) -> None:
    """Days are those of a clock in the village: Asia/Shanghai, eight hours ahead all year."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(ASK_POSTGRESQL.format(table=table, at=at, store=store))
        op.execute(
            f"CREATE TRIGGER {table}_open_day BEFORE INSERT ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION open_day_of_{table}()"
        )
        return
    op.execute(ASK_SQLITE.format(table=table, at=at, store=store))


def _to(column: str, target: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=f"fk_{table}_{column}")


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
