"""Places, stores, people, households, cards, requests."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0001"
down_revision = None

IDENTITY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
DOCUMENT = sa.JSON().with_variant(JSONB(), "postgresql")


def upgrade() -> None:
    """Places, stores, people, households, cards, requests."""
    op.create_table(
        "claims",
        sa.Column("actor_id", IDENTITY, autoincrement=False, nullable=False),
        sa.Column("route", sa.String(length=60), nullable=False),
        sa.Column("request_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("object_id", IDENTITY, nullable=True),
        sa.PrimaryKeyConstraint("actor_id", "route", "request_id", name="pk_claims"),
    )
    op.create_table(
        "installations",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("practice", sa.Boolean(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_installations_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_installations"),
    )
    op.create_table(
        "places",
        sa.Column("code", sa.String(length=12), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "district",
                "township",
                "village",
                name="ck_places_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("parent_code", sa.String(length=12), nullable=True),
        sa.CheckConstraint(
            "(parent_code IS NULL) = (kind = 'district')", name="ck_places_one_root"
        ),
        sa.ForeignKeyConstraint(["parent_code"], ["places.code"], name="fk_places_parent_code"),
        sa.PrimaryKeyConstraint("code", name="pk_places"),
    )
    op.create_index("ix_places_parent_code", "places", ["parent_code"], unique=False)
    op.create_table(
        "users",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("username", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("password_hash", sa.String(length=200), nullable=True),
        sa.Column("must_change_password", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column(
            "duty",
            sa.Enum(
                "certifying",
                "redeeming",
                name="ck_users_duty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.Column("sessions_epoch", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("id", "duty", name="uq_users_id_duty"),
        sa.UniqueConstraint("username", name="uq_users_username"),
    )
    op.create_table(
        "audit",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", IDENTITY, nullable=False),
        sa.Column("verb", sa.String(length=40), nullable=False),
        sa.Column("object_kind", sa.String(length=40), nullable=False),
        sa.Column("object_id", IDENTITY, nullable=True),
        sa.Column("place_code", sa.String(length=32), nullable=True),
        sa.Column("facts", DOCUMENT, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["users.id"], name="fk_audit_actor_id"),
        sa.PrimaryKeyConstraint("id", name="pk_audit"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_audit_place_code", "audit", ["place_code"], unique=False)
    op.create_table(
        "grants",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "village_specialist",
                "support_cadre",
                "village_committee",
                "township",
                "store_clerk",
                "store_manager",
                "district_admin",
                "auditor",
                "console",
                name="ck_grants_role",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place_code", sa.String(length=32), nullable=True),
        sa.Column("store_code", sa.String(length=32), nullable=True),
        sa.Column(
            "duty",
            sa.Enum(
                "certifying",
                "redeeming",
                name="ck_grants_duty",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=True,
        ),
        sa.CheckConstraint(
            "(role IN ('village_committee', 'township') AND duty IS NOT NULL"
            " AND duty = 'certifying')"
            " OR (role IN ('store_clerk', 'store_manager') AND duty IS NOT NULL"
            " AND duty = 'redeeming')"
            " OR (role NOT IN ('village_committee', 'township', 'store_clerk', 'store_manager')"
            " AND duty IS NULL)",
            name="ck_grants_duty_of_role",
        ),
        sa.CheckConstraint(
            "(place_code IS NULL) <> (store_code IS NULL)", name="ck_grants_one_place"
        ),
        sa.ForeignKeyConstraint(
            ["user_id", "duty"], ["users.id", "users.duty"], name="fk_grants_duty"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_grants_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_grants"),
        sa.UniqueConstraint(
            "user_id",
            "role",
            "place_code",
            name="uq_grants_user_id_role_place_code",
        ),
        sa.UniqueConstraint(
            "user_id",
            "role",
            "store_code",
            name="uq_grants_user_id_role_store_code",
        ),
    )
    op.create_index("ix_grants_user_id", "grants", ["user_id"], unique=False)
    op.create_table(
        "households",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("village_code", sa.String(length=12), nullable=False),
        sa.Column("group_name", sa.String(length=40), nullable=False),
        sa.Column("head_name", sa.String(length=60), nullable=False),
        sa.Column("sort_key", sa.String(length=120), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("welfare_class", sa.String(length=40), nullable=False),
        sa.Column("cadre_name", sa.String(length=60), nullable=False),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "status",
            sa.Enum(
                "registered",
                "left",
                name="ck_households_status",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["village_code"], ["places.code"], name="fk_households_village_code"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_households"),
        sa.UniqueConstraint("number", name="uq_households_number"),
    )
    op.create_index("ix_households_cadre_name", "households", ["cadre_name"], unique=False)
    op.create_index("ix_households_head_name", "households", ["head_name"], unique=False)
    op.create_index(
        "ix_households_village_number", "households", ["village_code", "number"], unique=False
    )
    op.create_table(
        "stores",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("code", sa.String(length=32), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fixed",
                "mobile",
                name="ck_stores_kind",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("place_code", sa.String(length=12), nullable=False),
        sa.ForeignKeyConstraint(["place_code"], ["places.code"], name="fk_stores_place_code"),
        sa.PrimaryKeyConstraint("id", name="pk_stores"),
        sa.UniqueConstraint("code", name="uq_stores_code"),
    )
    op.create_table(
        "tokens",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("digest", sa.LargeBinary(length=32), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_tokens_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_tokens"),
        sa.UniqueConstraint("digest", name="uq_tokens_digest"),
    )
    op.create_index("ix_tokens_user_id", "tokens", ["user_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("user_id", IDENTITY, nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_assignments_household_id"
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_assignments_user_id"),
        sa.PrimaryKeyConstraint("id", name="pk_assignments"),
    )
    op.create_index("ix_assignments_user_id", "assignments", ["user_id"], unique=False)
    op.create_index(
        "uq_assignments_open",
        "assignments",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("until IS NULL"),
        postgresql_where=sa.text("until IS NULL"),
    )
    op.create_table(
        "cards",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=8), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "active",
                "lost",
                "replaced",
                name="ck_cards_state",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", IDENTITY, nullable=False),
        sa.Column("lost_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("version >= 1", name="ck_cards_version_counts_from_one"),
        sa.ForeignKeyConstraint(["household_id"], ["households.id"], name="fk_cards_household_id"),
        sa.ForeignKeyConstraint(["issued_by"], ["users.id"], name="fk_cards_issued_by"),
        sa.PrimaryKeyConstraint("id", name="pk_cards"),
        sa.UniqueConstraint("code", name="uq_cards_code"),
        sa.UniqueConstraint("number", name="uq_cards_number"),
    )
    op.create_index("ix_cards_household_id", "cards", ["household_id"], unique=False)
    op.create_index(
        "uq_cards_active",
        "cards",
        ["household_id"],
        unique=True,
        sqlite_where=sa.text("state = 'active'"),
        postgresql_where=sa.text("state = 'active'"),
    )
    op.create_table(
        "members",
        sa.Column("id", IDENTITY, nullable=False),
        sa.Column("household_id", IDENTITY, nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("relation", sa.String(length=20), nullable=False),
        sa.Column("is_head", sa.Boolean(), nullable=False),
        sa.Column("id_index", sa.LargeBinary(length=32), nullable=False),
        sa.Column("id_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("id_last2", sa.String(length=2), nullable=False),
        sa.ForeignKeyConstraint(
            ["household_id"], ["households.id"], name="fk_members_household_id"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_members"),
        sa.UniqueConstraint("id_index", name="uq_members_id_index"),
    )
    op.create_index("ix_members_household_id", "members", ["household_id"], unique=False)
