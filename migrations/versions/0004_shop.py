"""Goods, prices, stock, redemptions."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Goods, prices, stock, redemptions."""
    op.create_table(
        "goods",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("unit", sa.String(length=12), nullable=False),
        sa.Column("picture", sa.String(length=32), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_goods"),
        sa.UniqueConstraint("code", name="uq_goods_code"),
    )
    op.create_table(
        "barcodes",
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name="fk_barcodes_goods_id"),
        sa.PrimaryKeyConstraint("code", name="pk_barcodes"),
    )
    op.create_index("ix_barcodes_goods_id", "barcodes", ["goods_id"], unique=False)
    op.create_table(
        "prices",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("price_points", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by", IDENTITY, nullable=False),
        sa.CheckConstraint("price_points > 0", name="ck_prices_positive"),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name="fk_prices_goods_id"),
        sa.ForeignKeyConstraint(["set_by"], ["users.id"], name="fk_prices_set_by"),
        sa.PrimaryKeyConstraint("id", name="pk_prices"),
    )
    op.create_index("ix_prices_goods_since", "prices", ["goods_id", "since"], unique=False)
    op.create_table(
        "shelves",
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.CheckConstraint("quantity >= 0", name="ck_shelves_not_negative"),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name="fk_shelves_goods_id"),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_shelves_store_id"),
        sa.PrimaryKeyConstraint("store_id", "goods_id", name="pk_shelves"),
    )
    op.create_table(
        "stock_receipts",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("received_by", IDENTITY, nullable=False),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["received_by"], ["users.id"], name="fk_stock_receipts_received_by"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_stock_receipts_store_id"),
        sa.PrimaryKeyConstraint("id", name="pk_stock_receipts"),
        sa.UniqueConstraint("uuid", name="uq_stock_receipts_uuid"),
    )
    op.create_index("ix_stock_receipts_store_id", "stock_receipts", ["store_id"], unique=False)
    op.create_table(
        "moves",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "receive",
                "hand_out",
                "take_back",
                name="ck_moves_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("receipt_id", IDENTITY, nullable=True),
        sa.Column("reverses_id", IDENTITY, nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", IDENTITY, nullable=False),
        sa.CheckConstraint(
            "(kind = 'receive') = (receipt_id IS NOT NULL)", name="ck_moves_received_with"
        ),
        sa.CheckConstraint(
            "(kind = 'take_back') = (reverses_id IS NOT NULL)", name="ck_moves_takes_back"
        ),
        sa.CheckConstraint(
            "(kind IN ('receive', 'take_back') AND quantity > 0)"
            " OR (kind = 'hand_out' AND quantity < 0)",
            name="ck_moves_direction",
        ),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_moves_actor_id"),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name="fk_moves_goods_id"),
        sa.ForeignKeyConstraint(["receipt_id"], ["stock_receipts.id"], name="fk_moves_receipt_id"),
        sa.ForeignKeyConstraint(["reverses_id"], ["moves.id"], name="fk_moves_reverses_id"),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_moves_store_id"),
        sa.PrimaryKeyConstraint("id", name="pk_moves"),
        sa.UniqueConstraint("reverses_id", name="uq_moves_reverses_id"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_moves_receipt_id", "moves", ["receipt_id"], unique=False)
    op.create_index("ix_moves_store_goods", "moves", ["store_id", "goods_id"], unique=False)
    op.create_table(
        "redemptions",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("uuid", sa.Uuid(), nullable=False),
        sa.Column("store_id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("card_id", IDENTITY, nullable=True),
        sa.Column("no_card_reason", sa.String(length=200), nullable=True),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("balance_after", sa.Integer(), nullable=False),
        sa.Column("clerk_id", IDENTITY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(card_id IS NULL) = (no_card_reason IS NOT NULL)", name="ck_redemptions_card_or_reason"
        ),
        sa.CheckConstraint("balance_after >= 0", name="ck_redemptions_balance_not_negative"),
        sa.CheckConstraint("points > 0", name="ck_redemptions_points_positive"),
        sa.ForeignKeyConstraint(["card_id"], ["cards.id"], name="fk_redemptions_card_id"),
        sa.ForeignKeyConstraint(["clerk_id"], ["users.id"], name="fk_redemptions_clerk_id"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_redemptions_household_id"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_redemptions_store_id"),
        sa.PrimaryKeyConstraint("id", name="pk_redemptions"),
        sa.UniqueConstraint("uuid", name="uq_redemptions_uuid"),
    )
    op.create_index("ix_redemptions_household_id", "redemptions", ["household_id"], unique=False)
    op.create_index("ix_redemptions_store_at", "redemptions", ["store_id", "at"], unique=False)
    op.create_table(
        "redemption_lines",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("redemption_id", IDENTITY, nullable=False),
        sa.Column("goods_id", IDENTITY, nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("price_points", sa.Integer(), nullable=False),
        sa.Column("move_id", IDENTITY, nullable=False),
        sa.CheckConstraint("price_points > 0", name="ck_redemption_lines_price_positive"),
        sa.CheckConstraint("quantity > 0", name="ck_redemption_lines_quantity_positive"),
        sa.ForeignKeyConstraint(["goods_id"], ["goods.id"], name="fk_redemption_lines_goods_id"),
        sa.ForeignKeyConstraint(["move_id"], ["moves.id"], name="fk_redemption_lines_move_id"),
        sa.ForeignKeyConstraint(
            ["redemption_id"], ["redemptions.id"], name="fk_redemption_lines_redemption_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_redemption_lines"),
        sa.UniqueConstraint("move_id", name="uq_redemption_lines_move_id"),
        sa.UniqueConstraint(
            "redemption_id", "goods_id", name="uq_redemption_lines_redemption_id_goods_id"
        ),
    )
    op.create_table(
        "redemption_voids",
        sa.Column("redemption_id", IDENTITY, nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("voided_by", IDENTITY, nullable=False),
        sa.Column("voided_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["redemption_id"], ["redemptions.id"], name="fk_redemption_voids_redemption_id"
        ),
        sa.ForeignKeyConstraint(["voided_by"], ["users.id"], name="fk_redemption_voids_voided_by"),
        sa.PrimaryKeyConstraint("redemption_id", name="pk_redemption_voids"),
    )
