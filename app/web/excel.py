"""导出 Excel: a workbook as a download, named in the reader's language."""

from typing import Final

from flask import Response

from app.door.context import practice
from app.papers.workbooks import Sheet, workbook
from app.web.downloads import EXCEL, download

# An export is a page without pages; what is longer is for the command line.
MOST_ROWS: Final = 50_000


def excel(name: str, *sheets: Sheet) -> Response:
    """The sheets as one file; in practice everything in it says so."""
    return download(workbook(sheets, practice=practice()), EXCEL, name)
