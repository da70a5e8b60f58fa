"""Figures for Prometheus: what this process counts, and what the books say when they are asked.

One process with threads serves a district; the library's counters are kept by a lock each. Labels
are names of ours (endpoints, codes, states), never an address, a name or a number of anybody.
"""

from collections.abc import Iterator
from datetime import datetime
from time import perf_counter
from typing import Final

from flask import Flask, Response, current_app, g, request
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from sqlalchemy.exc import SQLAlchemyError

from app.backups.last import last_backup_at
from app.door.context import House
from app.door.logs import refused_code
from app.door.readiness import CHECKS, MOST_SECONDS, WARNINGS, Readiness, readiness
from app.kernel.clock import Clock
from app.kernel.errors import Unavailable
from app.reports.watching import Watched, watched

CONTENT_TYPE: Final = CONTENT_TYPE_PLAIN_0_0_4
BUCKETS_SECONDS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10)
NOWHERE: Final = "none"  # the endpoint of an address that we do not have
_KEY: Final = "jifen.meter"


class Meter:
    """What one application has counted since it started."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "jifen_requests", "Answers, by endpoint and class of status.",
            ["endpoint", "status"], registry=self.registry,
        )  # fmt: skip
        self.seconds = Histogram(
            "jifen_request_seconds", "Time until the answer was ready, by endpoint.",
            ["endpoint"], registry=self.registry, buckets=BUCKETS_SECONDS,
        )  # fmt: skip
        self.refusals = Counter(
            "jifen_refusals", "What the rules said no to, by code.",
            ["code"], registry=self.registry,
        )  # fmt: skip
        ProcessCollector(registry=self.registry)


def measure_requests(app: Flask) -> None:
    """Count every request of an app, and how long it took."""
    count_from_zero(app)
    app.before_request(_begin)
    app.after_request(_end)


def count_from_zero(app: Flask) -> None:
    """What an application counted before is forgotten."""
    app.extensions[_KEY] = Meter()


def said_to_prometheus(house: House) -> bytes:
    """All figures in Prometheus' own text. A database that does not answer in time is told so."""
    books = CollectorRegistry()
    books.register(_Books(house))
    return generate_latest(_meter().registry) + generate_latest(books)


def _meter() -> Meter:
    found = current_app.extensions[_KEY]
    assert isinstance(found, Meter), "create_app puts it there"
    return found


def _begin() -> None:
    g.measured_from = perf_counter()


def _end(response: Response) -> Response:
    meter, endpoint = _meter(), request.endpoint or NOWHERE
    meter.requests.labels(endpoint, f"{response.status_code // 100}xx").inc()
    meter.seconds.labels(endpoint).observe(perf_counter() - g.measured_from)
    if code := refused_code():
        meter.refusals.labels(code).inc()
    return response


class _Books(Collector):
    """What is asked at the moment of the scrape."""

    def __init__(self, house: House) -> None:
        self._house = house

    def collect(self) -> Iterator[Metric]:
        """The checks, the age of the backup, and the books if they answer."""
        yield from _checks(readiness(self._house))
        if made_at := last_backup_at(self._house.data):
            # Backups carry the real time, in practice too.
            age = (Clock(None).now() - made_at).total_seconds()
            yield _gauge("jifen_backup_age_seconds", "Since the last whole backup.", age)
        try:
            with self._house.database.read_within(MOST_SECONDS) as session:
                now = self._house.clock.now()
                found = watched(session, now)
        except (SQLAlchemyError, Unavailable):
            return
        yield from _moved(found)
        yield from _waiting(found)
        yield from _seals(found, now)


def _checks(found: Readiness) -> Iterator[Metric]:
    failed = GaugeMetricFamily(
        "jifen_check_failed", "1 when a check of /readyz fails.", labels=["check"]
    )
    for code in CHECKS:
        failed.add_metric([code], code in found.failed)
    warned = GaugeMetricFamily(
        "jifen_warning", "1 when /readyz warns of something.", labels=["warning"]
    )
    for code in WARNINGS:
        warned.add_metric([code], code in found.warnings)
    yield from (failed, warned)


def _moved(found: Watched) -> Iterator[Metric]:
    moves = CounterMetricFamily(
        "jifen_transfers", "Movements of points in the books, by kind.", labels=["kind"]
    )
    points = CounterMetricFamily(
        "jifen_transferred_points", "Points moved in the books, by kind.", labels=["kind"]
    )
    for kind, moved in found.moved.items():
        moves.add_metric([kind.value], moved.count)
        points.add_metric([kind.value], moved.points)
    yield from (moves, points)


def _waiting(found: Watched) -> Iterator[Metric]:
    rounds = GaugeMetricFamily("jifen_rounds", "Villages' months, by state.", labels=["state"])
    for state, count in found.rounds.items():
        rounds.add_metric([state.value], count)
    yield rounds
    yield _gauge(
        "jifen_oldest_round_days",
        "Since the end of the oldest month that is not settled.",
        found.oldest_round_days,
    )
    yield _gauge(
        "jifen_notice_overdue_days",
        "Since the end of the oldest notice that is not settled.",
        found.notice_overdue_days,
    )
    yield _gauge(
        "jifen_market_day_overdue_days",
        "Since the oldest market day that is not closed.",
        found.market_day_overdue_days,
    )


def _seals(found: Watched, now: datetime) -> Iterator[Metric]:
    if found.sealed_at:
        age = (now - found.sealed_at).total_seconds()
        yield _gauge("jifen_seal_age_seconds", "Since the newest seal.", age)
    waits = (now - found.unsealed.since).total_seconds() if found.unsealed.since else 0
    yield _gauge("jifen_unsealed_rows", "Rows that no seal covers yet.", found.unsealed.rows)
    yield _gauge("jifen_unsealed_seconds", "Since the first step that no seal covers.", waits)


def _gauge(name: str, meaning: str, value: float) -> Metric:
    return GaugeMetricFamily(name, meaning, value=value)
