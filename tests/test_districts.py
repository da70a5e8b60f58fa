"""No row of one district is ever seen from another, whatever is asked and by how many at once."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import create_engine, event, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from app.kernel.db import Database
from app.ledger.queries import balance_of, statement
from app.registry.households.models import Household
from app.reports.verify import checks
from tests import make
from tests.databases import PostgresSchemas, SqliteFiles, count_from_one
from tests.districts import NUMBER, Town
from tests.questions import questions

pytestmark = pytest.mark.slow

TURNS = 12


@pytest.fixture
def pair(databases: SqliteFiles | PostgresSchemas) -> Iterator[tuple[Database, Database]]:
    """Two empty districts on one server, or two files."""
    with databases.fresh("371601") as east, databases.fresh("371602") as west:
        count_from_one(east)
        count_from_one(west)
        yield east, west


@pytest.fixture
def schema(postgresql: PostgresSchemas) -> Iterator[Database]:
    """A district that is a schema among others; a file has no neighbours."""
    with postgresql.fresh("371601") as found:
        yield found


@pytest.fixture
def towns(pair: tuple[Database, Database]) -> tuple[Town, Town]:
    """东昌 and 临清: the same ids, other names, and 临清 is larger."""
    return Town.copied(pair[0], "东昌"), Town.copied(pair[1], "临清", more=3)


def answers(town: Town) -> dict[str, str]:
    with town.database.read() as session:
        return {name: town.ask(session, question) for name, question in questions().items()}


def test_nothing_asked_in_one_district_shows_a_row_of_the_other(
    pair: tuple[Database, Database],
) -> None:
    east = Town.copied(pair[0], "东昌")
    alone = answers(east)
    west = Town.copied(pair[1], "临清", more=3)

    assert east.ids == west.ids
    assert {name for name, told in answers(west).items() if "东昌" in told} == set()
    together = answers(east)
    assert {name for name in alone if together[name] != alone[name]} == set()
    assert {name for name, told in together.items() if "临清" in told} == set()


def test_the_questions_have_answers(towns: tuple[Town, Town]) -> None:
    told = answers(towns[0])

    silent = [name for name, answer in told.items() if not answer]
    assert len(told) > 100
    assert len(silent) <= 12, silent
    assert sum("东昌" in answer for answer in told.values()) > 60


def test_no_statement_names_the_other_district(towns: tuple[Town, Town]) -> None:
    east, west = towns
    statements: list[str] = []

    def seen(_connection: object, _cursor: object, statement: str, *_others: object) -> None:
        statements.append(statement)

    with east.database.read() as session:
        engine = session.connection().engine
        event.listen(engine, "before_cursor_execute", seen)
        for question in questions().values():
            east.ask(session, question)
        event.remove(engine, "before_cursor_execute", seen)

    assert len(statements) > 100
    assert [one for one in statements if west.database.district in one or '"tenant"' in one] == []


def test_a_unit_inside_another_district_s_unit_stays_at_home(towns: tuple[Town, Town]) -> None:
    east, west = towns
    heads = select(Household.head_name).where(Household.number == NUMBER)

    with east.database.read() as outer, west.database.write() as inner:
        found = [session.scalars(heads).one() for session in (outer, inner, outer)]

    assert found == ["东昌张", "临清张", "东昌张"]


def test_what_is_written_in_one_district_changes_nothing_in_the_other(
    towns: tuple[Town, Town],
) -> None:
    east, west = towns
    before = answers(east)

    with west.database.write() as session:
        for household in session.scalars(select(Household)):
            household.head_name = "临清改"
            make.give_points(session, household, 500)

    assert answers(east) == before


def test_two_threads_in_two_districts_do_not_mix(towns: tuple[Town, Town]) -> None:
    turn = Barrier(2)

    def work(town: Town, points: int) -> None:
        for _ in range(TURNS):
            turn.wait()
            with town.database.write() as session:
                household = session.get_one(Household, town.household)
                make.give_points(session, household, points)
            turn.wait()
            with town.database.read() as session:
                found = session.get_one(Household, town.household)
                assert found.head_name == f"{town.word}张"

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(work, town, 10 + n) for n, town in enumerate(towns)]:
            done.result()

    for town, points in zip(towns, (10, 11), strict=True):
        with town.database.read() as session:
            assert balance_of(session, town.household) == 270 + TURNS * points
            latest = statement(session, town.household, limit=TURNS)
            assert {line.points for line in latest} == {points}
            assert [check.name for check in checks(session) if check.bad] == []


def test_who_forgets_the_district_finds_no_table(pair: tuple[Database, Database]) -> None:
    engine = create_engine(pair[0].url)

    with Session(engine) as session, pytest.raises(DBAPIError, match="tenant"):
        session.scalars(select(Household)).all()

    engine.dispose()


def test_raw_sql_outside_a_unit_finds_no_table(schema: Database) -> None:
    engine = create_engine(schema.url)

    with engine.connect() as connection, pytest.raises(DBAPIError, match="does not exist"):
        connection.execute(text("SELECT * FROM households"))

    engine.dispose()


def test_the_public_schema_stays_empty(schema: Database) -> None:
    Town.copied(schema, "东昌")

    with schema.read() as session:
        looked = inspect(session.connection())
        found = [
            *looked.get_table_names(schema="public"),
            *looked.get_view_names(schema="public"),
            *looked.get_sequence_names(schema="public"),
            *session.scalars(
                text("SELECT proname FROM pg_proc WHERE pronamespace = 'public'::regnamespace")
            ),
        ]

    assert found == []


def test_the_way_to_a_district_ends_with_the_unit(schema: Database) -> None:
    with schema.write() as session:
        inside = session.execute(text("SHOW search_path")).scalar_one()
        engine = session.connection().engine

    # The same connection from the pool, before anybody has begun a unit on it.
    pooled = engine.raw_connection()
    cursor = pooled.cursor()
    cursor.execute("SHOW search_path")
    outside = str(cursor.fetchone())
    pooled.close()

    assert (inside, "d371601" in outside) == ("d371601", False)
