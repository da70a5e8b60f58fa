"""The built-in console user, and the programme's own accounts."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

SYSTEM_ACCOUNTS = ("programme", "correction", "expiry", "loss")


def upgrade() -> None:
    """The console signs in nowhere: it has no password, and its grant reaches every place."""
    op.execute(
        sa.text(
            "INSERT INTO users (username, name, must_change_password, active, sessions_epoch,"
            " created_at) VALUES ('console', '系统控制台', false, true, 1, CURRENT_TIMESTAMP)"
        )
    )
    op.execute(
        sa.text(
            "INSERT INTO grants (user_id, role, place_code)"
            " SELECT id, 'console', '' FROM users WHERE username = 'console'"
        )
    )
    accounts = sa.table("accounts", sa.column("kind"))
    op.bulk_insert(accounts, [{"kind": kind} for kind in SYSTEM_ACCOUNTS])
