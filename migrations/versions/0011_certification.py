"""Single sheets that go back, the committee's deliberations, and whether they are required."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

APPEND_ONLY = ("sent_back_sheets", "sent_back_answers", "deliberations", "deliberation_rules")


def upgrade() -> None:
    """All rows stay as they are: who changes his mind writes another."""
    op.add_column("rounds", sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True))
    _sent_back()
    _deliberations()
    _keep()


def _sent_back() -> None:
    op.create_table(
        "sent_back_sheets",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("sheet_id", IDENTITY, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column(
            "level",
            sa.Enum(
                "village",
                "township",
                name="ck_sent_back_sheets_level",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("sent_back_by", IDENTITY, nullable=False),
        sa.Column("sent_back_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("turn >= 1", name="ck_sent_back_sheets_turn_positive"),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheets.id"], name="fk_sent_back_sheets_sheet_id"),
        sa.ForeignKeyConstraint(
            ["sent_back_by"], ["users.id"], name="fk_sent_back_sheets_sent_back_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_sent_back_sheets"),
        sa.UniqueConstraint("sheet_id", "turn", name="uq_sent_back_sheets_turn"),
    )
    op.create_table(
        "sent_back_answers",
        sa.Column("sent_back_id", IDENTITY, nullable=False),
        sa.Column("sent_back_by", IDENTITY, nullable=False),
        sa.Column("answered_by", IDENTITY, nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sheet_id", IDENTITY, nullable=True),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(sheet_id IS NULL) <> (reason IS NULL)", name="ck_sent_back_answers_sheet_or_words"
        ),
        sa.CheckConstraint(
            "reason IS NULL OR answered_by <> sent_back_by", name="ck_sent_back_answers_four_eyes"
        ),
        sa.ForeignKeyConstraint(
            ["sent_back_id"], ["sent_back_sheets.id"], name="fk_sent_back_answers_sent_back_id"
        ),
        sa.ForeignKeyConstraint(
            ["sent_back_by"], ["users.id"], name="fk_sent_back_answers_sent_back_by"
        ),
        sa.ForeignKeyConstraint(
            ["answered_by"], ["users.id"], name="fk_sent_back_answers_answered_by"
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheets.id"], name="fk_sent_back_answers_sheet_id"),
        sa.PrimaryKeyConstraint("sent_back_id", name="pk_sent_back_answers"),
        sa.UniqueConstraint("sheet_id", name="uq_sent_back_answers_sheet_id"),
    )


def _deliberations() -> None:
    op.create_table(
        "deliberations",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("round_id", IDENTITY, nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("chaired_by", sa.String(length=60), nullable=False),
        sa.Column("present", DOCUMENT, nullable=False),
        sa.Column("minutes", sa.String(length=2000), nullable=False),
        sa.Column("recorded_by", IDENTITY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", IDENTITY, nullable=True),
        sa.CheckConstraint(
            "chaired_by <> '' AND minutes <> ''", name="ck_deliberations_chair_and_minutes"
        ),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id <> id", name="ck_deliberations_replaces_another"
        ),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_deliberations_recorded_by"),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["deliberations.id"], name="fk_deliberations_replaces_id"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_deliberations_round_id"),
        sa.PrimaryKeyConstraint("id", name="pk_deliberations"),
        sa.UniqueConstraint("replaces_id", name="uq_deliberations_replaces_id"),
        sa.UniqueConstraint("uuid", name="uq_deliberations_uuid"),
    )
    op.create_index("ix_deliberations_round", "deliberations", ["round_id"], unique=False)
    op.create_table(
        "deliberation_rules",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("required", sa.Boolean(), nullable=False),
        sa.Column("set_by", IDENTITY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_deliberation_rules_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_deliberation_rules"),
    )


def _keep() -> None:
    """The triggers of 0005, for these tables."""
    if op.get_bind().dialect.name == "postgresql":
        for table in APPEND_ONLY:
            op.execute(
                f"CREATE TRIGGER {table}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {table} "
                "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
            )
        return
    for table in APPEND_ONLY:
        for verb in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb.lower()} BEFORE {verb} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} may not be changed'); END"
            )
