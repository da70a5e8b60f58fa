"""The answer is lost after the commit: what is sent again acts once, and is answered the same."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random

import pytest

from app.kernel.db import Database
from tests.crash.calls import Call, differing, insisted
from tests.crash.children import Place
from tests.crash.counter import Worker, desk, expected, found
from tests.crash.processes import server
from tests.crash.proxy import losing_answers

CLIENTS, CALLS, LOST_PERCENT = 4, 25, 60


def sent_through(port: int, worker: Worker, calls: int) -> list[Call]:
    """So many requests, each sent until its answer came through."""
    for _ in range(calls):
        insisted(port, worker.next_call())
    return worker.calls


@pytest.mark.slow
def test_a_request_whose_answer_was_lost_acts_once(database: Database, tmp_path: Path) -> None:
    at = desk(database)
    workers = [Worker(at, Random(seed)) for seed in range(CLIENTS)]
    with server(Place.of(database, tmp_path)) as running:
        running.start()
        with (
            losing_answers(running.port, percent=LOST_PERCENT, seed=6) as proxy,
            ThreadPoolExecutor(CLIENTS) as threads,
        ):
            sent = [threads.submit(sent_through, proxy.port, worker, CALLS) for worker in workers]
            calls = [call for each in sent for call in each.result()]

        assert proxy.lost > len(calls)
        assert sum(call.tries for call in calls) == len(calls) + proxy.lost
        assert [call.answer for call in calls if not call.acknowledged] == []
        assert differing(running.port, calls) == []
    assert found(database, at) == expected(calls)
