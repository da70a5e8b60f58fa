"""A new epoch after the books were put back from a backup; none before the first time."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    """Columns that may be empty: a program of before writes the row without them."""
    op.add_column("installations", sa.Column("epoch", sa.String(length=16), nullable=True))
    op.add_column(
        "installations", sa.Column("put_back_to", sa.DateTime(timezone=True), nullable=True)
    )
