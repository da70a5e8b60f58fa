"""Goods have several barcodes, some of them for a whole pack."""

from alembic import op

revision = "0015"
down_revision = "0013"

# UPC-A numbers are kept without the 0 that some scanners put before them.
SHORTEN_UPC = (
    "UPDATE barcodes SET code = substr(code, 2) WHERE length(code) = 13 AND code LIKE '0%'"
    " AND NOT EXISTS (SELECT 1 FROM barcodes AS short WHERE short.code = substr(barcodes.code, 2))"
)


def upgrade() -> None:
    """Barcodes first."""
    _pack_barcodes()


def _pack_barcodes() -> None:
    op.execute(
        "ALTER TABLE barcodes ADD COLUMN pack_quantity INTEGER DEFAULT 1 NOT NULL"
        " CONSTRAINT ck_barcodes_pack_quantity CHECK (pack_quantity BETWEEN 1 AND 200)"
    )
    op.execute(SHORTEN_UPC)
