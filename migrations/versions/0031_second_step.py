"""A second step of signing in: authenticators, whose codes count once, and codes on paper."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """New tables only."""
    name = "authenticators"
    op.create_table(
        name,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("secret_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_step", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{name}_user_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
    )
    op.create_index(f"ix_{name}_user_id", name, ["user_id"])
    confirmed = sa.text("confirmed_at IS NOT NULL")
    op.create_index(
        f"uq_{name}_confirmed", name, ["user_id"], unique=True,
        sqlite_where=confirmed, postgresql_where=confirmed,
    )  # fmt: skip
    _codes_count_once(name)
    _recovery_codes()


def _codes_count_once(name: str) -> None:
    used = "OLD.last_step IS NOT NULL AND (NEW.last_step IS NULL OR NEW.last_step <= OLD.last_step)"
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name}_once BEFORE UPDATE OF last_step ON {name} FOR EACH ROW"
            f" WHEN ({used}) EXECUTE FUNCTION refuse_change()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name}_once BEFORE UPDATE OF last_step ON {name} WHEN {used}"
            " BEGIN SELECT RAISE(ABORT, 'append-only: a code counts once'); END"
        )


def _recovery_codes() -> None:
    name = "recovery_codes"
    op.create_table(
        name,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=f"fk_{name}_user_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("digest", name=f"uq_{name}_digest"),
    )
    op.create_index(f"ix_{name}_user_id", name, ["user_id"])
