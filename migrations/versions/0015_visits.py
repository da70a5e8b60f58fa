"""Who came along on a visit, what was photographed, what the household said to it."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

APPEND_ONLY = ("visit_photos", "uploaded_pictures")


def upgrade() -> None:
    """Visits of before: one visitor, no photo refused, nothing said by the household."""
    op.add_column(
        "visits",
        sa.Column("photo_refused", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _second_visitors()
    _acknowledgement()
    _pictures()
    _keep()


def _second_visitors() -> None:
    """Constraints come with their column: SQLite adds none to a table that is there."""
    _add_person(
        "visits",
        "second_visitor_id",
        two_people="second_visitor_id IS NULL OR second_visitor_id <> visitor_id",
        witness="NOT photo_refused OR second_visitor_id IS NOT NULL",
    )
    _add_person(
        "sheets",
        "second_visitor_id",
        second_visitor="certified_by IS NULL OR second_visitor_id IS NULL"
        " OR certified_by <> second_visitor_id",
    )
    _add_person(
        "objections",
        "sheet_second_visitor_id",
        second_visitor="decided_by IS NULL OR sheet_second_visitor_id IS NULL"
        " OR decided_by <> sheet_second_visitor_id",
    )


def _add_person(table: str, column: str, **checks: str) -> None:
    kind = IDENTITY.compile(op.get_bind().dialect)
    said = " ".join(f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for name, rule in checks.items())
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN {column} {kind} {said} "
        f"CONSTRAINT fk_{table}_{column} REFERENCES users (id)"
    )


def _acknowledgement() -> None:
    op.execute(
        "ALTER TABLE visits ADD COLUMN acknowledged VARCHAR(32) DEFAULT 'none' NOT NULL "
        "CONSTRAINT ck_visits_acknowledged CHECK (acknowledged IN ('none', 'read_out', 'signed'))"
    )
    op.execute(
        "ALTER TABLE visits ADD COLUMN signature VARCHAR(64) "
        "CONSTRAINT ck_visits_signature "
        "CHECK ((acknowledged = 'signed') = (signature IS NOT NULL))"
    )


def _pictures() -> None:
    op.create_table(
        "visit_photos",
        sa.Column("visit_id", IDENTITY, nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("item_code", sa.String(length=20), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=False),
        sa.CheckConstraint("position BETWEEN 1 AND 6", name="ck_visit_photos_position"),
        sa.CheckConstraint("length(photo) = 64", name="ck_visit_photos_photo"),
        sa.ForeignKeyConstraint(["visit_id"], ["visits.id"], name="fk_visit_photos_visit_id"),
        sa.PrimaryKeyConstraint("visit_id", "position", name="pk_visit_photos"),
    )
    op.create_table(
        "uploaded_pictures",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("uploaded_by", IDENTITY, nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) = 64", name="ck_uploaded_pictures_name"),
        sa.ForeignKeyConstraint(
            ["uploaded_by"], ["users.id"], name="fk_uploaded_pictures_uploaded_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_uploaded_pictures"),
    )
    op.create_index("ix_uploaded_pictures_name", "uploaded_pictures", ["name"], unique=False)


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
