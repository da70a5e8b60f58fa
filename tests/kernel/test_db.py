"""Units of work: what a connection is set to, and that a unit is all or nothing."""

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.kernel.errors import Invalid
from app.registry.places.models import Place
from tests import make
from tests.databases import SqliteFiles


def settings_of(session: Session) -> tuple[object, ...]:
    names = ("synchronous", "foreign_keys", "journal_mode", "recursive_triggers")
    return tuple(session.execute(text(f"PRAGMA {name}")).scalar_one() for name in names)


def test_every_sqlite_connection_is_durable_and_strict(sqlite: SqliteFiles) -> None:
    # One inside the other, so that they are different connections of the pool.
    with sqlite.fresh() as database, database.write() as writer, database.read() as reader:
        found = [settings_of(unit) for unit in (writer, reader)]

    assert found == [(2, 1, "wal", 1)] * 2  # 2 is FULL


def test_a_unit_that_is_refused_leaves_nothing(database: Database) -> None:
    def refused() -> None:
        with database.write() as session:
            make.village(session)
            raise Invalid

    with pytest.raises(Invalid):
        refused()

    with database.read() as session:
        assert session.scalar(select(func.count()).select_from(Place)) == 0


def test_what_a_unit_wrote_is_there_for_the_next(database: Database) -> None:
    with database.write() as session:
        make.village(session, "李太屯社区")

    with database.read() as session:
        assert "李太屯社区" in session.scalars(select(Place.name)).all()


def test_a_reading_unit_adds_and_changes_nothing(database: Database) -> None:
    with database.write() as session:
        make.district(session)

    def rename() -> None:
        with database.read() as session:
            session.get_one(Place, make.DISTRICT).name = "别处"

    with pytest.raises(AssertionError, match="must not change"):
        rename()

    with database.read() as session:
        assert session.get_one(Place, make.DISTRICT).name == "聊城经济技术开发区"
