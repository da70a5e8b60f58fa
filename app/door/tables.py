"""Small CSV tables as people make them: from Excel in China (GB18030) or elsewhere (UTF-8)."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.kernel.errors import Invalid, TooLarge, Unsupported

MOST_ROWS: Final = 100_000
ENCODINGS: Final = ("utf-8-sig", "gb18030")


class TableUnreadable(Unsupported):
    """Not a text of commas: a workbook, a picture, or cut in the middle of a character."""

    code = "table_unreadable"


class TableEmpty(Invalid):
    """No rows below the head."""

    code = "table_empty"


class TableColumns(Invalid):
    """Columns are missing. Fact: `missing`."""

    code = "table_columns"


class TableTooLong(TooLarge):
    """More rows than are taken at once. Fact: `most`."""

    code = "table_too_long"


@dataclass(frozen=True)
class TableRow:
    """A row by the names of its columns; `number` is where it stands, counting the head as 1."""

    number: int
    cells: dict[str, str]


def read_table(
    content: bytes, columns: Sequence[str], *, optional: Sequence[str] = (), most: int = MOST_ROWS
) -> list[TableRow]:
    """The rows of a CSV file that are not empty; columns beside those named are left out.

    :raises TableUnreadable: not a CSV text.
    :raises TableColumns: one of `columns` is missing.
    :raises TableEmpty: no rows.
    :raises TableTooLong: more than `most`.
    """
    lines = _lines(_text(content))
    _number, first = next(lines, (0, []))
    if not first:
        raise TableEmpty
    head = _head(first, columns)
    rows: list[TableRow] = []
    for number, cells in lines:
        if len(rows) == most:
            raise TableTooLong(most=most)
        named = dict(zip(head, cells, strict=False))
        wanted = {name: named.get(name, "").strip() for name in (*columns, *optional)}
        rows.append(TableRow(number, wanted))
    if not rows:
        raise TableEmpty
    return rows


def _head(cells: Sequence[str], columns: Sequence[str]) -> list[str]:
    head = [name.strip().lower() for name in cells]
    missing = [name for name in columns if name not in head]
    if missing:
        raise TableColumns(missing=missing)
    return head


def _text(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableUnreadable


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Lines with something in them, and where they stand."""
    reader = csv.reader(io.StringIO(text), strict=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield reader.line_num, cells
    except csv.Error:
        raise TableUnreadable from None
