"""Goods move between stores, are written off by two people, and are counted."""

import re
from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")
APPEND_ONLY = ("relocations", "write_off_lines", "count_lines")
KINDS = "kind IN ('receive', 'hand_out', 'take_back', 'relocate', 'damage', 'write_off', 'count')"
DIRECTION = (
    "(kind IN ('receive', 'take_back') AND quantity > 0)"
    " OR (kind IN ('hand_out', 'damage', 'write_off') AND quantity < 0)"
    " OR (kind IN ('relocate', 'count') AND quantity <> 0)"
)
OLD_KINDS = r"kind IN \('receive', 'hand_out', 'take_back'\)"
OLD_DIRECTION = (
    r"\(kind IN \('receive', 'take_back'\) AND quantity > 0\)"
    r" OR \(kind = 'hand_out' AND quantity < 0\)"
)
# The column, the table it names, and what kind of move names it.
PAPERS = (
    ("relocation_id", "relocations", "relocated_with", "kind = 'relocate'"),
    ("write_off_id", "write_offs", "written_off_with", "kind IN ('damage', 'write_off')"),
    ("count_id", "stock_counts", "counted_with", "kind = 'count'"),
)


def upgrade() -> None:
    """The papers first, then what moves may be."""
    _create_relocations()
    _create_write_offs()
    _create_counts()
    _create_near_expiry_steps()
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table in APPEND_ONLY:
        _keep(table)
    _widen_postgresql() if is_postgresql else _widen_sqlite()
    for column, _table, _name, _kinds in PAPERS:
        op.create_index(f"ix_moves_{column}", "moves", [column])


