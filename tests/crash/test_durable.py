"""What is acknowledged is on the disk: asked of the connections that a running server uses."""

import json
from http.client import HTTPConnection
from pathlib import Path

import pytest

from app.kernel.db import Database
from app.kernel.durable import NotDurable, check_durable
from tests import make
from tests.crash.children import CONNECTIONS, Place
from tests.crash.processes import server


@pytest.mark.slow
def test_every_connection_of_a_running_server_waits_for_the_disk(
    database: Database, tmp_path: Path
) -> None:
    with database.write() as session:
        make.practice(session)
    with server(Place.of(database, tmp_path)) as running:
        running.start()
        connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
        connection.request("GET", "/connections")
        found = json.loads(connection.getresponse().read())
        connection.close()

    # The server of these tests itself is told not to wait, to be quick.
    forgets = {"fsync", "full_page_writes", "synchronous_commit"}
    assert len(found) == CONNECTIONS
    assert [set(each) for each in found] == [set() if database.is_sqlite else forgets] * CONNECTIONS


def test_real_points_are_not_served_where_a_power_cut_loses_some(database: Database) -> None:
    if database.is_sqlite:
        check_durable(database)
        return
    with pytest.raises(NotDurable) as refused:
        check_durable(database)
    assert refused.value.facts == {"setting": "fsync", "value": "off"}


def test_a_practice_database_may_be_quick(database: Database) -> None:
    with database.write() as session:
        make.practice(session)

    check_durable(database)
