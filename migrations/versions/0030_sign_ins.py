"""Where people are signed in; the rules of it that a district chooses."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
REASONS = (
    "signed_out", "elsewhere", "office", "password", "switched_off", "second_step", "idle",
    "longest",
)  # fmt: skip
BROWSERS = (
    "android_phone", "android_tablet", "harmony", "iphone", "ipad", "windows", "mac", "linux",
    "other",
)  # fmt: skip


def upgrade() -> None:
    """New tables, and a column that a program of before leaves empty."""
    op.add_column("users", sa.Column("password_set_at", sa.DateTime(timezone=True), nullable=True))
    _sign_ins()
    _rules()


def _sign_ins() -> None:
    name = "sign_ins"
    op.create_table(
        name,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        _one_of("browser", BROWSERS, name, nullable=False),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        _one_of("ended_why", REASONS, name, nullable=True),
        sa.Column("ended_by", IDENTITY, nullable=True),
        sa.CheckConstraint("seen_at >= began_at", name=f"ck_{name}_seen_after_it_began"),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_why IS NULL)", name=f"ck_{name}_ended_for_a_reason"
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by IS NULL)", name=f"ck_{name}_ended_by_somebody"
        ),
        _user("user_id", name),
        _user("ended_by", name),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sa.UniqueConstraint("digest", name=f"uq_{name}_digest"),
    )
    op.create_index(f"ix_{name}_user_id", name, ["user_id"])
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name}_stay_ended BEFORE UPDATE ON {name} FOR EACH ROW"
            " WHEN (OLD.ended_at IS NOT NULL) EXECUTE FUNCTION refuse_change()"
        )
    else:
        op.execute(
            f"CREATE TRIGGER {name}_stay_ended BEFORE UPDATE ON {name}"
            " WHEN OLD.ended_at IS NOT NULL"
            f" BEGIN SELECT RAISE(ABORT, 'append-only: {name} stay ended'); END"
        )


def _rules() -> None:
    name = "sign_in_rules"
    op.create_table(
        name,
        sa.Column("id", IDENTITY, nullable=False),
        _one_of("profile", ("default", "gb3"), name, nullable=False),
        sa.Column("set_by", IDENTITY, nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        _user("set_by", name),
        sa.PrimaryKeyConstraint("id", name=f"pk_{name}"),
        sqlite_autoincrement=True,
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            f"CREATE TRIGGER {name}_stay BEFORE UPDATE OR DELETE OR TRUNCATE ON {name} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
        return
    for verb in ("UPDATE", "DELETE"):
        op.execute(
            f"CREATE TRIGGER {name}_no_{verb.lower()} BEFORE {verb} ON {name} "
            f"BEGIN SELECT RAISE(ABORT, 'append-only: {name} may not be changed'); END"
        )


def _one_of(column: str, values: tuple[str, ...], table: str, *, nullable: bool) -> sa.Column[str]:
    kind = sa.Enum(
        *values, name=f"ck_{table}_{column}", native_enum=False, create_constraint=True, length=32
    )
    return sa.Column(column, kind, nullable=nullable)


def _user(column: str, table: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["users.id"], name=f"fk_{table}_{column}")