def _create_relocations() -> None:
    op.create_table(
        "relocations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("from_store_id", IDENTITY, nullable=False),
        sa.Column("to_store_id", IDENTITY, nullable=False),
        sa.Column("moved_by", IDENTITY, nullable=False),
        sa.Column("moved_at", INSTANT, nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.CheckConstraint("from_store_id <> to_store_id", name="ck_relocations_two_stores"),
        _to("relocations", "from_store_id", "stores"),
        _to("relocations", "to_store_id", "stores"),
        _to("relocations", "moved_by", "users"),
        sa.PrimaryKeyConstraint("id", name="pk_relocations"),
        sa.UniqueConstraint("uuid", name="uq_relocations_uuid"),
    )
    op.create_index("ix_relocations_from_store_id", "relocations", ["from_store_id"])
    op.create_index("ix_relocations_to_store_id", "relocations", ["to_store_id"])


def _create_write_offs() -> None:
    op.create_table(
        "write_offs",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("loss", sa.String(length=32), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=True),
        *_decided("write_offs", "asked"),
        sa.CheckConstraint("loss IN ('damage', 'write_off')", name="ck_write_offs_loss"),
        _to("write_offs", "store_id", "stores"),
        sa.PrimaryKeyConstraint("id", name="pk_write_offs"),
        sa.UniqueConstraint("uuid", name="uq_write_offs_uuid"),
    )
    op.create_index(
        "ix_write_offs_waiting", "write_offs", ["store_id"],
        postgresql_where=WAITING, sqlite_where=WAITING,
    )  # fmt: skip
    _create_lines(
        "write_off_lines",
        "write_off_id",
        "write_offs",
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity > 0", name="ck_write_off_lines_positive"),
    )


def _create_counts() -> None:
    op.create_table(
        "stock_counts",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        *_decided("stock_counts", "counted"),
        _to("stock_counts", "store_id", "stores"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_counts"),
        sa.UniqueConstraint("uuid", name="uq_stock_counts_uuid"),
    )
    op.create_index(
        "uq_stock_counts_waiting", "stock_counts", ["store_id"], unique=True,
        postgresql_where=WAITING, sqlite_where=WAITING,
    )  # fmt: skip
    _create_lines(
        "count_lines",
        "count_id",
        "stock_counts",
        sa.Column("counted", sa.Integer(), nullable=False),
        sa.Column("booked", sa.Integer(), nullable=False),
        sa.CheckConstraint("counted >= 0", name="ck_count_lines_counted_not_negative"),
        sa.CheckConstraint("booked >= 0", name="ck_count_lines_booked_not_negative"),
    )


def _create_near_expiry_steps() -> None:
    op.create_table(
        "near_expiry_steps",
        sa.Column("least_days", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("near_days", sa.Integer(), nullable=False),
        sa.CheckConstraint("near_days BETWEEN 0 AND 365", name="ck_near_expiry_steps_near_days"),
        sa.CheckConstraint("least_days >= 0", name="ck_near_expiry_steps_least_days"),
        sa.PrimaryKeyConstraint("least_days", name="pk_near_expiry_steps"),
    )


def _decided(table: str, verb: str) -> Sequence[sa.schema.SchemaItem]:
    """Written by one person, decided by another."""
    return (
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column(f"{verb}_by", IDENTITY, nullable=False),
        sa.Column(f"{verb}_at", INSTANT, nullable=False),
        sa.Column("decided_by", IDENTITY, nullable=True),
        sa.Column("decided_at", INSTANT, nullable=True),
        sa.Column("answer", sa.String(length=200), nullable=False),
        sa.CheckConstraint("state IN ('waiting', 'approved', 'refused')", name=f"ck_{table}_state"),
        sa.CheckConstraint(
            f"decided_by IS NULL OR decided_by <> {verb}_by", name=f"ck_{table}_four_eyes"
        ),
        sa.CheckConstraint(
            "(state = 'waiting') = (decided_by IS NULL)", name=f"ck_{table}_decided_by_somebody"
        ),
        _to(table, f"{verb}_by", "users"),
        _to(table, "decided_by", "users"),
    )


def _create_lines(table: str, paper: str, papers: str, *more: sa.schema.SchemaItem) -> None:
    op.create_table(
        table,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column(paper, IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("use_by", sa.Date(), nullable=True),
        sa.Column("kept_for", sa.String(length=12), nullable=True),
        *more,
        _to(table, paper, papers),
        _to(table, "goods_id", "goods"),
        sa.ForeignKeyConstraint(["kept_for"], ["places.code"], name=f"fk_{table}_kept_for"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{table}"),
    )
    op.create_index(f"ix_{table}_{paper}", table, [paper])


def _to(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=f"fk_{table}_{column}")


def _keep(table: str) -> None:
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


def _constraints() -> Sequence[str]:
    return [
        constraint
        for column, table, name, kinds in PAPERS
        for constraint in (
            f"CONSTRAINT fk_moves_{column} FOREIGN KEY({column}) REFERENCES {table} (id)",
            f"CONSTRAINT ck_moves_{name} CHECK (({kinds}) = ({column} IS NOT NULL))",
        )
    ]


def _widen_postgresql() -> None:
    changes = [
        *(f"ADD COLUMN {paper[0]} BIGINT" for paper in PAPERS),
        *(f"ADD {constraint}" for constraint in _constraints()),
        "DROP CONSTRAINT ck_moves_kind",
        "DROP CONSTRAINT ck_moves_direction",
        f"ADD CONSTRAINT ck_moves_kind CHECK ({KINDS})",
        f"ADD CONSTRAINT ck_moves_direction CHECK ({DIRECTION})",
    ]
    op.execute(f"ALTER TABLE moves {', '.join(changes)}")


def _widen_sqlite() -> None:
    for paper in PAPERS:
        op.execute(f"ALTER TABLE moves ADD COLUMN {paper[0]} INTEGER")
    whole = ", ".join(("", *_constraints())) + ")"
    _rewrite("moves", [(OLD_KINDS, KINDS), (OLD_DIRECTION, DIRECTION), (r"\)\s*$", whole)])


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
