"""Seals: a chain of signed digests of what happened."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = ("seals", "sealed_blocks")


def upgrade() -> None:
    """New tables only: what happened until now is covered by the first seal."""
    op.create_table(
        "seals",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("previous", sa.LargeBinary(length=32), nullable=False),
        sa.Column("head", sa.LargeBinary(length=32), nullable=False),
        sa.Column("signature", sa.LargeBinary(length=64), nullable=False),
        sa.CheckConstraint("number > 0", name="ck_seals_number"),
        sa.PrimaryKeyConstraint("number", name="pk_seals"),
        sa.UniqueConstraint("previous", name="uq_seals_previous"),
        sa.UniqueConstraint("head", name="uq_seals_head"),
    )
    op.create_table(
        "sealed_blocks",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("seal_number", sa.Integer(), nullable=False),
        sa.Column("book", sa.String(length=20), nullable=False),
        sa.Column("row_ids", sa.LargeBinary(), nullable=False),
        sa.Column("digests", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["seal_number"], ["seals.number"], name="fk_sealed_blocks_seal_number"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sealed_blocks"),
    )
    op.create_index("ix_sealed_blocks_seal_number", "sealed_blocks", ["seal_number"])
    op.create_index("ix_sealed_blocks_book", "sealed_blocks", ["book"])
    for table in APPEND_ONLY:
        _keep(table)


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
