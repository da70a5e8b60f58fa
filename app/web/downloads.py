"""Files that a page hands out, under a name in the reader's language."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Final
from urllib.parse import quote

from flask import Response, make_response

from app.papers.safe_text import safe_text

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


def csv_file(head: Sequence[str], rows: Iterable[Sequence[str | int]], name: str) -> Response:
    """A table as Chinese Excel opens it: with its mark in front, no text taken for a formula."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(head)
    writer.writerows(
        [safe_text(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return download(text.getvalue().encode("utf-8-sig"), CSV, name)
