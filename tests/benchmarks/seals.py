"""How long `jifen verify` takes over sealed rows, as a multiple of only reading them."""

from datetime import timedelta
from pathlib import Path
from statistics import median
from time import perf_counter

from app.kernel.db import Database
from app.registry.accounts.audit import Noted, note_each
from app.seals.actions import seal_books
from app.seals.books import BOOKS
from app.seals.keys import SealKey
from app.seals.verify import seal_checks
from tests import make

LINES = 100_000
AT_ONCE = 10_000
RUNS = 3


def measure(database: Database, folder: Path) -> dict[str, object]:
    """The figure for one kind of database: the audit has the widest rows of all sealed books."""
    key = SealKey.kept_in(folder)
    _work(database)
    began = perf_counter()
    with database.write() as session:
        head = seal_books(session, key, now=make.NOW)
    sealing = perf_counter() - began
    reading, verifying = [], []
    for _ in range(RUNS):
        with database.read() as session:
            began = perf_counter()
            for book in BOOKS:
                session.connection().execute(book.rows()).all()
            read = perf_counter()
            bad = [check.bad for check in seal_checks(session, key, head) if check.bad]
            reading.append(read - began)
            verifying.append(perf_counter() - read)
        assert not bad, bad
    ratios = (whole / bare for whole, bare in zip(verifying, reading, strict=True))
    return {
        "figure": "seals",
        "database": "sqlite" if database.is_sqlite else "postgresql",
        "rows": LINES,
        "seal_s": round(sealing, 2),
        "read_s": round(median(reading), 2),
        "verify_s": round(median(verifying), 2),
        "times_reading": round(median(ratios), 2),
        "at_most": 5,
    }


def _work(database: Database) -> None:
    with database.write() as session:
        clerk = make.admin(session)
        for start in range(0, LINES, AT_ONCE):
            lines = [
                Noted(("redemption", number), make.TOWNSHIP, {"points": number % 300, "kinds": 2})
                for number in range(start, start + AT_ONCE)
            ]
            note_each(session, clerk, "redeem", lines, now=make.NOW + timedelta(seconds=start))
