"""Style sheets, scripts and drawings: fetched once, and again only when they change.

Their address carries the time of their last change, so that a phone on a weak signal may keep them
for a year and still gets the new ones after an update.
"""

from pathlib import Path
from typing import Any, Final

from flask import Flask, Response, current_app, request

KEPT: Final = "public, max-age=31536000, immutable"
ENDPOINT: Final = "static"
FOUND: Final = frozenset({200, 206, 304})


def init_static_files(app: Flask) -> None:
    """Stamp the addresses of static files, and let browsers keep what is stamped."""
    app.url_defaults(_stamp)
    app.after_request(_keep)


def _stamp(endpoint: str, values: dict[str, Any]) -> None:
    folder = current_app.static_folder
    if endpoint != ENDPOINT or folder is None or "filename" not in values:
        return
    file = Path(folder) / values["filename"]
    if file.is_file():
        values["v"] = f"{file.stat().st_mtime_ns // 1_000_000:x}"


def _keep(response: Response) -> Response:
    if request.endpoint == ENDPOINT and "v" in request.args and response.status_code in FOUND:
        response.headers["Cache-Control"] = KEPT
    return response
