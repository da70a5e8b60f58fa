"""Pages for programs that watch the service: is it alive, can it serve, its figures."""

import hmac
from typing import Final

from flask import Blueprint, Response, make_response, request

from app.door.context import House, house
from app.door.metrics import CONTENT_TYPE, said_to_prometheus
from app.door.readiness import readiness
from app.door.routes import public
from app.kernel.errors import NotFound

pages: Final = Blueprint("watch", __name__)

#: Nobody signs in here, and nobody's session is looked up: it would need the database.
ENDPOINTS: Final = frozenset({"watch.healthz", "watch.readyz", "watch.metrics"})
METRICS_FILE: Final = "metrics.token"
SHORTEST_TOKEN: Final = 32


@pages.get("/healthz")
@public
def healthz() -> Response:
    """Whether the process lives: it asks nobody anything."""
    return make_response({"ok": True})


@pages.get("/readyz")
@public
def readyz() -> Response:
    """Whether requests may be sent here; 503 with the codes of what failed."""
    found = readiness(house())
    status = 200 if found.ok else 503
    said = {"ok": found.ok, "failed": found.failed, "warnings": found.warnings}
    kinds = ["application/json", "text/plain"]
    if request.accept_mimetypes.best_match(kinds, kinds[0]) == kinds[0]:
        return make_response(said, status)
    lines = ["ok" if found.ok else "not ready", *found.failed, *found.warnings]
    return Response("\n".join(lines) + "\n", status, mimetype="text/plain")


@pages.get("/metrics")
@public
def metrics() -> Response:
    """Figures for Prometheus, for who knows the token; for all others there is no such page."""
    token = _token(house())
    given = request.authorization
    if token is None or given is None or given.type != "bearer":
        raise NotFound
    if not hmac.compare_digest((given.token or "").encode(), token.encode()):
        raise NotFound
    return Response(said_to_prometheus(house()), content_type=CONTENT_TYPE)


def _token(place: House) -> str | None:
    """What the file of the token holds; None when there is none, or one that could be guessed."""
    try:
        found = (place.data / METRICS_FILE).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    return found if len(found) >= SHORTEST_TOKEN else None
