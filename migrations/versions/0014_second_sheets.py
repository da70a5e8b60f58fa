"""A second, independent sheet of a household's month, and which of the two counts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0014"
down_revision = "0013"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")

APPEND_ONLY = ("second_sheets", "second_sheet_decisions")

OTHERS = "first_recorded_by <> second_recorded_by AND (decided_by IS NULL OR"
UNDECIDED = (
    "SELECT 1 FROM {schema}second_sheets AS other WHERE other.round_id = {round} AND NOT EXISTS "
    "(SELECT 1 FROM {schema}second_sheet_decisions AS said WHERE said.second_id = other.id)"
)


def upgrade() -> None:
    """Both rows stay as they are; a month with two sheets that differ is not submitted."""
    _second_sheets()
    _decisions()
    _keep()
    _decide_first()


def _second_sheets() -> None:
    op.create_table(
        "second_sheets",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("round_id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("first_sheet_id", IDENTITY, nullable=False),
        sa.Column("first_recorded_by", IDENTITY, nullable=False),
        sa.Column("visit_id", IDENTITY, nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("reasons", DOCUMENT, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("category_points", DOCUMENT, nullable=False),
        sa.Column("recorded_by", IDENTITY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points >= 0", name="ck_second_sheets_points_not_negative"),
        sa.CheckConstraint("recorded_by <> first_recorded_by", name="ck_second_sheets_four_eyes"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_second_sheets_round_id"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_second_sheets_household_id"
        ),
        sa.ForeignKeyConstraint(
            ["first_sheet_id"], ["sheets.id"], name="fk_second_sheets_first_sheet_id"
        ),
        sa.ForeignKeyConstraint(
            ["first_recorded_by"], ["users.id"], name="fk_second_sheets_first_recorded_by"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_second_sheets_visit_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_second_sheets_recorded_by"),
        sa.PrimaryKeyConstraint("id", name="pk_second_sheets"),
        sa.UniqueConstraint("round_id", "household_id", name="uq_second_sheets_one_for_household"),
        sa.UniqueConstraint("uuid", name="uq_second_sheets_uuid"),
    )


def _decisions() -> None:
    people = ("first_recorded_by", "second_recorded_by", "decided_by")
    op.create_table(
        "second_sheet_decisions",
        sa.Column("second_id", IDENTITY, nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "agreed",
                "first",
                "second",
                name="ck_second_sheet_decisions_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("first_sheet_id", IDENTITY, nullable=False),
        sa.Column("first_recorded_by", IDENTITY, nullable=False),
        sa.Column("second_recorded_by", IDENTITY, nullable=False),
        sa.Column("decided_by", IDENTITY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=True),
        sa.Column("sheet_id", IDENTITY, nullable=True),
        sa.CheckConstraint(
            f"{OTHERS} (decided_by <> first_recorded_by AND decided_by <> second_recorded_by))",
            name="ck_second_sheet_decisions_four_eyes",
        ),
        sa.CheckConstraint(
            "(outcome = 'agreed') = (decided_by IS NULL)",
            name="ck_second_sheet_decisions_decided_by_somebody",
        ),
        sa.CheckConstraint(
            "(decided_by IS NULL) = (reason IS NULL)",
            name="ck_second_sheet_decisions_decided_with_reason",
        ),
        sa.CheckConstraint(
            "(outcome = 'second') = (sheet_id IS NOT NULL)",
            name="ck_second_sheet_decisions_sheet_when_taken",
        ),
        sa.ForeignKeyConstraint(
            ["second_id"], ["second_sheets.id"], name="fk_second_sheet_decisions_second_id"
        ),
        sa.ForeignKeyConstraint(
            ["first_sheet_id"], ["sheets.id"], name="fk_second_sheet_decisions_first_sheet_id"
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"], ["sheets.id"], name="fk_second_sheet_decisions_sheet_id"
        ),
        *(
            sa.ForeignKeyConstraint(
                [person], ["users.id"], name=f"fk_second_sheet_decisions_{person}"
            )
            for person in people
        ),
        sa.PrimaryKeyConstraint("second_id", name="pk_second_sheet_decisions"),
        sa.UniqueConstraint("sheet_id", name="uq_second_sheet_decisions_sheet_id"),
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


def _decide_first() -> None:
    """The database refuses too what `check_decided` refuses."""
    refusal = "two sheets of a household differ: decide before submitting"
    if op.get_bind().dialect.name == "postgresql":
        # The tables are named with the schema of the trigger's own: whatever the path is then.
        undecided = UNDECIDED.format(schema="%1$I.", round="$1")
        op.execute(
            "CREATE FUNCTION refuse_undecided() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "DECLARE found boolean; BEGIN "
            f"EXECUTE format('SELECT EXISTS ({undecided})', TG_TABLE_SCHEMA) "
            "INTO found USING NEW.id; "
            f"IF found THEN RAISE EXCEPTION '{refusal}' "
            "USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN NEW; END $$"
        )
        op.execute(
            "CREATE TRIGGER rounds_decided_first BEFORE UPDATE OF state ON rounds FOR EACH ROW "
            "WHEN (NEW.state = 'submitted') EXECUTE FUNCTION refuse_undecided()"
        )
        return
    undecided = UNDECIDED.format(schema="", round="NEW.id")
    op.execute(
        "CREATE TRIGGER rounds_decided_first BEFORE UPDATE OF state ON rounds "
        f"WHEN NEW.state = 'submitted' AND EXISTS ({undecided}) "
        f"BEGIN SELECT RAISE(ABORT, '{refusal}'); END"
    )
