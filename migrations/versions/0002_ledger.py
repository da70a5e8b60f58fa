"""Accounts, transfers, corrections, debts."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Accounts, transfers, corrections, debts."""
    op.create_table(
        "accounts",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "household",
                "programme",
                "redemption",
                "correction",
                "expiry",
                "loss",
                name="ck_accounts_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("household_id", IDENTITY, nullable=True),
        sa.Column("store_id", IDENTITY, nullable=True),
        sa.Column("balance", sa.Integer(), server_default="0", nullable=False),
        sa.Column("credited", sa.Integer(), server_default="0", nullable=False),
        sa.Column("debited", sa.Integer(), server_default="0", nullable=False),
        sa.CheckConstraint(
            "(kind = 'household') = (household_id IS NOT NULL)", name="ck_accounts_household"
        ),
        sa.CheckConstraint(
            "(kind = 'redemption') = (store_id IS NOT NULL)", name="ck_accounts_store"
        ),
        sa.CheckConstraint("balance = credited - debited", name="ck_accounts_totals_agree"),
        sa.CheckConstraint("balance >= 0", name="ck_accounts_balance_not_negative"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_accounts_household_id"
        ),
        sa.ForeignKeyConstraint(["store_id"], ["stores.id"], name="fk_accounts_store_id"),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("household_id", name="uq_accounts_household_id"),
        sa.UniqueConstraint("store_id", name="uq_accounts_store_id"),
    )
    op.create_index(
        "uq_accounts_system",
        "accounts",
        ["kind"],
        unique=True,
        sqlite_where=sa.text("household_id IS NULL AND store_id IS NULL"),
        postgresql_where=sa.text("household_id IS NULL AND store_id IS NULL"),
    )
    op.create_table(
        "corrections",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column(
            "direction",
            sa.Enum(
                "credit",
                "debit",
                name="ck_corrections_direction",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "asked",
                "approved",
                name="ck_corrections_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("asked_by", IDENTITY, nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("approved_by", IDENTITY, nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(state = 'approved') = (approved_by IS NOT NULL)",
            name="ck_corrections_approved_by_somebody",
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> asked_by", name="ck_corrections_four_eyes"
        ),
        sa.CheckConstraint("points > 0", name="ck_corrections_points_positive"),
        sa.ForeignKeyConstraint(["approved_by"], ["users.id"], name="fk_corrections_approved_by"),
        sa.ForeignKeyConstraint(["asked_by"], ["users.id"], name="fk_corrections_asked_by"),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_corrections_household_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
    )
    op.create_index("ix_corrections_household_id", "corrections", ["household_id"], unique=False)
    op.create_table(
        "debts",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("correction_id", IDENTITY, nullable=False),
        sa.Column("account_id", IDENTITY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("points_left", sa.Integer(), nullable=False),
        sa.CheckConstraint("points_left <= points", name="ck_debts_not_more_than_owed"),
        sa.CheckConstraint("points_left >= 0", name="ck_debts_not_negative"),
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name="fk_debts_account_id"),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name="fk_debts_correction_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_debts"),
        sa.UniqueConstraint("correction_id", name="uq_debts_correction_id"),
    )
    op.create_index("ix_debts_account_id", "debts", ["account_id"], unique=False)
    op.create_table(
        "transfers",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("debit_account_id", IDENTITY, nullable=False),
        sa.Column("credit_account_id", IDENTITY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "award",
                "redemption",
                "reversal",
                "correction",
                "claim",
                "expiry",
                name="ck_transfers_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("source_kind", sa.String(length=20), nullable=False),
        sa.Column("source_id", IDENTITY, nullable=False),
        sa.Column("period", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", IDENTITY, nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "debit_account_id <> credit_account_id", name="ck_transfers_two_accounts"
        ),
        sa.CheckConstraint("points > 0", name="ck_transfers_points_positive"),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_transfers_actor_id"),
        sa.ForeignKeyConstraint(
            ["credit_account_id"], ["accounts.id"], name="fk_transfers_credit_account_id"
        ),
        sa.ForeignKeyConstraint(
            ["debit_account_id"], ["accounts.id"], name="fk_transfers_debit_account_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_transfers"),
        sa.UniqueConstraint("source_kind", "source_id", name="uq_transfers_source"),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_transfers_credit_account_id", "transfers", ["credit_account_id"], unique=False
    )
    op.create_index(
        "ix_transfers_debit_account_id", "transfers", ["debit_account_id"], unique=False
    )
    op.create_table(
        "collections",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("debt_id", IDENTITY, nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("points > 0", name="ck_collections_points_positive"),
        sa.ForeignKeyConstraint(["debt_id"], ["debts.id"], name="fk_collections_debt_id"),
        sa.PrimaryKeyConstraint("id", name="pk_collections"),
    )
    op.create_index("ix_collections_debt_id", "collections", ["debt_id"], unique=False)
