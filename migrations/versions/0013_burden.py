"""What filling in a sheet took: taps, typed characters, seconds."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """A row beside the sheet, where the form was counted; rows stay as they are."""
    op.create_table(
        "sheet_burdens",
        sa.Column("sheet_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("taps", sa.Integer(), nullable=False),
        sa.Column("typed", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.CheckConstraint("taps BETWEEN 0 AND 1000", name="ck_sheet_burdens_taps"),
        sa.CheckConstraint("typed BETWEEN 0 AND 10000", name="ck_sheet_burdens_typed"),
        sa.CheckConstraint("seconds BETWEEN 1 AND 14400", name="ck_sheet_burdens_seconds"),
        sa.ForeignKeyConstraint(["sheet_id"], ["sheets.id"], name="fk_sheet_burdens_sheet_id"),
        sa.PrimaryKeyConstraint("sheet_id", name="pk_sheet_burdens"),
    )
    _keep()


def _keep() -> None:
    """The triggers of 0005, for this table."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE TRIGGER sheet_burdens_stay BEFORE UPDATE OR DELETE OR TRUNCATE "
            "ON sheet_burdens FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER sheet_burdens_no_{verb.lower()} BEFORE {verb} ON sheet_burdens "
            "BEGIN SELECT RAISE(ABORT, 'append-only: sheet_burdens may not be changed'); END"
        )
