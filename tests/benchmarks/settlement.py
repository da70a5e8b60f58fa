"""How long crediting a month takes, as a multiple of the bare INSERT … SELECT of its transfers.

The bare one goes through the driver into an empty table with the ledger's keys and constraints.
"""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from statistics import median
from time import perf_counter
from uuid import uuid4

import psycopg
from sqlalchemy import insert, select

from app.kernel.db import Database
from app.kernel.period import Period
from app.ledger.actions import open_accounts
from app.registry.households.models import Household
from app.registry.places.models import Place, PlaceKind
from app.scoring.rounds.models import Round, RoundState, Sheet, SheetState
from app.scoring.rounds.settle import settle_due
from tests import make

SHEETS = 37_730  # ten districts' worth of households, in one month
VILLAGES = 540
RUNS = 5
FOREIGN_KEYS = {
    "debit_account_id": "accounts",
    "credit_account_id": "accounts",
    "actor_id": "users",
}
BARE_COLUMNS = ", ".join(
    (*FOREIGN_KEYS, "points", "kind", "source_kind", "source_id", "period", "at")
)


def measure(database: Database) -> dict[str, object]:
    """The figure for one kind of database."""
    _prepare(database)
    settled, bare = [], []
    for run in range(RUNS):
        _months_on_the_wall(database, Period.of(make.NOW).plus(-run - 1))
        settled.append(_seconds(lambda: _settle(database)))
        bare.append(_bare_seconds(database))
    ratio = median(ours / theirs for ours, theirs in zip(settled, bare, strict=True))
    return {
        "figure": "settlement",
        "database": "sqlite" if database.is_sqlite else "postgresql",
        "sheets": SHEETS,
        "settle_s": round(median(settled), 3),
        "bare_s": round(median(bare), 3),
        "times_bare": round(ratio, 2),
        "at_most": 8 if database.is_sqlite else 4,
    }


def _prepare(database: Database) -> None:
    with database.write() as session:
        make.scheme(session)
        make.district(session)
        codes = [f"{make.TOWNSHIP}{number:03d}" for number in range(VILLAGES)]
        session.execute(
            insert(Place),
            [
                {
                    "code": code,
                    "name": code,
                    "kind": PlaceKind.VILLAGE,
                    "parent_code": make.TOWNSHIP,
                }
                for code in codes
            ],
        )
        session.execute(
            insert(Household),
            [
                {
                    "number": f"{number:011d}",
                    "village_code": codes[number % VILLAGES],
                    "head_name": "张桂兰",
                    "sort_key": "zhang",
                    "size": 3,
                    "registered_at": make.NOW,
                }
                for number in range(SHEETS)
            ],
        )
        open_accounts(session)
        make.practice(session)
        make.committee(session, session.get_one(Place, codes[0]))
        make.township_officer(session)


def _months_on_the_wall(database: Database, period: Period) -> None:
    """Every village's month, publicised and ended, with a certified sheet for each household."""
    with database.write() as session:
        version = make.scheme(session)
        scorer, certifier = make.console(session).user_id, make.township_officer(session).user_id
        villages = session.scalars(select(Place.code).where(Place.kind == PlaceKind.VILLAGE)).all()
        row = {
            "period": period, "scheme_version_id": version.id, "state": RoundState.PUBLICISED,
            "notice_days": 7, "opened_at": make.NOW, "opened_by": scorer,
            "certified_by": certifier, "closes_at": make.NOW,
        }  # fmt: skip
        session.execute(insert(Round), [{**row, "village_code": code} for code in villages])
        rounds = dict(
            session.execute(select(Round.village_code, Round.id).where(Round.period == period))
            .tuples()
            .all()
        )
        homes = session.execute(select(Household.id, Household.village_code)).all()
        session.execute(
            insert(Sheet),
            [
                {
                    "uuid": uuid4(), "round_id": rounds[home.village_code],
                    "household_id": home.id, "answers": make.answers(), "points": 100,
                    "category_points": {}, "state": SheetState.CERTIFIED, "recorded_by": scorer,
                    "recorded_at": make.NOW, "certified_by": certifier,
                }
                for home in homes
            ],
        )  # fmt: skip


def _settle(database: Database) -> None:
    with database.write() as session:
        settle_due(session, make.console(session), now=make.NOW)


def _seconds(work: Callable[[], None]) -> float:
    started = perf_counter()
    work()
    return perf_counter() - started


def _bare_seconds(database: Database) -> float:
    """The driver alone: as many transfers, INSERT … SELECT into a table like the ledger's own."""
    copy = (
        f"INSERT INTO bare ({BARE_COLUMNS}) SELECT {BARE_COLUMNS} FROM transfers"
        f" ORDER BY id DESC LIMIT {SHEETS}"
    )
    if database.is_sqlite:
        with closing(sqlite3.connect(str(database.url.database), isolation_level=None)) as bare:
            bare.execute("PRAGMA synchronous=FULL")
            bare.execute("PRAGMA foreign_keys=ON")
            _run(bare.execute, _like_transfers_on_sqlite(bare))
            seconds = _seconds(lambda: _run(bare.execute, ("BEGIN IMMEDIATE", copy, "COMMIT")))
            bare.execute("DROP TABLE bare")
        return seconds
    url = database.url.set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f'SET search_path TO "{database.schema}"'.encode())
        connection.execute(b"CREATE TABLE bare (LIKE transfers INCLUDING ALL)")
        for column, table in FOREIGN_KEYS.items():
            connection.execute(
                f"ALTER TABLE bare ADD FOREIGN KEY ({column}) REFERENCES {table} (id)".encode()
            )
        seconds = _seconds(lambda: _run(connection.execute, (copy.encode(),)))
        connection.execute(b"DROP TABLE bare")
    return seconds


def _like_transfers_on_sqlite(bare: sqlite3.Connection) -> tuple[str, ...]:
    """The statements that made the ledger's table and its indexes, under another name."""
    rows = bare.execute(
        "SELECT sql FROM sqlite_master WHERE tbl_name = 'transfers'"
        " AND type IN ('table', 'index') AND sql IS NOT NULL"
    )
    made = (str(row[0]) for row in rows)
    return tuple(
        statement.replace("transfers", "bare").replace("ix_", "ix_b_") for statement in made
    )


def _run(execute: Callable[..., object], statements: tuple[object, ...]) -> None:
    for statement in statements:
        execute(statement)
