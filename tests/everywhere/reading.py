"""The words in an answer, whatever it is packed in: a page, JSON, a workbook, a PDF, a picture."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from io import BytesIO
from zipfile import ZipFile

from PIL import Image
from werkzeug.datastructures import Headers

from app.door.logs import formatter
from tests.everywhere.walking import Answer
from tests.papers.pdf_reading import page_contents, texts

WORKBOOK = "spreadsheetml"


class _Lines(logging.Handler):
    """Keeps each line as it would stand in the log."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(formatter())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """One line more."""
        self.lines.append(self.format(record))


@contextmanager
def logged() -> Iterator[list[str]]:
    """What the house writes into its log meanwhile."""
    handler = _Lines()
    logging.getLogger().addHandler(handler)
    try:
        yield handler.lines
    finally:
        logging.getLogger().removeHandler(handler)


@cache
def texts_of(answer: Answer) -> str:
    """Everything that could be read in it: headers and addresses too."""
    return words_in(answer.headers, answer.body)


def words_in(headers: Headers, body: bytes) -> str:
    """The words of an answer, and of what it is called."""
    kind = headers.get("Content-Type", "")
    said = "\n".join(f"{name}: {value}" for name, value in headers)
    if WORKBOOK in kind:
        return said + in_workbook(body)
    if kind.startswith("application/pdf"):
        return said + in_pdf(body)
    if kind.startswith("image/") and "svg" not in kind:
        return said + in_picture(body)
    return said + body.decode()


def in_workbook(content: bytes) -> str:
    """All parts of a workbook: cells, names of sheets, remarks, properties."""
    with ZipFile(BytesIO(content)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def in_pdf(content: bytes) -> str:
    """What stands on its pages, in one line, and its properties."""
    pages = range(len(page_contents(content)))
    drawn = " ".join("".join(texts(content, page)) for page in pages)
    return drawn + content.decode("latin-1")


def in_picture(content: bytes) -> str:
    """What a picture says besides what it shows."""
    with Image.open(BytesIO(content)) as picture:
        return f"{picture.info} {dict(picture.getexif())}"
