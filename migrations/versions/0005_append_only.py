"""What happened stays: triggers refuse UPDATE, DELETE and TRUNCATE on append-only tables."""

from alembic import op

revision = "0005"
down_revision = "0004"

APPEND_ONLY = ("transfers", "moves", "redemptions", "redemption_lines", "redemption_voids", "audit")


def upgrade() -> None:
    """One trigger a table, or one a table and verb where the database knows no other."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN RAISE EXCEPTION 'append-only: % may not be changed', TG_TABLE_NAME "
            "USING ERRCODE = 'integrity_constraint_violation'; END $$"
        )
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
