"""The application served over HTTP, for a real browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Thread

from apiflask import APIFlask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, BrowserContext
from werkzeug.serving import make_server

from app.registry.accounts.actor import Actor
from tests.web.browsing import signed_in


@contextmanager
def served(app: APIFlask) -> Iterator[str]:
    """Serve an app on a free port of this machine; gives its address."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@contextmanager
def reading(
    browser: Browser,
    app: APIFlask,
    address: str,
    person: Actor | None = None,
    *,
    scripts: bool = True,
) -> Iterator[BrowserContext]:
    """A window in which this person, or nobody, has signed in; relative addresses work."""
    window = browser.new_context(base_url=address, java_script_enabled=scripts)
    if person is not None:
        cookie = _session_cookie(signed_in(app.test_client(), person))
        window.add_cookies([{"name": "jifen", "value": cookie, "url": address}])
    try:
        yield window
    finally:
        window.close()


def _session_cookie(client: FlaskClient) -> str:
    found = client.get_cookie("jifen")
    assert found, "signed_in() makes one"
    return found.value
