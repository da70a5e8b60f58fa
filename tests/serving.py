"""The whole application on a real server, for browsers."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

from apiflask import APIFlask
from playwright.sync_api import Browser, BrowserContext, Page
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.wrappers import Response

from app.kernel.db import Database
from app.registry.accounts.actor import Actor
from tests import make
from tests.house import app_on

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

WAIT_MS = 10_000
PHONE = {"width": 390, "height": 844}
OFFICE = {"width": 1280, "height": 800}


class Quiet(WSGIRequestHandler):
    """Leaves the log to the application, which writes a line for each request itself."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Say nothing."""


@dataclass(frozen=True)
class Site:
    """A running application: where it is, and what it stands on."""

    address: str
    database: Database
    app: APIFlask
    chromium: Browser

    @contextmanager
    def browser(
        self,
        person: Actor | None = None,
        *,
        scripts: bool = True,
        viewport: dict[str, int] | None = None,
    ) -> Iterator[Page]:
        """A page of a fresh browser, in which this person, made by `make`, has signed in."""
        size = viewport or OFFICE
        context = self.chromium.new_context(
            base_url=self.address,
            java_script_enabled=scripts,
            viewport={"width": size["width"], "height": size["height"]},
            locale="zh-CN",
        )
        context.set_default_timeout(WAIT_MS)
        if person:
            self._sign_in(context, person)
        try:
            yield context.new_page()
        finally:
            context.close()

    def _sign_in(self, context: BrowserContext, person: Actor) -> None:
        serializer = self.app.session_interface.get_signing_serializer(self.app)  # type: ignore[attr-defined]
        assert serializer, "the application has a secret key"
        secret = make.sign_in_secret(person.user_id)
        remembered = serializer.dumps({"_user_id": secret, "_fresh": True})
        name = self.app.config["SESSION_COOKIE_NAME"]
        context.add_cookies([{"name": name, "value": remembered, "url": self.address}])


def _answers_whole(app: "WSGIApplication") -> "WSGIApplication":
    """Close the files of an answer before it is sent: a browser may leave in the middle of it."""

    def answer(environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        return Response.from_app(app, environ, buffered=True)(environ, start_response)

    return answer


@contextmanager
def served(database: Database, data: Path, chromium: Browser) -> Iterator[Site]:
    """The application on a free port of this machine, with a thread for each request."""
    app = app_on(database, data)
    server = make_server("127.0.0.1", 0, _answers_whole(app), threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield Site(f"http://127.0.0.1:{server.port}", database, app, chromium)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
