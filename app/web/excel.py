"""导出 Excel: a workbook as a download, named in the reader's language."""

from typing import Final
from urllib.parse import quote

from flask import Response, make_response

from app.door.context import practice
from app.papers.workbooks import Sheet, workbook

TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# An export is a page without pages; what is longer is for the command line.
MOST_ROWS: Final = 50_000


def excel(name: str, *sheets: Sheet) -> Response:
    """The sheets as one file; in practice everything in it says so."""
    response = make_response(workbook(sheets, practice=practice()))
    response.headers["Content-Type"] = TYPE
    # Old browsers take the plain name, all others the one behind it.
    named = f"attachment; filename=jifen.xlsx; filename*=UTF-8''{quote(name, safe='')}.xlsx"
    response.headers["Content-Disposition"] = named
    return response
