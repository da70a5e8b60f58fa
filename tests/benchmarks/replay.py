"""The statements of a redemption, recorded from the action and sent again by the bare driver."""

import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from time import perf_counter
from typing import Any

import psycopg
from sqlalchemy import Connection, Engine, event

from app.kernel.db import Database
from app.kernel.once import Request, run_once
from app.registry.accounts.queries import actor_by_token
from app.shop.redemptions.actions import redeem
from app.shop.redemptions.rules import Basket, BasketLine
from tests import make
from tests.benchmarks.counter import Counter, request_id

Statement = tuple[str, Any]
# What a replay must fill with the ids that its own INSERT … RETURNING gave.
REDEMPTION_KEYS = ("redemption_id", "source_id", "object_id", "claim_object")


def record(database: Database, counter: Counter, count: int) -> list[list[Statement]]:
    """The statements of so many redemptions, each with its parameters as the driver got them."""
    recorded: list[list[Statement]] = []
    with _listening(recorded):
        for place in range(count):
            recorded.append([])
            redeem_once(database, counter, place)
    return recorded


def redeem_once(database: Database, counter: Counter, place: int) -> None:
    """What the interface does for one PUT, without HTTP: the token's owner, the claim, the till."""
    with database.read() as session:
        clerk = actor_by_token(session, counter.token, make.NOW)
    body = counter.body(place)
    uuid = request_id(place)
    request = Request.of(clerk.user_id, "redemptions", uuid, body)
    lines = [BasketLine(code, 1 + (code == "soap")) for code in ("salt", "soap", "towel")]
    basket = Basket(uuid, counter.store_code, lines, card=counter.cards[place])
    with database.write() as session:
        run_once(session, request, lambda: redeem(session, clerk, basket, now=make.NOW))


@contextmanager
def _listening(recorded: list[list[Statement]]) -> Iterator[None]:
    def before(
        _connection: Connection,
        _cursor: object,
        statement: str,
        parameters: Any,  # noqa: ANN401 — whatever the driver takes
        _context: object,
        _executemany: bool,  # noqa: FBT001 — the event's own signature
    ) -> None:
        recorded[-1].append((statement, parameters))

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def replay_sqlite(database: Database, recorded: Sequence[Sequence[Statement]]) -> float:
    """Redemptions a second through bare sqlite3: one connection, no lock to wait for."""
    with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as bare:
        bare.execute("PRAGMA synchronous=FULL")
        bare.execute("PRAGMA foreign_keys=ON")
        started = perf_counter()
        for statements in recorded:
            _replay_one(bare, statements)
        return len(recorded) / (perf_counter() - started)


def _replay_one(bare: sqlite3.Connection, statements: Sequence[Statement]) -> None:
    for sql, parameters in statements:
        if sql.startswith("BEGIN"):
            if bare.in_transaction:
                bare.execute("COMMIT")
            bare.execute(sql)
        elif isinstance(parameters, list):
            bare.executemany(sql, parameters)
        else:
            bare.execute(sql, parameters).fetchall()
    bare.execute("COMMIT")


def replay_postgresql(
    database: Database, recorded: Sequence[Sequence[Statement]], clients: int
) -> float:
    """Redemptions a second through bare psycopg, on as many connections as there are clients."""
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    connections = [psycopg.connect(url) for _ in range(clients)]
    shares = [recorded[number::clients] for number in range(clients)]
    started = perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        list(pool.map(_replay_share, connections, shares))
    seconds = perf_counter() - started
    for connection in connections:
        connection.close()
    return len(recorded) / seconds


def _replay_share(
    connection: psycopg.Connection[Any], share: Sequence[Sequence[Statement]]
) -> None:
    for statements in share:
        _replay_with_own_ids(connection, statements)
        connection.commit()


def _replay_with_own_ids(
    connection: psycopg.Connection[Any], statements: Sequence[Statement]
) -> None:
    redemption_id: int | None = None
    moves: list[int] = []
    for sql, parameters in statements:
        many = isinstance(parameters, list)
        rows_sent = parameters if many else [parameters]
        filled = [_filled(row or {}, redemption_id, moves) for row in rows_sent]
        cursor = connection.cursor()
        if many:
            cursor.executemany(sql.encode(), filled)
            continue
        cursor.execute(sql.encode(), filled[0])
        if "RETURNING" in sql:
            rows = cursor.fetchall()
            if "INTO" in sql and ".redemptions" in sql:
                redemption_id = rows[0][0]
            elif "INTO" in sql and ".moves" in sql:
                moves.extend(row[-1] for row in rows)


def _filled(
    row: Mapping[str, Any], redemption_id: int | None, moves: list[int]
) -> Mapping[str, Any]:
    if redemption_id is None:
        return row
    own = {key: redemption_id for key in REDEMPTION_KEYS if key in row}
    if "move_id" in row:
        own["move_id"] = moves.pop(0)
    return {**row, **own}
