"""Files whose container is wrong: no workbook, a broken one, or one that was made to do harm."""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from typing import Final

from tests.registry.roster.sheets import with_part

Spoil = Callable[[bytes], bytes]
FIRST_SHEET: Final = "xl/worksheets/sheet1.xml"
STRINGS: Final = "xl/sharedStrings.xml"
WORKBOOK: Final = "xl/workbook.xml"
RELS: Final = "xl/_rels/workbook.xml.rels"
TYPES: Final = "[Content_Types].xml"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
BOMB_BYTES: Final = 105 * 1024 * 1024
LOCAL, CENTRAL, END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"


def part(content: bytes, name: str) -> bytes:
    """A part of a workbook."""
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return box.read(name) if name in box.namelist() else b""


def zipped(parts: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of these."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as box:
        for name, content in parts.items():
            box.writestr(name, content)
    return file.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    """All parts by name."""
    with zipfile.ZipFile(io.BytesIO(content)) as box:
        return {name: box.read(name) for name in box.namelist()}


def without(*names: str) -> Spoil:
    """The workbook without some parts."""
    return lambda good: zipped({n: c for n, c in parts_of(good).items() if n not in names})


def repacked(method: int) -> Spoil:
    """The same parts, packed otherwise."""
    return lambda good: zipped(parts_of(good), method)


def instead(name: str, content: bytes) -> Spoil:
    """The workbook with another part of that name."""
    return lambda good: with_part(good, name, content)


def changed(name: str, old: bytes, new: bytes) -> Spoil:
    """The workbook with something else in one of its parts."""
    return lambda good: with_part(good, name, part(good, name).replace(old, new, 1))


def renamed(old: str, new: str) -> Spoil:
    """The workbook with a part under another name."""
    return lambda good: zipped({new if n == old else n: c for n, c in parts_of(good).items()})


def flags(value: int, offset: int, mark: bytes) -> Spoil:
    """Some bytes of each header of the zip set to a value."""

    def spoil(good: bytes) -> bytes:
        packed = bytearray(good)
        place = packed.find(mark)
        while place >= 0:
            packed[place + offset] = value
            place = packed.find(mark, place + 4)
        return bytes(packed)

    return spoil


def both(*spoils: Spoil) -> Spoil:
    """One after the other."""

    def spoil(good: bytes) -> bytes:
        for each in spoils:
            good = each(good)
        return good

    return spoil


def end_record(entries: int, offset: int | None = None) -> Spoil:
    """The end of the zip tells another number of entries, or another place of its directory."""

    def spoil(good: bytes) -> bytes:
        place = good.rfind(END)
        head = struct.pack("<HH", entries & 0xFFFF, entries & 0xFFFF)
        told = good[: place + 8] + head + good[place + 12 :]
        if offset is None:
            return told
        return told[: place + 16] + struct.pack("<I", offset) + told[place + 20 :]

    return spoil


def with_two_of(name: str, second: str) -> Spoil:
    """Two parts of one name, or of names that some readers take for one."""

    def spoil(good: bytes) -> bytes:
        file = io.BytesIO(good)
        with zipfile.ZipFile(file, "a") as box:
            box.writestr(zipfile.ZipInfo(second), part(good, name))
        return file.getvalue()

    return spoil


def entity(declared: bytes, used: bytes) -> Spoil:
    """A worksheet that declares something before it begins."""
    return lambda good: with_part(
        good, FIRST_SHEET,
        b"<!DOCTYPE worksheet [" + declared + b"]>"
        + part(good, FIRST_SHEET).replace(b"<sheetData>", b"<sheetData>" + used, 1),
    )  # fmt: skip


def picture() -> bytes:
    """A whole PNG of one pixel."""
    parts = [
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0)),
        (b"IDAT", zlib.compress(bytes(4))),
        (b"IEND", b""),
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    )


LOLS: Final = b'<!ENTITY a0 "lol">' + b"".join(
    b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 10)
)

# What is no workbook at all, whatever its name ends in.
OTHER_FILES: Final[dict[str, bytes]] = {
    "nothing": b"",
    "one byte": b"P",
    "blanks": b" \r\n\t \r\n",
    "only a byte order mark": b"\xef\xbb\xbf",
    "the first bytes of a zip": LOCAL,
    "the end of a zip": END + bytes(18),
    "zeros": bytes(5_000),
    "a PDF": b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj<</Type/Catalog>>endobj",
    "a PNG": picture(),
    "a JPEG": b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200),
    "a GIF": b"GIF89a" + bytes(100),
    "a web page": "<html><table><tr><td>户编号</td></tr></table></html>".encode(),
    "a drawing": b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>',
    "a workbook of 2003 in XML": b'<?xml version="1.0"?><Workbook xmlns="urn:x"/>',
    "a workbook of Excel 97": OLE + bytes(3_000),
    "a workbook with a password": OLE + bytes(504) + "EncryptedPackage".encode("utf-16-le"),
    "a letter in RTF": rb"{\rtf1\ansi hello}",
    "a RAR": b"Rar!\x1a\x07\x00" + bytes(60),
    "a 7z": b"7z\xbc\xaf\x27\x1c" + bytes(60),
    "a gzip": gzip.compress(b"x" * 900, mtime=0),
    "a program": b"\x7fELF\x02\x01\x01" + bytes(200),
    "a database": b"SQLite format 3\x00" + bytes(200),
    "JSON": b'{"rows": [[1, 2, 3]]}',
    "half of UTF-16": b"\xff\xfe\x37\x62\x16",
    "UTF-32": "户编号,姓名".encode("utf-32"),
    "no encoding": b"\xff\xff\xff\x80\x80\x81",
    "lone surrogates": b"\xed\xa0\x80,\xed\xb0\x80\r\n1,2",
    "one line without end": b"x," * 60_000,
    "one cell without end": b'"' + b"x" * 200_000,
    "control characters": b"a,b\x01\x02\r\n1,2",
    "a letter in Word": zipped({TYPES: b"<Types/>", "word/document.xml": b"<w/>"}),
    "an OpenDocument": zipped({"mimetype": b"application/vnd.oasis", "content.xml": b"<x/>"}),
    "pictures in a zip": zipped({"1.jpg": b"x", "2.jpg": b"x"}),
    "an empty zip": zipped({}),
    "a zip of 3,000 parts": zipped({f"xl/{n}.xml": b"" for n in range(3_000)}, zipfile.ZIP_STORED),
}  # fmt: skip

