"""Schemes, visits, rounds, sheets, objections."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0003"
down_revision = "0002"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Schemes, visits, rounds, sheets, objections."""
    op.create_table(
        "scheme_versions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("definition", DOCUMENT, nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(
            ["published_by"], ["users.id"], name="fk_scheme_versions_published_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_scheme_versions"),
        sa.UniqueConstraint("starts", name="uq_scheme_versions_starts"),
    )
    op.create_table(
        "rounds",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("scheme_version_id", IDENTITY, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "submitted",
                "certified",
                "publicised",
                "settled",
                name="ck_rounds_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("notice_days", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by", IDENTITY, nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("submitted_by", IDENTITY, nullable=True),
        sa.Column("looked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("sent_back_reason", sa.String(length=500), nullable=True),
        sa.Column("certified_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("certified_by", IDENTITY, nullable=True),
        sa.Column("publicised_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("publicised_by", IDENTITY, nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "certified_by IS NULL OR submitted_by IS NULL OR certified_by <> submitted_by",
            name="ck_rounds_four_eyes",
        ),
        sa.CheckConstraint("notice_days >= 0", name="ck_rounds_notice_days"),
        sa.ForeignKeyConstraint(["certified_by"], ["users.id"], name="fk_rounds_certified_by"),
        sa.ForeignKeyConstraint(["opened_by"], ["users.id"], name="fk_rounds_opened_by"),
        sa.ForeignKeyConstraint(["publicised_by"], ["users.id"], name="fk_rounds_publicised_by"),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"], ["scheme_versions.id"], name="fk_rounds_scheme_version_id"
        ),
        sa.ForeignKeyConstraint(["submitted_by"], ["users.id"], name="fk_rounds_submitted_by"),
        sa.ForeignKeyConstraint(["village_code"], ["places.code"], name="fk_rounds_village_code"),
        sa.PrimaryKeyConstraint("id", name="pk_rounds"),
        sa.UniqueConstraint("village_code", "period", name="uq_rounds_village_period"),
    )
    op.create_index("ix_rounds_period", "rounds", ["period"], unique=False)
    op.create_table(
        "visits",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("visitor_id", IDENTITY, nullable=False),
        sa.Column("visited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column(
            "outcome",
            sa.Enum(
                "met",
                "nobody_home",
                name="ck_visits_outcome",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("note", sa.String(length=500), nullable=False),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name="fk_visits_household_id"),
        sa.ForeignKeyConstraint(["visitor_id"], ["users.id"], name="fk_visits_visitor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
    )
    op.create_index(
        "ix_visits_household_period", "visits", ["household_id", "period"], unique=False
    )
    op.create_table(
        "excuses",
        sa.Column("round_id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("excused_by", IDENTITY, nullable=False),
        sa.Column("excused_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["excused_by"], ["users.id"], name="fk_excuses_excused_by"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_excuses_household_id"
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_excuses_round_id"),
        sa.PrimaryKeyConstraint("round_id", "household_id", name="pk_excuses"),
    )
    op.create_table(
        "sheets",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("round_id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("visit_id", IDENTITY, nullable=True),
        sa.Column("answers", DOCUMENT, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("category_points", DOCUMENT, nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "recorded",
                "certified",
                "credited",
                "disputed",
                "void",
                name="ck_sheets_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by", IDENTITY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certified_by", IDENTITY, nullable=True),
        sa.Column("replaces_id", IDENTITY, nullable=True),
        sa.CheckConstraint(
            "state IN ('recorded', 'void') OR certified_by IS NOT NULL",
            name="ck_sheets_certified_by_somebody",
        ),
        sa.CheckConstraint(
            "certified_by IS NULL OR certified_by <> recorded_by", name="ck_sheets_four_eyes"
        ),
        sa.CheckConstraint("points >= 0", name="ck_sheets_points_not_negative"),
        sa.ForeignKeyConstraint(["certified_by"], ["users.id"], name="fk_sheets_certified_by"),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name="fk_sheets_household_id"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_sheets_recorded_by"),
        sa.ForeignKeyConstraint(["replaces_id"], ["sheets.id"], name="fk_sheets_replaces_id"),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name="fk_sheets_round_id"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_sheets_visit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_sheets"),
        sa.UniqueConstraint("replaces_id", name="uq_sheets_replaces_id"),
        sa.UniqueConstraint("uuid", name="uq_sheets_uuid"),
    )
    op.create_index("ix_sheets_household", "sheets", ["household_id"], unique=False)
    op.create_index("ix_sheets_round", "sheets", ["round_id"], unique=False)
    op.create_index(
        "uq_sheets_one_for_household",
        "sheets",
        ["round_id", "household_id"],
        unique=True,
        sqlite_where=sa.text("state <> 'void'"),
        postgresql_where=sa.text("state <> 'void'"),
    )
    op.create_table(
        "objections",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("sheet_id", IDENTITY, nullable=False),
        sa.Column("said_by", sa.String(length=60), nullable=False),
        sa.Column("words", sa.String(length=1000), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open",
                "upheld",
                "dismissed",
                name="ck_objections_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("recorded_by", IDENTITY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sheet_recorded_by", IDENTITY, nullable=False),
        sa.Column("sheet_certified_by", IDENTITY, nullable=False),
        sa.Column("decided_by", IDENTITY, nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=True),
        sa.Column("corrected_sheet_id", IDENTITY, nullable=True),
        sa.CheckConstraint(
            "(state = 'open') = (decided_by IS NULL)", name="ck_objections_decided_by_somebody"
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR (decided_by <> sheet_recorded_by"
            " AND decided_by <> sheet_certified_by)",
            name="ck_objections_four_eyes",
        ),
        sa.ForeignKeyConstraint(
            ["corrected_sheet_id"], ["sheets.id"], name="fk_objections_corrected_sheet_id"
        ),
        sa.ForeignKeyConstraint(["decided_by"], ["users.id"], name="fk_objections_decided_by"),
        sa.ForeignKeyConstraint(["recorded_by"], ["users.id"], name="fk_objections_recorded_by"),
        sa.ForeignKeyConstraint(
            ["sheet_certified_by"], ["users.id"], name="fk_objections_sheet_certified_by"
        ),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheets.id"], name="fk_objections_sheet_id"),
        sa.ForeignKeyConstraint(
            ["sheet_recorded_by"], ["users.id"], name="fk_objections_sheet_recorded_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_objections"),
    )
    op.create_index("ix_objections_sheet_id", "objections", ["sheet_id"], unique=False)
    op.create_index("ix_objections_state", "objections", ["state"], unique=False)
    op.create_index(
        "uq_objections_open",
        "objections",
        ["sheet_id"],
        unique=True,
        sqlite_where=sa.text("state = 'open'"),
        postgresql_where=sa.text("state = 'open'"),
    )
