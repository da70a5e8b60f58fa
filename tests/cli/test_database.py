"""`jifen db` and `jifen verify`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from apiflask import APIFlask
from sqlalchemy import text

from app.kernel.db import Database
from tests import make
from tests.cli.running import run
from tests.house import app_on
from tests.tidy.reading import ROOT


def test_a_database_is_made_practice_once_and_for_all(app: APIFlask) -> None:
    first = run(app, "db", "upgrade", "--json")
    second = run(app, "db", "upgrade", "--practice")

    assert first.facts == {"practice": False}
    assert (second.status, "这是正式的数据库" in second.err) == (1, True)


def test_a_practice_database_stays_one(app: APIFlask, database: Database) -> None:
    with database.write() as session:
        make.practice(session)

    assert run(app, "db", "upgrade", "--practice", "--json").facts == {"practice": True}
    assert run(app, "db", "upgrade", "--json").facts == {"practice": True}


def test_models_and_migrations_agree(app: APIFlask) -> None:
    assert run(app, "db", "check", "--json").facts == {"ok": True}


def test_the_books_of_a_new_district_agree(app: APIFlask) -> None:
    ran = run(app, "verify", "--json")

    assert ran.status == 0
    assert ran.facts["ok"] is True
    assert {check["rows"] for check in ran.facts["checks"]} == {0}


def forge(database: Database, by: int) -> None:
    """Move every household's balance without a transfer, as no program of ours would."""
    with database.write() as session:
        session.execute(
            text(
                f"UPDATE accounts SET balance = balance + {by}, credited = credited + {by}"
                " WHERE household_id IS NOT NULL"
            )
        )


def test_a_forged_balance_is_found_and_named(app: APIFlask, database: Database) -> None:
    with database.write() as session:
        make.household(session, village=make.village(session), balance=50)
    forge(database, by=1)

    ran = run(app, "verify", "--json")

    forge(database, by=-1)
    assert (ran.status, ran.facts["ok"]) == (1, False)
    assert any(check["bad"] for check in ran.facts["checks"])


@pytest.fixture
def alone(tmp_path: Path) -> dict[str, str]:
    """The environment of an installation that nobody has set up."""
    return os.environ | {"JIFEN_DATA": str(tmp_path / "data"), "LANG": "en_GB.UTF-8", "LC_ALL": ""}


def jifen(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "app.cli", *words]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.mark.slow
def test_nothing_is_made_by_asking_for_help(alone: dict[str, str]) -> None:
    assert jifen(alone, "db", "upgrade", "--help").returncode == 0
    assert not Path(alone["JIFEN_DATA"]).exists()


@pytest.mark.parametrize(
    "words",
    [("serve",), ("verify",), ("db", "check"), ("rounds", "settle"), ("tokens", "issue", "x")],
)
def test_without_tables_every_command_says_what_to_run_first(
    unmigrated: Database, tmp_path: Path, words: tuple[str, ...]
) -> None:
    ran = run(app_on(unmigrated, tmp_path), *words, language="en")

    assert ran.status == 1
    assert "Run jifen db upgrade first." in ran.err


@pytest.mark.slow
def test_from_nothing_to_a_database_by_one_command(alone: dict[str, str]) -> None:
    made = jifen(alone, "db", "upgrade", "--practice", "--json")

    assert json.loads(made.stdout) == {"practice": True}
    keys = Path(alone["JIFEN_DATA"]) / "keys"
    assert {file.stat().st_mode & 0o777 for file in keys.iterdir()} == {0o600}
