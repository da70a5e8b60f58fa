"""Working days and their months from the command line."""

from datetime import date
from pathlib import Path

import pytest
from apiflask import APIFlask

from app.kernel.db import Database
from app.registry.workdays.queries import work_calendar
from app.scoring.rounds.models import Round
from tests import make
from tests.cli.running import run

YEAR = "day,works\n2027-02-08,0\n2027/2/9,休\n2027-02-13,1\n"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "2027.csv"
    path.write_text(YEAR, "gb18030")
    return path


def test_a_file_is_taken_in_and_twice_changes_nothing(
    app: APIFlask, database: Database, file: Path
) -> None:
    for _ in range(2):
        assert run(app, "workdays", "import", str(file), "--json").facts == {
            "days": 3,
            "years": [2027],
        }

    with database.read() as session:
        calendar = work_calendar(session)
        assert not calendar.works(date(2027, 2, 9))
        assert calendar.works(date(2027, 2, 13))


def test_a_line_that_cannot_be_read_is_named_and_nothing_is_taken_in(
    app: APIFlask, database: Database, file: Path
) -> None:
    file.write_text(YEAR + "除夕,0\n", "utf-8")

    ran = run(app, "workdays", "import", str(file))

    assert ran.status == 1
    assert "“5: 除夕,0”看不懂" in ran.err
    with database.read() as session:
        assert 2027 not in work_calendar(session).years


def test_a_month_is_opened_by_working_days(app: APIFlask, database: Database) -> None:
    with database.write() as session:
        make.scheme(session)
        village = make.village(session).code

    ran = run(
        app, "rounds", "open", "2026-11", "--village", village, "--notice-days", "5",
        "--working-days", "--answer-days", "3", "--json",
    )  # fmt: skip

    with database.read() as session:
        opened = session.get_one(Round, int(ran.facts["rounds"][0]))
        assert (opened.counts_working_days, opened.notice_days, opened.answer_days) == (True, 5, 3)
