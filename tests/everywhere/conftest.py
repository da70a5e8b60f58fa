"""A filled district, and what every address of it answered: made once, asked many questions."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.databases import PostgresSchemas, SqliteFiles
from tests.everywhere.reading import logged
from tests.everywhere.sides import Filled
from tests.everywhere.walking import Answer, walked


@pytest.fixture(scope="session")
def filled(
    database_kind: str, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Filled]:
    """The district; a test that changes something in it takes one of its own."""
    if database_kind == "sqlite":
        yield request.getfixturevalue("own")
        return
    databases: PostgresSchemas = request.getfixturevalue(database_kind)
    with databases.fresh("371603") as database:
        yield Filled(database, tmp_path_factory.mktemp("data"))


@pytest.fixture(scope="session")
def own(sqlite: SqliteFiles, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Filled]:
    """One on SQLite, for what does not depend on the kind of database."""
    with sqlite.fresh("371604") as database:
        yield Filled(database, tmp_path_factory.mktemp("data"))


@dataclass
class Walk:
    """What every address answered, and what the house wrote into its log meanwhile."""

    answers: list[Answer]
    log: list[str]


@pytest.fixture(scope="session")
def walk(own: Filled) -> Walk:
    """A visit to every address that shows something, by somebody whose own place it is about."""
    with logged() as lines:
        return Walk(list(walked(own)), lines)


@pytest.fixture(scope="session")
def answers(walk: Walk) -> list[Answer]:
    """What was answered on the walk."""
    return walk.answers
