"""`jifen seal`, and what `jifen verify` says of what was sealed."""

from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import text

from app.kernel.db import Database
from tests import make
from tests.cli.running import run
from tests.house import app_on


@pytest.fixture
def app(database: Database, tmp_path: Path) -> APIFlask:
    """A house in which somebody did something."""
    with database.write() as session:
        make.stock(session, make.store(session), 9, code=make.goods(session))
    return app_on(database, tmp_path)


def test_a_seal_says_its_number_and_nothing_new_needs_none(app: APIFlask) -> None:
    first, second = run(app, "seal"), run(app, "seal")

    assert first.out.startswith("封存好了，第 1 号，")
    assert second.out == "从上次封存到现在没有新的记录。\n"


def test_verify_says_how_many_rows_no_seal_covers_yet(app: APIFlask) -> None:
    before = run(app, "verify", "--json").facts["unsealed_rows"]
    said = run(app, "verify", language="en").out
    run(app, "seal")

    after = run(app, "verify")

    assert before == 3  # a move, and two lines of the audit
    assert "3 rows came after the last seal" in said
    assert after.status == 0
    assert "还没有封存" not in after.out


def test_verify_names_what_was_changed_after_sealing(app: APIFlask, database: Database) -> None:
    head = run(app, "seal", "--json").facts["head"]
    assert run(app, "verify", "--json").facts["ok"]

    with database.write() as session:
        if database.is_sqlite:
            session.execute(text("DROP TRIGGER audit_no_update"))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
        session.execute(text("UPDATE audit SET verb = 'looked'"))

    assert len(head) == 64
    checked = run(app, "verify")
    assert checked.status == 1
    assert "错 sealed rows are as they were: audit" in checked.out


def test_a_database_put_back_to_before_its_last_seal_is_noticed(
    app: APIFlask, tmp_path: Path
) -> None:
    run(app, "seal")
    (head,) = tmp_path.rglob("seals/head")
    head.write_text(f"2 {'0' * 64}\n")

    checked = run(app, "verify", language="en")

    assert checked.status == 1
    assert "seal 2 is not the one that was written down" in checked.out
