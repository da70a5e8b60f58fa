"""Opening a roster file: what it holds decides what it is, not what its name ends in."""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Final, Literal, NamedTuple

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from app.registry.households.roster import limits
from app.registry.households.roster.clean import Cell, text
from app.registry.households.roster.packing import repacked_workbook
from app.registry.households.roster.refusals import RosterEmpty, RosterUnreadable

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # Excel before 2007, or an encrypted workbook
ENCRYPTED: Final = "EncryptedPackage".encode("utf-16-le")
NOT_TEXT: Final = {b"%PDF": "pdf", b"{\\rtf": "rtf", b"Rar!": "archive", b"7z\xbc\xaf": "archive"}
UTF_16: Final = (b"\xff\xfe", b"\xfe\xff")
CONTROL: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f]")
DELIMITERS: Final = ",\t;"
HEAD_CHARACTERS: Final = 4_000
DIFFERENT_CELLS: Final = 4_096


class SheetRow(NamedTuple):
    """A line as Excel numbers it, and its cells as text."""

    number: int
    cells: list[str]


@dataclass(frozen=True)
class Table:
    """One worksheet, or the text; its rows can be read once."""

    name: str
    rows: Iterator[SheetRow]


@dataclass(frozen=True)
class RosterFile:
    """An opened file; its tables can be read once, one after the other."""

    kind: Literal["xlsx", "csv"]
    name: str
    tables: Iterator[Table]


def read_roster(source: bytes | Path, file_name: str = "") -> RosterFile:
    """Open a workbook or a text, given as its bytes or as a path.

    :raises RosterEmpty: no bytes in it.
    :raises RosterUnreadable: a PDF, an old or locked workbook, a broken zip, no text.
    :raises RosterTooLarge: more than `limits` allow; worksheets and lines are counted as read.
    """
    content = _content(source)
    name = file_name or (source.name if isinstance(source, Path) else "")
    if content.startswith(ZIP):
        return RosterFile("xlsx", name, _worksheets(_opened(repacked_workbook(content))))
    return RosterFile("csv", name, iter([_text_table(content, name)]))


def _content(source: bytes | Path) -> bytes:
    longest = limits.FILE_MIB * limits.MIB
    if isinstance(source, Path):
        with source.open("rb") as file:
            source = file.read(longest + 1)
    if len(source) > longest:
        raise limits.too_large("file")
    return source


def _opened(packed: io.BytesIO) -> CalamineWorkbook:
    try:
        return CalamineWorkbook.from_filelike(packed)
    except CalamineError as error:
        raise RosterUnreadable(reason="broken_workbook") from error


def _worksheets(workbook: CalamineWorkbook) -> Iterator[Table]:
    """The sheets one can see, each parsed when asked for."""
    for sheet in workbook.sheets_metadata:
        is_worksheet = sheet.typ == SheetTypeEnum.WorkSheet
        if is_worksheet and sheet.visible == SheetVisibleEnum.Visible:
            try:
                yield _worksheet(workbook.get_sheet_by_name(sheet.name))
            except CalamineError as error:
                raise RosterUnreadable(reason="broken_workbook") from error


def _remembering_text() -> Callable[[Cell], str]:
    """`text` with a memory, since most cells of a roster say what others said before.

    Never shared between files: what it remembers is personal.
    """
    return lru_cache(maxsize=DIFFERENT_CELLS, typed=True)(text)


def _worksheet(sheet: CalamineSheet) -> Table:
    if sheet.start is None:
        return Table(sheet.name, iter(()))
    cleaned = _remembering_text()
    rows = ([cleaned(cell) for cell in cells] for cells in sheet.iter_rows())
    # Rows come from the first of the sheet, cells from the first column that has any.
    return Table(sheet.name, _filled_down(rows, sheet.merged_cell_ranges or (), sheet.start[1]))


def _filled_down(
    rows: Iterable[list[str]],
    merged: Iterable[tuple[tuple[int, int], tuple[int, int]]],
    first_column: int,
) -> Iterator[SheetRow]:
    """What a merged block says, said in each of its rows; other blank cells stay blank."""
    starting: dict[int, list[tuple[int, int]]] = {}
    for (top, left), (bottom, _right) in merged:
        if bottom > top and left >= first_column:
            starting.setdefault(top, []).append((left - first_column, bottom))
    running: dict[int, tuple[str, int]] = {}
    for index, cells in enumerate(rows):
        for column, (said, bottom) in list(running.items()):
            cells[column] = said
            if index == bottom:
                del running[column]
        for column, bottom in starting.get(index, ()):
            if column < len(cells):
                running[column] = (cells[column], bottom)
        yield SheetRow(index + 1, cells)


def _text_table(content: bytes, name: str) -> Table:
    written = _decoded(content)
    if not written.strip():
        raise RosterEmpty
    head = written[:HEAD_CHARACTERS]
    delimiter = max(DELIMITERS, key=head.count)
    return Table(name, _lines(csv.reader(io.StringIO(written, newline=""), delimiter=delimiter)))


def _decoded(content: bytes) -> str:
    """UTF-8 first: what is GB18030 is never valid UTF-8, while nearly anything is GB18030."""
    _check_is_text(content)
    encodings = ("utf-16",) if content.startswith(UTF_16) else ("utf-8-sig", "gb18030")
    for encoding in encodings:
        try:
            written = content.decode(encoding).rstrip("\x1a")
        except UnicodeDecodeError:
            continue
        if CONTROL.search(written) or written.lstrip().startswith("<"):
            raise RosterUnreadable(reason="not_a_table")
        return written
    raise RosterUnreadable(reason="encoding")


def _check_is_text(content: bytes) -> None:
    if content.startswith(OLE):
        raise RosterUnreadable(reason="password" if ENCRYPTED in content else "old_excel")
    for start, reason in NOT_TEXT.items():
        if content.startswith(start):
            raise RosterUnreadable(reason=reason)


def _lines(reader: Iterable[list[str]]) -> Iterator[SheetRow]:
    cleaned = _remembering_text()
    try:
        for number, cells in enumerate(reader, start=1):
            if number > limits.ROWS:
                raise limits.too_large("rows_or_columns")
            if len(cells) > limits.COLUMNS and any(cells[limits.COLUMNS :]):
                raise limits.too_large("rows_or_columns")
            yield SheetRow(number, [cleaned(cell) for cell in cells])
    except csv.Error as error:
        raise RosterUnreadable(reason="broken_csv") from error
