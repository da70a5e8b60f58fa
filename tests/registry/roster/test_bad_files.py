import io
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from app.registry.households.roster import limits
from app.registry.households.roster.refusals import (
    RosterEmpty,
    RosterManySheets,
    RosterTooLarge,
    RosterUnreadable,
)
from tests.registry.roster.sheets import (
    DATA,
    GOOD_ID,
    SHEET,
    checked,
    text_table,
    with_part,
    workbook,
)

LINES = [SHEET, ("李太屯社区", "001", "袁小英", GOOD_ID)]
GOOD = workbook(LINES)
FIRST_SHEET = "xl/worksheets/sheet1.xml"


def sheet_with(cells: str, after: str = "") -> bytes:
    """A workbook whose worksheet holds these cells as they are."""
    name = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    rows = f'<worksheet xmlns="{name}"><sheetData><row r="1">{cells}</row></sheetData>'
    return with_part(GOOD, FIRST_SHEET, f"{rows}{after}</worksheet>".encode())


def zipped(*names: str) -> bytes:
    """A zip of empty files with these names."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as box:
        for name in names:
            box.writestr(name, "")
    return file.getvalue()


def bomb(size_bytes: int = 200_000_000) -> bytes:
    """200 MB of nothing in a worksheet, in a file of 200 kB."""
    return with_part(GOOD, FIRST_SHEET, bytes(size_bytes))


def packed_otherwise() -> bytes:
    """A workbook whose zip was made with a method that Excel does not use."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as old, zipfile.ZipFile(file, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name), zipfile.ZIP_BZIP2)
    return file.getvalue()


def with_two_of_a_name() -> bytes:
    """A zip in which two parts differ in their capitals only: readers disagree which is meant."""
    return with_part(GOOD, FIRST_SHEET.upper(), b"<worksheet/>")


def bomb_that_lies() -> bytes:
    """The same, but the zip says that it unpacks to 100 bytes."""
    packed = bytearray(bomb())
    with zipfile.ZipFile(io.BytesIO(packed)) as box:
        entry = box.getinfo(FIRST_SHEET)
    size = entry.file_size.to_bytes(4, "little")
    return bytes(packed).replace(size, (100).to_bytes(4, "little"))


