"""A CSV file as people hand it over: from Excel in Chinese or English, or from another program."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.kernel.errors import Invalid, TooLarge, Unsupported

MOST_ROWS: Final = 100_000
# Excel saves "Unicode text" with tabs; some settings make semicolons of the commas.
DELIMITERS: Final = ",\t;"


class TableEmpty(Invalid):
    """No row below the headings."""

    code = "table_empty"


class TableColumnsMissing(Invalid):
    """The first row lacks columns. Fact: `missing`, their names."""

    code = "table_columns"


class TableUnreadable(Unsupported):
    """No text, or no table."""

    code = "table_unreadable"


class TableTooLong(TooLarge):
    """More rows than we take. Fact: `most`."""

    code = "table_too_long"


@dataclass(frozen=True)
class Row:
    """A row: its number in the file, and its cells by column, without spaces around them."""

    number: int
    cells: dict[str, str]


def table(content: bytes, columns: Sequence[str], optional: Sequence[str] = ()) -> list[Row]:
    """The rows of a CSV file that has at least these columns; empty rows are passed over.

    :raises TableUnreadable: neither UTF-8 nor GB18030, or no CSV.
    :raises TableColumnsMissing: one of `columns` is not there.
    :raises TableEmpty: nothing below the headings.
    :raises TableTooLong: more than 100,000 rows.
    """
    lines = _lines(_text(content))
    headings = [cell.strip().casefold() for _number, cells in lines[:1] for cell in cells]
    if missing := [column for column in columns if column not in headings]:
        raise TableColumnsMissing(missing=missing) if headings else TableEmpty
    rows = [
        Row(number, _by_column(headings, cells, [*columns, *optional]))
        for number, cells in lines[1:]
    ]
    if not rows:
        raise TableEmpty
    return rows


def _text(content: bytes) -> str:
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings: tuple[str, ...] = ("utf-16",)
    else:
        encodings = ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise TableUnreadable


def _lines(text: str) -> list[tuple[int, list[str]]]:
    first = text.lstrip().partition("\n")[0]
    delimiter = max(DELIMITERS, key=first.count)
    try:
        found = list(_numbered(text, delimiter))
    except csv.Error:
        raise TableUnreadable from None
    if len(found) > MOST_ROWS + 1:
        raise TableTooLong(most=MOST_ROWS)
    return found


def _numbered(text: str, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, cells


def _by_column(headings: list[str], cells: list[str], wanted: list[str]) -> dict[str, str]:
    found = dict(zip(headings, cells, strict=False))
    return {column: found.get(column, "").strip() for column in wanted}