# What was a workbook once.
BROKEN: Final[dict[str, Spoil]] = {
    "a tenth of it": lambda good: good[: len(good) // 10],
    "half of it": lambda good: good[: len(good) // 2],
    "all but its directory": lambda good: good[: good.find(CENTRAL)],
    "all but its last byte": lambda good: good[:-1],
    "its beginning lost": lambda good: good[4:],
    "bytes before it": lambda good: b"MZ" + bytes(60) + good,
    "reversed": lambda good: good[::-1],
    "base64": lambda good: good.hex().encode(),
    "in UTF-8": lambda good: good.decode("latin-1").encode(),
    "line ends changed": lambda good: good.replace(b"\n", b"\r\n") + b"\r\n",
    "a hole in a part": lambda good: good[:60] + bytes(40) + good[100:],
    "wrong checksums": both(flags(0x5A, 16, CENTRAL), flags(0x5A, 14, LOCAL)),
    "a directory elsewhere": end_record(9, offset=0x7FFFFFF0),
    "marked as locked": both(flags(1, 6, LOCAL), flags(1, 8, CENTRAL)),
    "names that differ inside": lambda good: good.replace(b"workbook.xml", b"workbooj.xml", 1),
    "an unknown packing": both(flags(99, 8, LOCAL), flags(99, 10, CENTRAL)),
    "packed by bzip2": repacked(zipfile.ZIP_BZIP2),
    "packed by LZMA": repacked(zipfile.ZIP_LZMA),
    "two parts of one name": with_two_of(FIRST_SHEET, FIRST_SHEET.upper()),
    "another workbook inside": lambda good: zipped({"book.xlsx": good}),
    "in binary": instead("xl/workbook.bin", b"\x01"),
    "with an OpenDocument inside": instead("content.xml", b"<x/>"),
    "without its list of kinds": without(TYPES),
    "without its workbook": without(WORKBOOK),
    "without its worksheets": without(FIRST_SHEET, "xl/worksheets/sheet2.xml"),
    "without its addresses": without(RELS),
    "a bomb of 105 MiB": instead(FIRST_SHEET, bytes(BOMB_BYTES)),
    "a small bomb elsewhere": instead("docProps/app.xml", b" " * 3_000_000),
    "laughing entities": entity(LOLS, b"<row><c><v>&a9;</v></c></row>"),
    "an entity from the disk": entity(b'<!ENTITY x SYSTEM "file:///etc/passwd">', b"&x;"),
    "an entity from the net": entity(b'<!ENTITY % x SYSTEM "http://127.0.0.1:9/">%x;', b""),
    "a document type": entity(b"", b""),
    "XML that ends early": lambda good: with_part(
        good, FIRST_SHEET, part(good, FIRST_SHEET).partition(b"</sheetData>")[0][:-9]
    ),
    "XML in UTF-16": lambda good: with_part(
        good, FIRST_SHEET, part(good, FIRST_SHEET).decode().encode("utf-16")
    ),
    "a NUL in the XML": changed(FIRST_SHEET, b"<sheetData>", b"<sheetData>\0"),
    "a worksheet of nothing": instead(FIRST_SHEET, b""),
    "a worksheet of words": instead(FIRST_SHEET, "你好".encode()),
    "texts that are no texts": instead(STRINGS, b"<sst><si><t>x</sst>"),
    "two lists of texts": both(
        instead("xl/more.xml", b"<sst><si><t>x</t></si></sst>"),
        instead(STRINGS, b"<sst><si><t>x</t></si></sst>"),
    ),
    "a workbook of no sheets": lambda good: with_part(
        good, WORKBOOK, part(good, WORKBOOK).partition(b"<sheets>")[0] + b"<sheets/></workbook>"
    ),
    "sheets that are nowhere": changed(RELS, b"worksheets/sheet1.xml", b"worksheets/sheet9.xml"),
    "sheets outside": changed(RELS, b"worksheets/sheet1.xml", b"../../../../etc/passwd"),
    "sheets in the net": changed(RELS, b"worksheets/sheet1.xml", b"http://127.0.0.1:9/x.xml"),
}  # fmt: skip

# What looks wrong, and is read to the last cell all the same.
HARMLESS: Final[dict[str, Spoil]] = {
    "as it was": lambda good: good,
    "packed without packing": repacked(zipfile.ZIP_STORED),
    "a directory of nothing": end_record(0),
    "a directory of 65,535": end_record(65_535),
    "kinds that are none": instead(TYPES, b"<Types><Override"),
    "with a part of its own": instead("xl/my.xml", b"<x/>"),
}
