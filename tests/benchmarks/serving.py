"""A server process of its own for a prepared district, as `jifen serve` runs it."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from socket import socket
from time import sleep

from app.kernel.db import Database

PATIENCE_S = 30


@contextmanager
def served(database: Database, data: Path) -> Iterator[int]:
    """The port of a running server."""
    port = _free_port()
    environment = {
        **os.environ,
        "JIFEN_DATABASE_URL": database.url.render_as_string(hide_password=False),
        "JIFEN_DISTRICT": database.district,
        "JIFEN_DATA": str(data),
    }
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(port)]
    with (data / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_for(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(PATIENCE_S)


def _free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    for _ in range(PATIENCE_S * 10):
        assert process.poll() is None, "the server did not start; see its log"
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except (OSError, HTTPException):
            sleep(0.1)
        else:
            return
    message = "the server did not answer in time"
    raise TimeoutError(message)
