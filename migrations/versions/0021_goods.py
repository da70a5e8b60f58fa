"""Goods have several barcodes, stand under headings, and some are for grown-ups only."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# UPC-A numbers are kept without the 0 that some scanners put before them.
SHORTEN_UPC = (
    "UPDATE barcodes SET code = substr(code, 2) WHERE length(code) = 13 AND code LIKE '0%'"
    " AND NOT EXISTS (SELECT 1 FROM barcodes AS short WHERE short.code = substr(barcodes.code, 2))"
)
HEADING_KEY = (
    "CONSTRAINT fk_goods_category_id FOREIGN KEY(category_id) REFERENCES goods_categories (id)"
)


def upgrade() -> None:
    """What goods are first, then what they cost and how much of them a household may have."""
    _pack_barcodes()
    _describe_goods()
    _announce_prices()
    _ration_goods()


def _pack_barcodes() -> None:
    op.execute(
        "ALTER TABLE barcodes ADD COLUMN pack_quantity INTEGER DEFAULT 1 NOT NULL"
        " CONSTRAINT ck_barcodes_pack_quantity CHECK (pack_quantity BETWEEN 1 AND 200)"
    )
    op.execute(SHORTEN_UPC)


def _describe_goods() -> None:
    op.create_table(
        "goods_categories",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.CheckConstraint("name <> ''", name="ck_goods_categories_named"),
        sa.PrimaryKeyConstraint("id", name="pk_goods_categories"),
        sa.UniqueConstraint("name", name="uq_goods_categories_name"),
    )
    op.execute("ALTER TABLE goods ADD COLUMN pack VARCHAR(40) DEFAULT '' NOT NULL")
    op.execute("ALTER TABLE goods ADD COLUMN adult_only BOOLEAN DEFAULT false NOT NULL")
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE goods ADD COLUMN category_id BIGINT, ADD {HEADING_KEY}")
    else:
        op.execute("ALTER TABLE goods ADD COLUMN category_id INTEGER")
        _bind_headings_sqlite()
    op.execute("ALTER TABLE redemptions ADD COLUMN adult_confirmed BOOLEAN DEFAULT false NOT NULL")


def _bind_headings_sqlite() -> None:
    """Add the key where the table is written down, as SQLite's manual says: much points at it."""
    connection = op.get_bind()
    where = "FROM sqlite_master WHERE type = 'table' AND name = 'goods'"
    table = connection.exec_driver_sql(f"SELECT sql {where}").scalar_one().rstrip()
    assert table.endswith(")"), "a table is written down up to its bracket"
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = 'goods'"),
        {"sql": f"{table[:-1]}, {HEADING_KEY})"},
    )
    # From here on every connection reads the tables anew.
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _announce_prices() -> None:
    op.execute("ALTER TABLE prices ADD COLUMN reason VARCHAR(60) DEFAULT '' NOT NULL")
    op.create_table(
        "price_notices",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("set_by", IDENTITY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("days BETWEEN 0 AND 60", name="ck_price_notices_days"),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_price_notices_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_price_notices"),
    )
    _keep("prices", "price_notices")


def _keep(*tables: str) -> None:
    """The triggers of 0005, for these tables."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in tables:
        if is_postgresql:
            op.execute(
                f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
            continue
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} may not be changed'); END"
            )


def _ration_goods() -> None:
    op.create_table(
        "rations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("per_person", sa.Boolean(), nullable=False),
        sa.Column("at_most", sa.Integer(), nullable=True),
        sa.Column(
            "period",
            sa.Enum(
                "day", "month", "year",
                name="ck_rations_period",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("set_by", IDENTITY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.CheckConstraint("quantity BETWEEN 1 AND 200", name="ck_rations_quantity"),
        sa.CheckConstraint(
            "at_most IS NULL OR (per_person AND at_most BETWEEN quantity AND 200)",
            name="ck_rations_at_most",
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name="ck_rations_ended_by_somebody"
        ),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name="fk_rations_goods_id"),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_rations_set_by"),
        sa.ForeignKeyConstraint(["ended_by"], ["users.id"], name="fk_rations_ended_by"),
        sa.PrimaryKeyConstraint("id", name="pk_rations"),
    )  # fmt: skip
    still = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_rations_open", "rations", ["goods_id"], unique=True,
        sqlite_where=still, postgresql_where=still,
    )  # fmt: skip
