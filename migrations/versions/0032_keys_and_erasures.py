"""Numbered keys, which one sealed each number; households and pictures that were erased.

Values of before were sealed with the first pair. It has no check value yet: `jifen db upgrade` and
`jifen serve` note it when the pair opens what it must.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

NUMBERED = (
    ("members", "id_key"),
    ("household_change_people", "id_key"),
    ("households", "phone_key"),
    ("authenticators", "secret_key"),
)
PEOPLE = "household_change_people"
#: What a new key or an erasure changes of a person in a change; all else stays as it was.
FIXED = "id, change_id, becomes_head"


def upgrade() -> None:
    """Columns with a default: a program of before writes on with the first pair."""
    for table, column in NUMBERED:
        op.add_column(table, sa.Column(column, sa.Integer(), server_default="1", nullable=False))
    op.create_table(
        "sealing_keys",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.String(length=32), nullable=False),
        sa.Column("check_value", sa.LargeBinary(length=32), nullable=True),
        sa.CheckConstraint("state IN ('current', 'old', 'dropped')", name="ck_sealing_keys_state"),
        sa.PrimaryKeyConstraint("number", name="pk_sealing_keys"),
    )
    op.create_index(
        "uq_sealing_keys_current",
        "sealing_keys",
        ["state"],
        unique=True,
        sqlite_where=sa.text("state = 'current'"),
        postgresql_where=sa.text("state = 'current'"),
    )
    op.execute(
        "INSERT INTO sealing_keys (number, state) SELECT 1, 'current' WHERE EXISTS"
        " (SELECT 1 FROM members) OR EXISTS"
        " (SELECT 1 FROM households WHERE phone_sealed IS NOT NULL) OR EXISTS"
        " (SELECT 1 FROM authenticators)"
    )
    _let_people_be_sealed_anew()
    _create_erasures()
    _let_answers_be_emptied()


def _create_erasures() -> None:
    identity = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "erased_pictures",
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) = 64", name="ck_erased_pictures_name"),
        sa.PrimaryKeyConstraint("name", name="pk_erased_pictures"),
    )
    op.create_table(
        "erasures",
        sa.Column("household_id", identity, autoincrement=False, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("asked_by", identity, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", identity, nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("approved_by <> asked_by", name="ck_erasures_four_eyes"),
        sa.CheckConstraint(
            "(approved_by IS NULL) = (erased_at IS NULL)", name="ck_erasures_erased_by_somebody"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_erasures_household_id"
        ),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_erasures_asked_by"),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name="fk_erasures_approved_by"),
        sa.PrimaryKeyConstraint("household_id", name="pk_erasures"),
    )


def _let_answers_be_emptied() -> None:
    """Answers of a household may be emptied when it is erased; nothing else of them changes."""
    table, fixed = (
        "visit_answers",
        ("id, visit_id, questionnaire_id, complete, answered_by, answered_at, replaces_id"),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {table}_stay ON {table}")
        op.execute(
            f"CREATE TRIGGER {table}_stay BEFORE DELETE OR TRUNCATE ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {fixed} ON {table}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_emptied BEFORE UPDATE ON {table} FOR EACH ROW"
            " WHEN (NEW.answers <> '{}'::jsonb) EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(f"DROP TRIGGER {table}_no_update")
    refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {table} may not be changed'); END"
    op.execute(f"CREATE TRIGGER {table}_fixed BEFORE UPDATE OF {fixed} ON {table} {refusal}")
    op.execute(
        f"CREATE TRIGGER {table}_emptied BEFORE UPDATE ON {table}"
        f" WHEN NEW.answers <> '{{}}' {refusal}"
    )


def _let_people_be_sealed_anew() -> None:
    """Numbers may be sealed anew, names erased; nothing else, and no other name put there."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"DROP TRIGGER {PEOPLE}_stay ON {PEOPLE}")
        op.execute(
            f"CREATE TRIGGER {PEOPLE}_stay BEFORE DELETE OR TRUNCATE ON {PEOPLE}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {PEOPLE}_fixed BEFORE UPDATE OF {FIXED} ON {PEOPLE}"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {PEOPLE}_named BEFORE UPDATE ON {PEOPLE} FOR EACH ROW"
            f" WHEN ({_ANOTHER_NAME}) EXECUTE FUNCTION refuse_change()"
        )
        return
    op.execute(f"DROP TRIGGER {PEOPLE}_no_update")
    refusal = f"BEGIN SELECT RAISE(ABORT, 'append-only: {PEOPLE} may not be changed'); END"
    op.execute(f"CREATE TRIGGER {PEOPLE}_fixed BEFORE UPDATE OF {FIXED} ON {PEOPLE} {refusal}")
    op.execute(
        f"CREATE TRIGGER {PEOPLE}_named BEFORE UPDATE ON {PEOPLE} WHEN {_ANOTHER_NAME} {refusal}"
    )


_ANOTHER_NAME = (
    "(NEW.name <> '' AND NEW.name <> OLD.name)"
    " OR (NEW.relation <> '' AND NEW.relation <> OLD.relation)"
    " OR (NEW.id_last2 <> '' AND NEW.id_last2 <> OLD.id_last2)"
)