def locked() -> bytes:
    """A workbook with a password, as Excel writes it: no zip at all."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le")


def locked_zip() -> bytes:
    """A zip whose entries are marked as encrypted."""
    packed = bytearray(GOOD)
    for start, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = packed.find(start)
        while place >= 0:
            packed[place + offset] |= 1
            place = packed.find(start, place + 1)
    return bytes(packed)


def damaged() -> bytes:
    """A workbook with a few bytes changed in the middle of a part."""
    with zipfile.ZipFile(io.BytesIO(GOOD)) as box:
        place = box.getinfo(FIRST_SHEET).header_offset + 60
    return GOOD[:place] + bytes(20) + GOOD[place + 20 :]


def repeated_text() -> bytes:
    """One long text that very many cells share."""
    text = "长" * 10_000
    shared = f"<sst><si><t>{text}</t></si></sst>".encode()
    cells = "".join(f'<c r="A{row}" t="s"><v>0</v></c>' for row in range(1, 20_000))
    return with_part(sheet_with(cells), "xl/sharedStrings.xml", shared)


UNREADABLE: dict[str, Callable[[], bytes]] = {
    "a PDF": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
    "a workbook of Excel 97": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000),
    "a workbook with a password": locked,
    "a zip with a password": locked_zip,
    "half a workbook": lambda: GOOD[: len(GOOD) // 2],
    "a workbook without its end": lambda: GOOD[:-1],
    "a damaged workbook": damaged,
    "a zip that lies": bomb_that_lies,
    "a zip packed otherwise": packed_otherwise,
    "two parts of one name": with_two_of_a_name,
    "two parts with shared texts": lambda: with_part(
        with_part(GOOD, "xl/sharedStrings.xml", b"<sst><si><t>x</t></si></sst>"),
        "xl/more.xml",
        b"<sst><si><t>x</t></si></sst>",
    ),
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + zlib.compress(bytes(range(256))),
    "a web page": "<html><table><tr><td>户编号</td></tr></table></html>".encode,
    "no Chinese encoding": lambda: b"\xff\xff\xff\xff\x80\x80",
    "a letter in Word": lambda: zipped("[Content_Types].xml", "word/document.xml"),
    "pictures in a zip": lambda: zipped("1.jpg", "2.jpg"),
    "a workbook in binary": lambda: with_part(GOOD, "xl/workbook.bin", b"\x01"),
    "a worksheet that is no XML": lambda: with_part(GOOD, FIRST_SHEET, b"<worksheet><a"),
    "a worksheet in another encoding": lambda: with_part(
        GOOD, FIRST_SHEET, "<worksheet/>".encode("utf-16")
    ),
    "a worksheet with entities": lambda: with_part(GOOD, FIRST_SHEET, b"<!DOCTYPE a><worksheet/>"),
    "cells that stand nowhere": lambda: sheet_with("<c><v>1</v></c>"),
    "a cell of an unknown kind": lambda: sheet_with('<c r="A1" t="zz"><v>1</v></c>'),
    "a merged block that is none": lambda: sheet_with(
        '<c r="A1"><v>1</v></c>', '<mergeCells><mergeCell ref="x"/></mergeCells>'
    ),
    "a cell that ends nowhere": lambda: text_table([SHEET])[:-2] + b',"' + b"x" * 140_000,
}


@pytest.mark.parametrize("name", UNREADABLE)
def test_what_is_no_roster_is_refused_as_unreadable(name: str) -> None:
    with pytest.raises(RosterUnreadable):
        checked(UNREADABLE[name]())


TOO_LARGE: dict[str, Callable[[], bytes]] = {
    "a bomb of 200 MB": bomb,
    "a bomb of 50 MB": lambda: bomb(50_000_000),
    "a file of 21 MiB": lambda: bytes(21 * limits.MIB),
    "a zip of 3,000 parts": lambda: zipped(*map(str, range(3_000))),
    "a cell in row 99,999,999,999": lambda: sheet_with('<c r="A99999999999"><v>1</v></c>'),
    "a cell in the last row": lambda: sheet_with('<c r="A1048576"><v>1</v></c>'),
    "a cell in the last column": lambda: sheet_with('<c s="1" r="XFD1"><v>1</v></c>'),
    "one text a thousand times": repeated_text,
    "60,000 lines of text": lambda: text_table([SHEET]) + b"1\n" * 60_000,
    "a line of 100 columns": lambda: text_table([SHEET, ["x"] * 100]),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", TOO_LARGE)
def test_what_is_too_large_is_refused_before_it_is_read(name: str) -> None:
    with pytest.raises(RosterTooLarge) as refused:
        checked(TOO_LARGE[name]())

    assert refused.value.facts.keys() == {"reason", "rows", "columns", "mib"}


@pytest.mark.parametrize(
    "content",
    [b"", b"\xef\xbb\xbf", b"\r\n \r\n", workbook([]), workbook([SHEET]), text_table([SHEET])],
)
def test_a_file_with_nobody_in_it_is_refused_as_empty(content: bytes) -> None:
    with pytest.raises(RosterEmpty):
        checked(content)


def test_two_sheets_that_are_rosters_are_refused() -> None:
    with pytest.raises(RosterManySheets) as refused:
        checked(workbook(LINES, sheets=2))

    assert refused.value.facts["sheets"] == "Sheet1、Sheet2"


def test_cells_that_are_only_coloured_may_stand_anywhere() -> None:
    assert checked(_coloured('<c r="XFD1048576" s="1"/>')).people == 1
    assert checked(_coloured('<c r="XFD1048576" s="1"></c>')).people == 1


def _coloured(cell: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(GOOD)) as box:
        part = box.read(FIRST_SHEET)
    return with_part(GOOD, FIRST_SHEET, part.replace(b"</row>", f"{cell}</row>".encode(), 1))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_text_is_read_in_the_encodings_that_excel_writes(encoding: str) -> None:
    assert checked(text_table(LINES, encoding)).accepted[0].head.name == "袁小英"


@pytest.mark.parametrize("delimiter", [b"\t", b";"])
def test_a_text_may_be_divided_by_other_marks(delimiter: bytes) -> None:
    assert checked(text_table(LINES).replace(b",", delimiter)).people == 1


def test_what_a_file_holds_decides_not_its_name(tmp_path: Path) -> None:
    misnamed = tmp_path / "名册.csv"
    misnamed.write_bytes((DATA / "rosters" / "village-sheet.xlsx").read_bytes())

    assert checked(misnamed).layout == "sheet"
