"""What the log says of a request, and what it must never say."""

import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from flask.testing import FlaskClient
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.door.logs import configure_logs, formatter
from app.door.routes import public
from app.kernel.db import Database
from tests import make
from tests.house import moved_in, new_app
from tests.web.browsing import signed_in

ID, OLD_ID, MOBILE = "37152219550312001X", "371522550312001", "13806350127"
NAME = "刘家\n\n洼"


class Lines(logging.Handler):
    """Keeps what would go to standard error."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(formatter())
        self.written: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.written.append(self.format(record))


@pytest.fixture
def lines() -> Iterator[list[str]]:
    configure_logs()
    handler = Lines()
    logging.getLogger().addHandler(handler)
    yield handler.written
    logging.getLogger().removeHandler(handler)


def test_a_request_is_one_line_with_its_route_and_who(
    database: Database, client: FlaskClient, lines: list[str]
) -> None:
    with database.write() as session:
        person = make.admin(session)

    signed_in(client, person).get("/language/fr?next=/me")

    said = json.loads(lines[-1])
    assert (said["route"], said["method"], said["status"]) == ("/language/<language>", "GET", 404)
    assert said["user"] == person.user_id
    assert said["ms"] >= 0
    assert "next" not in lines[-1]


@pytest.mark.parametrize("number", [ID, OLD_ID, MOBILE, "6222021234567890123"])
def test_personal_numbers_are_masked_wherever_they_stand(lines: list[str], number: str) -> None:
    log = structlog.stdlib.get_logger("jifen")

    event = f"看过 {number}"
    log.info(event, facts={number: [number, {"deep": f"-{number}-"}]})
    logging.getLogger("a library").warning("it says %s", number)

    assert len(lines) == 2
    assert not any(number in line for line in lines)
    assert all("****" in line for line in lines)


def test_numbers_that_are_nobodys_stay_readable(lines: list[str]) -> None:
    structlog.stdlib.get_logger("jifen").info("scanned", barcode="2000001000014", points=1234)

    assert "2000001000014" in lines[-1]


def test_a_mistake_is_logged_under_the_number_that_the_page_shows(
    database: Database, tmp_path: Path, lines: list[str]
) -> None:
    app = moved_in(new_app(), database, tmp_path)

    @public
    def broken() -> str:
        raise ValueError(f"about {ID}")

    app.add_url_rule("/broken", "broken", broken)
    app.testing = False

    page = app.test_client().get("/broken").text

    mistake = json.loads(next(line for line in lines if "ValueError" in line))
    assert mistake["number"] in page
    assert ID not in "".join(lines)


def test_a_refusal_is_logged_by_its_code(client: FlaskClient, lines: list[str]) -> None:
    client.get("/no-such-page")
    refused = json.loads(lines[-1])
    client.get("/sign-in")

    assert (refused["refused"], refused["status"]) == ("not_found", 404)
    assert json.loads(lines[-1])["refused"] is None


def test_every_answer_carries_the_number_of_its_line(client: FlaskClient, lines: list[str]) -> None:
    for address in ("/sign-in", "/no-such-page", "/api/v1/no-such-route", "/static/css/x.css"):
        answer = client.get(address)
        assert answer.headers["Jifen-Number"] == json.loads(lines[-1])["number"]


def test_a_line_stays_one_line_whatever_is_in_it(client: FlaskClient, lines: list[str]) -> None:
    client.get("/no%0a{%22level%22:%22info%22}")
    structlog.stdlib.get_logger("jifen").info('a\n{"status": 200}', said="\r\n\x1b[2J")

    assert all("\n" not in line and "\x1b" not in line for line in lines)
    assert all(json.loads(line) for line in lines)


def test_what_a_server_tells_of_a_row_ends_where_the_statement_begins(lines: list[str]) -> None:
    told = f"null value\nDETAIL:  Failing row contains ({NAME}).\n[SQL: INSERT]"
    structlog.stdlib.get_logger("jifen").error("broken", exception=told)

    assert json.loads(lines[-1])["exception"] == "null value\nDETAIL: ****\n[SQL: INSERT]"


def test_a_row_that_the_database_refuses_is_not_told(database: Database, lines: list[str]) -> None:
    nameless = text("INSERT INTO users (id, name) VALUES (99, :name)")
    try:
        with database.write() as session:
            session.execute(nameless, {"name": NAME})
    except IntegrityError:
        structlog.stdlib.get_logger("jifen").exception("broken")

    assert "IntegrityError" in lines[-1]
    assert "[SQL: " in lines[-1]
    assert not any(part in lines[-1] for part in NAME.split())
