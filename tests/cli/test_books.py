"""`jifen books`: the month book for who works at the command line."""

from pathlib import Path

from app.kernel.db import Database
from app.scoring.rounds.models import SheetState
from tests import make
from tests.cli.running import run
from tests.house import app_on
from tests.scoring.books import ALL_GOOD, filled, village


def test_a_book_goes_out_is_looked_at_and_comes_in(database: Database, tmp_path: Path) -> None:
    with database.write() as session:
        session.expire_on_commit = False
        make.practice(session)
        here = village(session, 2)
    house = app_on(database, tmp_path, fixed_now=make.NOW)
    code, number = here.round.village_code, here.homes[0].number
    file, who = tmp_path / "book.xlsx", ["--as", here.scorer.username]
    out = run(house, "books", "export", code, "2026-11", "--out", str(file), *who)
    assert out.status == 0, out.err
    file.write_bytes(filled(file.read_bytes(), {number: ALL_GOOD}))

    look = run(house, "books", "import", str(file), "--dry-run", "--json", *who)
    done = run(house, "books", "import", str(file), *who)
    again = run(house, "books", "import", str(file), *who)

    assert look.facts == {
        "new": 1, "replacing": 0, "unchanged": 0, "empty": 1, "faulty": 0, "faults": [],
    }  # fmt: skip
    assert "记好了 1 户" in done.out
    assert again.status == 1
    assert "没有可记的户" in again.err
    with database.read() as session:
        assert here.sheets(session) == [(SheetState.RECORDED, 78)]
