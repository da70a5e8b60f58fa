"""`jifen serve` over real HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path

import pytest

from tests.tidy.reading import ROOT

PROXY, SOMEBODY = "127.0.0.1", "127.0.0.2"
SECONDS_TO_START = 30


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """A port where a new district is served behind a proxy on this machine."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        found: int = free.getsockname()[1]
    environment = os.environ | {"JIFEN_DATA": str(tmp_path)}
    jifen = [sys.executable, "-m", "app.cli"]
    subprocess.run([*jifen, "db", "upgrade"], cwd=ROOT, env=environment, check=True)
    serve = [*jifen, "serve", "--port", str(found), "--proxy", PROXY]
    with subprocess.Popen(serve, cwd=ROOT, env=environment, stderr=subprocess.DEVNULL) as server:
        wait_for(found)
        yield found
        server.terminate()


def wait_for(port: int) -> None:
    for _ in range(SECONDS_TO_START * 10):
        with socket.socket() as knock:
            if knock.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    pytest.fail("nobody serves")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: Message
    text: str


def asked(
    port: int, method: str, path: str, body: bytes = b"", *, proto: str = "http", by: str = PROXY
) -> Answer:
    with closing(HTTPConnection(PROXY, port, timeout=30, source_address=(by, 0))) as connection:
        connection.request(method, path, body, {"X-Forwarded-Proto": proto})
        with connection.getresponse() as found:
            return Answer(found.status, found.headers, found.read().decode())


@pytest.mark.slow
def test_a_district_is_served_and_only_its_proxy_is_believed(port: int) -> None:
    assert json.loads(asked(port, "GET", "/healthz").text) == {"ok": True}
    ready = {"ok": True, "failed": [], "warnings": []}
    assert json.loads(asked(port, "GET", "/readyz").text) == ready

    page = asked(port, "GET", "/sign-in", proto="https")
    assert page.status == 200
    assert "Server" not in page.headers
    assert "Secure" in page.headers["Set-Cookie"]

    # Whoever is not the proxy says in vain that he came by HTTPS.
    assert (
        "Secure"
        not in asked(port, "GET", "/sign-in", proto="https", by=SOMEBODY).headers["Set-Cookie"]
    )

    large = asked(port, "POST", "/sign-in", b"x" * 10_000_000)
    assert large.status == 413
    assert "太大了" in large.text
