"""Objections of before there were numbers get theirs when the tables are brought up to date."""

from datetime import UTC, datetime

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, insert, select

from app.kernel import migrate
from app.kernel.db import Database

NEW_YEAR_S_EVE = datetime(2025, 12, 31, 15, 0, tzinfo=UTC)  # eleven at night in the village
AFTER_MIDNIGHT = datetime(2025, 12, 31, 17, 0, tzinfo=UTC)
PLACE = {"code": "371599115001", "name": "李太屯", "kind": "village", "parent_code": "371599"}


def put(connection: Connection, tables: MetaData, table: str, **values: object) -> None:
    connection.execute(insert(tables.tables[table]).values(values))


def said_before(connection: Connection, *moments: datetime) -> None:
    """Objections of a village, each to a sheet of its own, in the tables of version 0006."""
    tables = MetaData()
    tables.reflect(connection)
    at = {"opened_at": NEW_YEAR_S_EVE, "opened_by": 1}
    put(connection, tables, "places", code="371599", name="区", kind="district")
    put(connection, tables, "places", **PLACE)
    put(
        connection, tables, "scheme_versions", id=1, name="细则", starts=0, definition={},
        published_at=NEW_YEAR_S_EVE, published_by=1,
    )  # fmt: skip
    put(
        connection, tables, "rounds", id=1, village_code=PLACE["code"], period=1,
        scheme_version_id=1, state="publicised", notice_days=7, **at,
    )  # fmt: skip
    for id_, moment in enumerate(moments, start=1):
        put(
            connection, tables, "households", id=id_, number=str(id_), head_name="张",
            village_code=PLACE["code"], group_name="", sort_key="", size=1, welfare_class="none",
            cadre_name="", status="registered", registered_at=moment,
        )  # fmt: skip
        put(
            connection, tables, "sheets", id=id_, uuid=f"{id_:032x}", round_id=1,
            household_id=id_, answers={}, points=1, category_points={}, state="recorded",
            recorded_by=1, recorded_at=moment,
        )  # fmt: skip
        put(
            connection, tables, "objections", id=id_, sheet_id=id_, said_by="邻居", words="不对",
            state="open", recorded_by=1, recorded_at=moment, sheet_recorded_by=1,
            sheet_certified_by=1,
        )  # fmt: skip


def bring_to(connection: Connection, revision: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(migrate.MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def test_they_are_counted_by_the_village_s_year(unmigrated: Database) -> None:
    with unmigrated.schema_connection() as connection:
        bring_to(connection, "0006")
        said_before(connection, NEW_YEAR_S_EVE, NEW_YEAR_S_EVE, AFTER_MIDNIGHT)

    migrate.upgrade(unmigrated)

    with unmigrated.schema_connection() as connection:
        tables = MetaData()
        tables.reflect(connection, only=["objections"])
        found = tables.tables["objections"].columns
        rows = connection.execute(
            select(found.village_code, found.year, found.number, found.answer_by).order_by(found.id)
        ).all()
    assert [tuple(row) for row in rows] == [
        (PLACE["code"], 2025, 1, None),
        (PLACE["code"], 2025, 2, None),
        (PLACE["code"], 2026, 1, None),
    ]
