"""Killed at any moment: what was answered is there, and what is sent again acts once."""

import time
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import count
from pathlib import Path
from random import Random
from threading import Event

import pytest

from app.kernel.db import Database
from tests.crash.calls import differing, insisted
from tests.crash.children import Place
from tests.crash.counter import Worker, desk, expected, found
from tests.crash.processes import KILLED, Server, server
from tests.soak.size import SEED, TIMES, counted

KILLS, CLIENTS = 10 * TIMES, 4


def _killed_again_and_again(
    running: Server, workers: list[Worker], working: list[Future[None]]
) -> int:
    """Kill the server at random moments while it works, and start it each time; how often."""
    chance, kills = Random(SEED), 0
    for _ in range(KILLS):
        running.start()
        before = _sent(workers)
        while _sent(workers) == before:
            assert not any(each.done() for each in working), "somebody gave up"
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 0.1))
        kills += running.kill() == KILLED
    running.start()
    return kills


def _sent(workers: list[Worker]) -> int:
    return sum(len(worker.calls) for worker in workers)


def _works(worker: Worker, port: int, over: Event) -> None:
    for _ in count():
        insisted(port, worker.next_call())
        if over.is_set():
            return


@pytest.mark.slow
def test_what_was_answered_survives_every_kill(database: Database, tmp_path: Path) -> None:
    at, over = desk(database), Event()
    workers = [Worker(at, Random(CLIENTS * SEED + n)) for n in range(CLIENTS)]
    with server(Place.of(database, tmp_path)) as running, ThreadPoolExecutor(CLIENTS) as threads:
        working = [threads.submit(_works, each, running.port, over) for each in workers]
        kills = _killed_again_and_again(running, workers, working)
        over.set()
        for each in working:
            each.result()
        calls = [call for worker in workers for call in worker.calls]

        counted(kills)
        assert kills == KILLS
        assert [call.answer for call in calls if not call.acknowledged] == []
        assert sum(call.tries > 1 for call in calls) > 0
        assert differing(running.port, calls) == []
    assert found(database, at) == expected(calls)
