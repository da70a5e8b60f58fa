"""Hostile requests to every address and form of the house: no 5xx, no traceback, no raw markup."""

from collections.abc import Iterator

import pytest
from werkzeug.wrappers import Response

from tests.databases import PostgresSchemas, SqliteFiles
from tests.everywhere.fuzzing import Fuzzer, fault_in
from tests.everywhere.sides import Filled
from tests.everywhere.walking import Answer, forms_by_endpoint
from tests.soak.size import SEED, TIMES, counted

pytestmark = pytest.mark.slow

# With those of tests/api: 5,000 for each change.
REQUESTS = {"sqlite": 2_500 * TIMES, "postgresql": 1_000 * TIMES}
FIRST_SEED = 20261120


@pytest.fixture
def besieged(
    databases: SqliteFiles | PostgresSchemas, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Filled]:
    """A district of its own: among the hostile requests are some that do something."""
    with databases.fresh("371605") as database:
        yield Filled(database, tmp_path_factory.mktemp("data"))


def test_nothing_breaks_whatever_is_sent_to_whichever_address(
    besieged: Filled, own: Filled, answers: list[Answer], database_kind: str
) -> None:
    requests = REQUESTS[database_kind]
    fuzzer = Fuzzer(besieged, FIRST_SEED + SEED, forms_by_endpoint(own, answers))

    faults = [str(fault) for fault in fuzzer.run(requests)]

    counted(requests)
    assert faults == []


@pytest.mark.parametrize(
    ("status", "body", "location"),
    [
        (500, "", "/"),
        (200, "<p><script>fuzz()</script></p>", "/"),
        (200, "Traceback (most recent call last)", "/"),
        (302, "", "//elsewhere.example/"),
    ],
)
def test_what_must_never_be_answered_is_found(status: int, body: str, location: str) -> None:
    answer = Response(body, status, {"Location": location}, mimetype="text/html")

    assert fault_in(answer)
