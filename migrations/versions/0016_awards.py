"""One-off awards: proposed when something happened, certified and credited with a month."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABLE = "one_off_awards"
STATES = ("proposed", "certified", "credited", "withdrawn", "struck")
PROPOSED = (
    "id", "village_code", "household_id", "scheme_version_id", "code", "name", "level", "points",
    "reason", "happened_on", "photo", "once_in", "proposed_by", "proposed_at",
)  # fmt: skip
#: What never changes, and of which rows: what was proposed, what was certified, what is over.
KEPT = (
    ("proposal", f"UPDATE OF {', '.join(PROPOSED)}", "true"),
    ("certified", "UPDATE OF round_id, certified_by, cut_points", "OLD.state = 'certified'"),
    ("over", "UPDATE", "OLD.state IN ('credited', 'withdrawn', 'struck')"),
    ("row", "DELETE", "true"),
)


def upgrade() -> None:
    """An award's state moves on; what it says stays."""
    _table()
    live = sa.text("state NOT IN ('withdrawn', 'struck')")
    op.create_index(
        "uq_one_off_awards_once",
        TABLE,
        ["household_id", "code", "once_in"],
        unique=True,
        sqlite_where=live,
        postgresql_where=live,
    )
    op.create_index("ix_one_off_awards_round", TABLE, ["round_id"])
    op.create_index("ix_one_off_awards_village", TABLE, ["village_code"])
    _keep()


def _table() -> None:
    op.create_table(
        TABLE,
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("round_id", IDENTITY, nullable=True),
        sa.Column("scheme_version_id", IDENTITY, nullable=False),
        sa.Column("code", sa.String(length=100), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("level", sa.String(length=100), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("cut_points", sa.Integer(), server_default=sa.text("0"), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("photo", sa.String(length=64), nullable=True),
        sa.Column("once_in", sa.String(length=7), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                *STATES,
                name="ck_one_off_awards_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("proposed_by", IDENTITY, nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("certified_by", IDENTITY, nullable=True),
        sa.Column("struck_by", IDENTITY, nullable=True),
        sa.Column("struck_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("struck_reason", sa.String(length=200), nullable=True),
        *_rules(),
        sa.PrimaryKeyConstraint("id", name="pk_one_off_awards"),
    )


def _rules() -> tuple[sa.Constraint, ...]:
    checks = {
        "points_positive": "points > 0",
        "cut_within": "cut_points >= 0 AND cut_points <= points",
        "photo": "photo IS NULL OR length(photo) = 64",
        "four_eyes": "certified_by IS NULL OR certified_by <> proposed_by",
        "struck_by_another": (
            "struck_by IS NULL OR (struck_by <> proposed_by"
            " AND (certified_by IS NULL OR struck_by <> certified_by))"
        ),
        "struck_for_a_reason": (
            "(state = 'struck') = (struck_by IS NOT NULL)"
            " AND (struck_by IS NULL) = (struck_reason IS NULL)"
        ),
        "certified_in_a_round": (
            "state NOT IN ('certified', 'credited')"
            " OR (certified_by IS NOT NULL AND round_id IS NOT NULL)"
        ),
    }
    points_to = {
        "village_code": "places.code",
        "household_id": "households.id",
        "round_id": "rounds.id",
        "scheme_version_id": "scheme_versions.id",
        "proposed_by": "users.id",
        "certified_by": "users.id",
        "struck_by": "users.id",
    }
    return (
        *(sa.CheckConstraint(rule, name=f"ck_{TABLE}_{name}") for name, rule in checks.items()),
        *(
            sa.ForeignKeyConstraint([column], [target], name=f"fk_{TABLE}_{column}")
            for column, target in points_to.items()
        ),
    )


def _keep() -> None:
    """Triggers like those of 0005, for parts of rows; `refuse_change` is theirs."""
    postgresql = op.get_bind().dialect.name == "postgresql"
    does = (
        "EXECUTE FUNCTION refuse_change()"
        if postgresql
        else f"BEGIN SELECT RAISE(ABORT, 'append-only: {TABLE} may not be changed'); END"
    )
    for name, event, rows in KEPT:
        op.execute(
            f"CREATE TRIGGER {TABLE}_keep_{name} BEFORE {event} ON {TABLE} "
            f"FOR EACH ROW WHEN ({rows}) {does}"
        )
    if postgresql:
        op.execute(
            f"CREATE TRIGGER {TABLE}_keep_all BEFORE TRUNCATE ON {TABLE} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )
