"""Goods stand and move by lot: what came together, from whom, and until when it may be used."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
# What was there before gets one lot for each kind of goods, of which nothing more is known.
OLD_LOTS = "INSERT INTO lots (goods_id) SELECT DISTINCT goods_id FROM moves ORDER BY goods_id"
OLD_SHELVES = (
    "INSERT INTO shelves (store_id, lot_id, goods_id, quantity)"
    " SELECT old.store_id, lots.id, old.goods_id, old.quantity"
    " FROM old_shelves AS old JOIN lots ON lots.goods_id = old.goods_id"
)
GIVE_MOVES_LOTS = (
    "UPDATE moves SET lot_id = (SELECT lots.id FROM lots WHERE lots.goods_id = moves.goods_id)"
)
LOT_KEY = "FOREIGN KEY(lot_id, goods_id) REFERENCES lots (id, goods_id)"
NAMED_LOT_KEY = f"CONSTRAINT fk_moves_lot {LOT_KEY}"
GOODS_KEY = r"CONSTRAINT fk_moves_goods_id FOREIGN KEY\s?\(goods_id\) REFERENCES goods \(id\)"
ONE_LINE_FOR_GOODS = (
    r",\s*CONSTRAINT uq_redemption_lines_redemption_id_goods_id"
    r" UNIQUE \(redemption_id, goods_id\)"
)


def upgrade() -> None:
    """Sources and lots first, then shelves and moves by lot; a receipt may list a lot each."""
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    _name_sources_postgresql() if is_postgresql else _name_sources_sqlite()
    _create_lots()
    op.execute(OLD_LOTS)
    _keep_lots()
    _shelve_by_lot()
    _move_by_lot_postgresql() if is_postgresql else _move_by_lot_sqlite()
    op.create_index("ix_moves_lot_id", "moves", ["lot_id"])
    op.create_index("ix_redemption_lines_redemption_id", "redemption_lines", ["redemption_id"])


def _name_sources_postgresql() -> None:
    op.execute(
        "ALTER TABLE stock_receipts"
        " ADD COLUMN origin VARCHAR(32) NOT NULL DEFAULT 'unknown'"
        " CONSTRAINT ck_stock_receipts_origin CHECK (origin IN ('gift', 'purchase', 'unknown')),"
        " ADD COLUMN source_name VARCHAR(60) NOT NULL DEFAULT '',"
        " ADD COLUMN bill VARCHAR(40) NOT NULL DEFAULT '',"
        " ADD CONSTRAINT ck_stock_receipts_bill_of_a_purchase"
        " CHECK (bill = '' OR origin = 'purchase')"
    )


def _name_sources_sqlite() -> None:
    op.execute(
        "ALTER TABLE stock_receipts ADD COLUMN origin VARCHAR(32) DEFAULT 'unknown' NOT NULL"
        " CONSTRAINT ck_stock_receipts_origin CHECK (origin IN ('gift', 'purchase', 'unknown'))"
    )
    op.execute("ALTER TABLE stock_receipts ADD COLUMN source_name VARCHAR(60) DEFAULT '' NOT NULL")
    op.execute(
        "ALTER TABLE stock_receipts ADD COLUMN bill VARCHAR(40) DEFAULT '' NOT NULL"
        " CONSTRAINT ck_stock_receipts_bill_of_a_purchase"
        " CHECK (bill = '' OR origin = 'purchase')"
    )


def _create_lots() -> None:
    op.create_table(
        "lots",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("receipt_id", IDENTITY, nullable=True),
        sa.Column("use_by", sa.Date(), nullable=True),
        sa.Column("kept_for", sa.String(length=12), nullable=True),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name="fk_lots_goods_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["stock_receipts.id"], name="fk_lots_receipt_id"),
        sa.ForeignKeyConstraint(["kept_for"], ["places.code"], name="fk_lots_kept_for"),
        sa.PrimaryKeyConstraint("id", name="pk_lots"),
        sa.UniqueConstraint("id", "goods_id", name="uq_lots_id_goods_id"),
    )
    op.create_index("ix_lots_goods_id", "lots", ["goods_id"])
    op.create_index("ix_lots_receipt_id", "lots", ["receipt_id"])


def _keep_lots() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER lots_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON lots "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER lots_no_{verb.lower()} BEFORE {verb} ON lots "
            "BEGIN SELECT RAISE(ABORT, 'append-only: lots may not be changed'); END"
        )


def _shelve_by_lot() -> None:
    op.execute("CREATE TABLE old_shelves AS SELECT store_id, goods_id, quantity FROM shelves")
    op.drop_table("shelves")
    op.create_table(
        "shelves",
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("lot_id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="ck_shelves_not_negative"),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_shelves_store_id"),
        sa.ForeignKeyConstraint(
            ["lot_id", "goods_id"], ["lots.id", "lots.goods_id"], name="fk_shelves_lot"
        ),
        sa.PrimaryKeyConstraint("store_id", "lot_id", name="pk_shelves"),
    )
    op.create_index("ix_shelves_store_goods", "shelves", ["store_id", "goods_id"])
    op.execute(OLD_SHELVES)
    op.drop_table("old_shelves")


def _move_by_lot_postgresql() -> None:
    op.execute("ALTER TABLE moves ADD COLUMN lot_id BIGINT")
    op.execute("ALTER TABLE moves DISABLE TRIGGER moves_stay")
    op.execute(GIVE_MOVES_LOTS)
    op.execute("ALTER TABLE moves ENABLE TRIGGER moves_stay")
    op.execute(
        "ALTER TABLE moves ALTER COLUMN lot_id SET NOT NULL, DROP CONSTRAINT fk_moves_goods_id,"
        f" ADD {NAMED_LOT_KEY}"
    )
    op.execute(
        "ALTER TABLE redemption_lines DROP CONSTRAINT uq_redemption_lines_redemption_id_goods_id"
    )


def _move_by_lot_sqlite() -> None:
    op.execute("ALTER TABLE moves ADD COLUMN lot_id INTEGER")
    connection = op.get_bind()
    kept = connection.exec_driver_sql(
        "SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'moves_no_update'"
    ).scalar_one()
    op.execute("DROP TRIGGER moves_no_update")
    op.execute(GIVE_MOVES_LOTS)
    connection.exec_driver_sql(kept)
    _rewrite("moves", [("lot_id INTEGER", "lot_id INTEGER NOT NULL"), (GOODS_KEY, NAMED_LOT_KEY)])
    _several_lines_sqlite()


def _several_lines_sqlite() -> None:
    """A unique constraint goes with its index only with its table; nothing points at these rows."""
    connection = op.get_bind()
    parts = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'redemption_lines'"
        " AND sql IS NOT NULL"
    ).all()
    table = next(part.sql for part in parts if part.type == "table")
    freed, times = re.subn(ONE_LINE_FOR_GOODS, "", table)
    assert times == 1, "the lines of a receipt differ by goods in one constraint"
    op.execute(re.sub(r'CREATE TABLE "?redemption_lines"?', "CREATE TABLE more_lines", freed))
    op.execute("INSERT INTO more_lines SELECT * FROM redemption_lines")
    op.execute("DROP TABLE redemption_lines")
    op.execute("ALTER TABLE more_lines RENAME TO redemption_lines")
    for part in parts:
        if part.type != "table":
            connection.exec_driver_sql(part.sql)


def _rewrite(table: str, changes: Sequence[tuple[str, str]]) -> None:
    """Change constraints where they are written down, as SQLite's manual says.

    A new table in place of `moves` is not possible: lines of receipts point at its rows.
    """
    connection = op.get_bind()
    which = {"table": table}
    sql = connection.execute(
        sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :table"), which
    ).scalar_one()
    for old, new in changes:
        sql, times = re.subn(old, new, sql)
        assert times == 1, f"{table} says {old} once"
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :sql WHERE type = 'table' AND name = :table"),
        {**which, "sql": sql},
    )
    # From here on every connection reads the tables anew.
    version = connection.exec_driver_sql("PRAGMA schema_version").scalar_one()
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")
