"""What is asked at the door beside the scorecard, and what households answered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0018"
down_revision = "0017"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Versions can be ended; answers stay, and a correction is another row."""
    _versions()
    _answers()
    _keep()


def _versions() -> None:
    op.create_table(
        "questionnaire_versions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("title", sa.String(length=80), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("definition", DOCUMENT, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", IDENTITY, nullable=False),
        sa.Column("ends", sa.Integer(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.CheckConstraint(
            "ends >= starts - 1", name="ck_questionnaire_versions_ends_after_it_starts"
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL) AND (ended_at IS NULL) = (ends IS NULL)",
            name="ck_questionnaire_versions_ended_by_somebody",
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], ["users.id"], name=f"fk_questionnaire_versions_{column}"
            )
            for column in ("published_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questionnaire_versions"),
    )
    op.create_index(
        "uq_questionnaire_versions_starts",
        "questionnaire_versions",
        ["starts"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
        sqlite_where=sa.text("ended_at IS NULL"),
    )


def _answers() -> None:
    op.create_table(
        "visit_answers",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("visit_id", IDENTITY, nullable=False),
        sa.Column("questionnaire_id", IDENTITY, nullable=False),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("complete", sa.Boolean(), nullable=False),
        sa.Column("answered_by", IDENTITY, nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("replaces_id", IDENTITY, nullable=True),
        sa.CheckConstraint(
            "replaces_id IS NULL OR replaces_id <> id", name="ck_visit_answers_replaces_another"
        ),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_visit_answers_visit_id"),
        sa.ForeignKeyConstraint(
            ["questionnaire_id"],
            ["questionnaire_versions.id"],
            name="fk_visit_answers_questionnaire_id",
        ),
        sa.ForeignKeyConstraint(["answered_by"], ["users.id"], name="fk_visit_answers_answered_by"),
        sa.ForeignKeyConstraint(
            ["replaces_id"], ["visit_answers.id"], name="fk_visit_answers_replaces_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_visit_answers"),
        sa.UniqueConstraint("replaces_id", name="uq_visit_answers_replaces_id"),
    )
    op.create_index("ix_visit_answers_questionnaire", "visit_answers", ["questionnaire_id"])
    op.create_index(
        "uq_visit_answers_first",
        "visit_answers",
        ["visit_id"],
        unique=True,
        postgresql_where=sa.text("replaces_id IS NULL"),
        sqlite_where=sa.text("replaces_id IS NULL"),
    )


def _keep() -> None:
    """The triggers of 0005, for the answers."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER visit_answers_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON visit_answers"
            " FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER visit_answers_no_{verb.lower()} BEFORE {verb} ON visit_answers "
            "BEGIN SELECT RAISE(ABORT, 'append-only: visit_answers may not be changed'); END"
        )
