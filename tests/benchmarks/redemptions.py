"""Redemptions a second over HTTP, as a fraction of the same statements through the bare driver.

Eight clients send PUTs with token, permission and audit to one server process, as `jifen serve`
runs it. The bare figure replays the very statements that the action sends, recorded in a district
of its own, in another one that was prepared alike.
"""

import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from http.client import HTTPConnection
from pathlib import Path
from statistics import median, quantiles
from threading import Thread
from time import perf_counter

from app.kernel.db import Database
from tests.benchmarks.counter import Counter, prepare, request_id
from tests.benchmarks.replay import record, replay_postgresql, replay_sqlite
from tests.benchmarks.serving import served
from tests.databases import count_from_one

CLIENTS = 8
REDEMPTIONS = 1_200
WARM_UP = 80
RUNS = 3
PERCENT = 100

Fresh = Callable[[str], AbstractContextManager[Database]]


def measure(fresh: Fresh, keys: Path) -> dict[str, object]:
    """The figure for one kind of database; `fresh` opens an empty district by its code."""
    runs = [_run(fresh, keys) for _ in range(RUNS)]
    kind = runs[0]["database"]
    return {
        "figure": "redemptions over HTTP",
        "database": kind,
        "clients": CLIENTS,
        "http_per_s": round(median(float(run["http"]) for run in runs)),
        "bare_per_s": round(median(float(run["bare"]) for run in runs)),
        "of_bare": round(median(float(run["http"]) / float(run["bare"]) for run in runs), 3),
        "at_least": 0.15 if kind == "sqlite" else 0.25,
        "p50_ms": round(median(float(run["p50"]) for run in runs), 1),
        "p99_ms": round(median(float(run["p99"]) for run in runs), 1),
        "p99_of_p50": round(median(float(run["p99"]) / float(run["p50"]) for run in runs), 1),
        "at_most": 10,
        "errors": sum(int(run["errors"]) for run in runs),
    }


def _run(fresh: Fresh, keys: Path) -> dict[str, str | float]:
    with fresh("371511") as database:
        count_from_one(database)
        recorded = record(database, prepare(database, REDEMPTIONS), REDEMPTIONS)
    with fresh("371512") as database:
        count_from_one(database)
        prepare(database, REDEMPTIONS)
        if database.is_sqlite:
            bare = replay_sqlite(database, recorded)
        else:
            own = [[(sql.replace("d371511", "d371512"), row) for sql, row in statements]
                   for statements in recorded]  # fmt: skip
            bare = replay_postgresql(database, own, CLIENTS)
        kind = "sqlite" if database.is_sqlite else "postgresql"
    with fresh("371513") as database:
        counter = prepare(database, REDEMPTIONS + WARM_UP)
        with served(database, keys) as port:
            _send(port, counter, range(REDEMPTIONS, REDEMPTIONS + WARM_UP))
            started = perf_counter()
            times, errors = _send(port, counter, range(REDEMPTIONS))
            seconds = perf_counter() - started
    cuts = quantiles(times, n=PERCENT)
    return {
        "database": kind,
        "bare": bare,
        "http": REDEMPTIONS / seconds,
        "p50": median(times) * 1000,
        "p99": cuts[-1] * 1000,
        "errors": errors,
    }


def _send(port: int, counter: Counter, places: range) -> tuple[list[float], int]:
    """Eight clients share the redemptions; the seconds of each, and how many did not answer 201."""
    times: list[float] = []
    statuses: list[int] = []

    def client(number: int) -> None:
        connection = HTTPConnection("127.0.0.1", port, timeout=60)
        for place in places[number::CLIENTS]:
            started = perf_counter()
            statuses.append(_put(connection, counter, place))
            times.append(perf_counter() - started)
        connection.close()

    threads = [Thread(target=client, args=(number,)) for number in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return times, len(places) - statuses.count(201)


def _put(connection: HTTPConnection, counter: Counter, place: int) -> int:
    connection.request(
        "PUT",
        f"/api/v1/redemptions/{request_id(place)}",
        json.dumps(counter.body(place)),
        {"Authorization": f"Bearer {counter.token}", "Content-Type": "application/json"},
    )
    response = connection.getresponse()
    response.read()
    return response.status
