"""Changes of households, decided by a second person; transfers between two households."""

import re

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
APPEND_ONLY = (
    "household_changes", "household_change_people", "household_change_decisions", "moved_points",
)  # fmt: skip
KINDS = ("join", "depart", "death", "split", "merge", "move", "leave", "return")


def upgrade() -> None:
    """Four tables that stay, and one more kind of transfer."""
    if op.get_bind().dialect.name == "postgresql":
        _allow_transfers_postgresql()
    else:
        _allow_transfers_sqlite()
    _create_changes()
    _create_people()
    _create_decisions()
    _create_moved_points()
    for table in APPEND_ONLY:
        _append_only(table)


def _create_changes() -> None:
    op.create_table(
        "household_changes",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                *KINDS,
                name="ck_household_changes_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("other_id", IDENTITY, nullable=True),
        sa.Column("new_number", sa.String(length=20), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("from_village", sa.String(length=12), nullable=False),
        sa.Column("to_village", sa.String(length=12), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("recorded_by", IDENTITY, nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points >= 0", name="ck_household_changes_points_not_negative"),
        sa.CheckConstraint(
            "points = 0 OR kind = 'split'", name="ck_household_changes_points_of_a_split"
        ),
        sa.CheckConstraint(
            "(kind = 'merge') = (other_id IS NOT NULL)", name="ck_household_changes_merge_into"
        ),
        sa.CheckConstraint("other_id <> household_id", name="ck_household_changes_two_households"),
        sa.CheckConstraint(
            "(kind = 'move') = (to_village IS NOT NULL)", name="ck_household_changes_move_to"
        ),
        sa.CheckConstraint("to_village <> from_village", name="ck_household_changes_two_villages"),
        sa.CheckConstraint(
            "(kind = 'split') = (new_number <> '')", name="ck_household_changes_split_number"
        ),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_household_changes_household_id"
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["households.id"], name="fk_household_changes_other_id"
        ),
        sa.ForeignKeyConstraint(
            ["from_village"], ["places.code"], name="fk_household_changes_from_village"
        ),
        sa.ForeignKeyConstraint(
            ["to_village"], ["places.code"], name="fk_household_changes_to_village"
        ),
        sa.ForeignKeyConstraint(
            ["recorded_by"], ["users.id"], name="fk_household_changes_recorded_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_household_changes"),
        sa.UniqueConstraint("id", "recorded_by", name="uq_household_changes_recorder"),
    )
    for column in ("household_id", "other_id"):
        op.create_index(f"ix_household_changes_{column}", "household_changes", [column])


def _create_people() -> None:
    op.create_table(
        "household_change_people",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("change_id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("becomes_head", sa.Boolean(), nullable=False),
        sa.Column("id_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_last2", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["household_changes.id"], name="fk_household_change_people_change_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_household_change_people"),
        sa.UniqueConstraint("change_id", "id_index", name="uq_household_change_people_once"),
    )


def _create_decisions() -> None:
    op.create_table(
        "household_change_decisions",
        sa.Column("change_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("recorded_by", IDENTITY, nullable=False),
        sa.Column("decided_by", IDENTITY, nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("new_household_id", IDENTITY, nullable=True),
        sa.CheckConstraint(
            "decided_by <> recorded_by", name="ck_household_change_decisions_four_eyes"
        ),
        sa.CheckConstraint(
            "approved OR reason <> ''", name="ck_household_change_decisions_refused_with_reason"
        ),
        sa.ForeignKeyConstraint(
            ["change_id", "recorded_by"],
            ["household_changes.id", "household_changes.recorded_by"],
            name="fk_household_change_decisions_recorder",
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name="fk_household_change_decisions_decided_by"
        ),
        sa.ForeignKeyConstraint(
            ["new_household_id"],
            ["households.id"],
            name="fk_household_change_decisions_new_household_id",
        ),
        sa.PrimaryKeyConstraint("change_id", name="pk_household_change_decisions"),
    )
    op.create_index(
        "ix_household_change_decisions_new_household_id",
        "household_change_decisions",
        ["new_household_id"],
    )


def _create_moved_points() -> None:
    op.create_table(
        "moved_points",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("change_id", IDENTITY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points > 0", name="ck_moved_points_points_positive"),
        sa.ForeignKeyConstraint(
            ["change_id"], ["household_changes.id"], name="fk_moved_points_change_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_moved_points"),
    )
    op.create_index("ix_moved_points_change_id", "moved_points", ["change_id"])


def _append_only(table: str) -> None:
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


def _allow_transfers_postgresql() -> None:
    """One more value in the list that the constraint has, whatever else stands in it by now."""
    found = op.get_bind().exec_driver_sql(
        "SELECT pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE conname = 'ck_transfers_kind' AND conrelid = 'transfers'::regclass"
    )
    kinds = [*re.findall(r"'(\w+)'::", found.scalar_one()), "transfer"]
    allowed = ", ".join(f"'{kind}'" for kind in kinds)
    op.execute("ALTER TABLE transfers DROP CONSTRAINT ck_transfers_kind")
    op.execute(
        f"ALTER TABLE transfers ADD CONSTRAINT ck_transfers_kind CHECK (kind IN ({allowed}))"
    )


def _allow_transfers_sqlite() -> None:
    """The same; SQLite changes a constraint only by a new table, with its indexes and triggers."""
    connection = op.get_bind()
    of_transfers = connection.exec_driver_sql(
        "SELECT type, sql FROM sqlite_master WHERE tbl_name = 'transfers' AND sql IS NOT NULL"
    ).all()
    table = next(row.sql for row in of_transfers if row.type == "table")
    wider, times = re.subn(r"((?<!_)\bkind IN \([^)]*)\)", r"\1, 'transfer')", table)
    assert times == 1, "the kinds of transfers stand in one constraint"
    op.execute(re.sub(r'CREATE TABLE "?transfers"?', "CREATE TABLE wider_transfers", wider))
    op.execute("INSERT INTO wider_transfers SELECT * FROM transfers")
    op.execute("DROP TABLE transfers")
    op.execute("ALTER TABLE wider_transfers RENAME TO transfers")
    for row in of_transfers:
        if row.type != "table":
            connection.exec_driver_sql(row.sql)
