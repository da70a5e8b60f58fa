"""Working days; numbers and deadlines of objections; when a notice was put up on paper."""

from collections import Counter
from datetime import UTC, timedelta, timezone

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0009"
down_revision = "0008"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

SHANGHAI = timezone(timedelta(hours=8))
OBJECTIONS = sa.table(
    "objections",
    sa.column("id", IDENTITY),
    sa.column("sheet_id", IDENTITY),
    sa.column("recorded_at", sa.DateTime(timezone=True)),
    sa.column("village_code", sa.String()),
    sa.column("year", sa.Integer()),
    sa.column("number", sa.Integer()),
)
SHEETS = sa.table("sheets", sa.column("id", IDENTITY), sa.column("round_id", IDENTITY))
ROUNDS = sa.table("rounds", sa.column("id", IDENTITY), sa.column("village_code", sa.String()))
_OBJECTIONS = (
    sa.select(OBJECTIONS.c.id, OBJECTIONS.c.recorded_at, ROUNDS.c.village_code)
    .join(SHEETS, SHEETS.c.id == OBJECTIONS.c.sheet_id)
    .join(ROUNDS, ROUNDS.c.id == SHEETS.c.round_id)
    .order_by(OBJECTIONS.c.id)
)


def upgrade() -> None:
    """New tables, and columns whose defaults say what held before."""
    op.create_table(
        "work_years",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("days", DOCUMENT, nullable=False),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("entered_by", IDENTITY, nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2100", name="ck_work_years_year"),
        sa.ForeignKeyConstraint(["entered_by"], ["users.id"], name="fk_work_years_entered_by"),
        sa.PrimaryKeyConstraint("year", name="pk_work_years"),
    )
    op.add_column(
        "rounds",
        sa.Column("counts_working_days", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.add_column(
        "rounds",
        sa.Column("answer_days", sa.Integer(), server_default=sa.text("5"), nullable=False),
    )
    _number_objections()
    op.create_table(
        "postings",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("round_id", IDENTITY, nullable=False),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("posted_by", sa.String(length=60), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by", IDENTITY, nullable=False),
        sa.CheckConstraint("length(photo) = 64", name="ck_postings_photo"),
        sa.CheckConstraint("posted_at <= recorded_at", name="ck_postings_not_in_future"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_postings_recorded_by"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_postings_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_postings"),
    )
    op.create_index("ix_postings_round_id", "postings", ["round_id"], unique=False)
    _keep_for_ever("postings")


def _keep_for_ever(table: str) -> None:
    """Triggers refuse to change or delete a row; as in 0005, whose function they use."""
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


def _number_objections() -> None:
    """A number for each, in its village and year; those of before have no deadline."""
    for column in (
        sa.Column("village_code", sa.String(length=12), server_default="", nullable=False),
        sa.Column("year", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("number", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
    ):
        op.add_column("objections", column)
    connection = op.get_bind()
    counts: Counter[tuple[str, int]] = Counter()
    for row in connection.execute(_OBJECTIONS).all():
        at = row.recorded_at
        aware = at.replace(tzinfo=UTC) if at.tzinfo is None else at
        series = (row.village_code, (aware.astimezone(SHANGHAI)).year)
        counts[series] += 1
        connection.execute(
            sa.update(OBJECTIONS)
            .where(OBJECTIONS.c.id == row.id)
            .values(village_code=series[0], year=series[1], number=counts[series])
        )
    op.create_index(
        "uq_objections_number",
        "objections",
        ["village_code", "year", "number"],
        unique=True,
        sqlite_where=sa.text("number > 0"),
        postgresql_where=sa.text("number > 0"),
    )
