"""Files that a page hands out, under a name in the reader's language."""

from typing import Final
from urllib.parse import quote

from flask import Response, make_response

EXCEL: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF: Final = "application/pdf"
CSV: Final = "text/csv; charset=utf-8"
TOML: Final = "application/toml; charset=utf-8"
ENDINGS: Final = {EXCEL: "xlsx", PDF: "pdf", CSV: "csv", TOML: "toml"}


def download(content: bytes, kind: str, name: str) -> Response:
    """A file to keep; `name` comes without its ending."""
    ending = ENDINGS[kind]
    response = make_response(content)
    response.headers["Content-Type"] = kind
    # Old browsers take the plain name, all others the one behind it.
    named = f"attachment; filename=jifen.{ending}; filename*=UTF-8''{quote(name, safe='')}.{ending}"
    response.headers["Content-Disposition"] = named
    return response
