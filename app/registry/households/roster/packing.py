"""A workbook's zip, measured before anything parses it, and packed anew.

The reader of worksheets trusts sizes and cell addresses: one cell at `XFD1048576`, a part that
says it is small, or a long text that a million cells share, and the process dies of memory. So the
parts are unpacked here within limits, looked through, and what the reader gets is a zip of our own.
"""

import io
import re
import struct
import zipfile
import zlib
from collections import Counter
from typing import Final

from app.registry.households.roster import limits
from app.registry.households.roster.refusals import RosterUnreadable

# What zipfile and zlib raise on bytes that only look like a zip.
BROKEN_ZIP: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    ValueError,
)
ENCRYPTED_FLAG: Final = 0x1
CONTENT_TYPES: Final = "[Content_Types].xml"
WORKBOOK: Final = "xl/workbook.xml"
# Parts by which the reader would take the zip for another kind of workbook, not looked through.
OTHER_KINDS: Final = {"xl/workbook.bin", "content.xml"}

PREFIX: Final = rb"<(?:[^\s<>/:]+:)?"
# A cell with something in it that stands nowhere (no address) or beyond BZ59999.
STRAY_CELL: Final = re.compile(
    PREFIX + rb"c(?=[\s/>])"
    rb"""(?!(?:\s+[\w:]+=(?:"[^"<>]*"|'[^'<>]*'))*?\s+r=["']"""
    rb"""(?:[A-Z]|[AB][A-Z])(?:[1-9]\d{0,3}|[1-5]\d{4})["'])"""
    rb"""(?:[^<>"']|"[^"]*"|'[^']*')*(?<!/)>(?!</)"""
)
ADDRESS: Final = re.compile(rb"\sr\s*=")
SHARED_CELL: Final = re.compile(rb't="s"[^<>]*>' + PREFIX + rb"v>(\d{1,7})</")
# The reader takes what is no number for the first text of all: somebody else's name.
STRAY_TEXT: Final = re.compile(
    rb"""t=["']s["'][^<>]*>\s*""" + PREFIX + rb"v(?:\s[^<>]*)?>(?!\s*\d{1,7}\s*</)"
)
SHARED_TEXT: Final = re.compile(
    PREFIX + rb"si\s*/>|" + PREFIX + rb"si\b.*?</(?:[^\s<>/:]+:)?si\s*>", re.DOTALL
)


def repacked_workbook(content: bytes) -> io.BytesIO:
    """The same workbook, its XML parts only, in a zip that is safe to parse.

    :raises RosterUnreadable: not a workbook, encrypted, or broken.
    :raises RosterTooLarge: more than `limits` allow.
    """
    packed = io.BytesIO()
    repeats = _Repeats()
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as box, zipfile.ZipFile(packed, "w") as ours:
            for entry in _wanted(box.infolist()):
                part = _unpacked(box, entry)
                _check_part(part)
                repeats.count(part)
                # Packed again, if lightly: half of the memory of the whole import was this.
                ours.writestr(entry.filename, part, zipfile.ZIP_DEFLATED, compresslevel=1)
    except BROKEN_ZIP as error:
        raise RosterUnreadable(reason="broken_zip") from error
    repeats.check()
    packed.seek(0)
    return packed


def _wanted(entries: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    """The XML parts, after a look at what the zip says of itself."""
    names = [entry.filename for entry in entries]
    lower = {name.lower() for name in names}
    if len(entries) > limits.PARTS:
        raise limits.too_large("parts")
    if any(entry.flag_bits & ENCRYPTED_FLAG for entry in entries):
        raise RosterUnreadable(reason="password")
    if CONTENT_TYPES not in names or WORKBOOK not in lower or lower & OTHER_KINDS:
        raise RosterUnreadable(reason="other_kind")
    if len(lower) < len(names):
        raise RosterUnreadable(reason="broken_zip")
    wanted = [entry for entry in entries if entry.filename.lower().endswith((".xml", ".rels"))]
    if sum(entry.file_size for entry in wanted) > limits.UNPACKED_MIB * limits.MIB:
        raise limits.too_large("unpacked")
    for entry in wanted:
        ratio = entry.file_size / max(entry.compress_size, 1)
        if entry.file_size > limits.RATIO_COUNTS_FROM_BYTES and ratio > limits.RATIO:
            raise limits.too_large("ratio")
    return wanted


def _unpacked(box: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """At most as many bytes as the entry says; its checksum fails where it said too few."""
    if entry.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        raise RosterUnreadable(reason="broken_zip")
    with box.open(entry) as stream:
        return stream.read(entry.file_size)


def _check_part(part: bytes) -> None:
    if b"\0" in part or b"<!DOCTYPE" in part or STRAY_TEXT.search(part):
        raise RosterUnreadable(reason="broken_xml")
    if stray := STRAY_CELL.search(part):
        if ADDRESS.search(stray[0]):
            raise limits.too_large("rows_or_columns")
        raise RosterUnreadable(reason="no_cell_addresses")


class _Repeats:
    """How much text the worksheets hold once every shared text is written out in its cells."""

    def __init__(self) -> None:
        self.text_bytes: list[int] = []
        self.cells: Counter[bytes] = Counter()
        self.unclear_cells = 0

    def count(self, part: bytes) -> None:
        """Take in one part: the shared texts, or a worksheet that refers to them."""
        texts = []
        if b"sst" in part:
            texts = [len(text[0]) for text in SHARED_TEXT.finditer(part)]
        if texts and (self.text_bytes or b"<![CDATA[" in part or b"<!--" in part):
            raise RosterUnreadable(reason="broken_xml")
        self.text_bytes += texts
        shared = SHARED_CELL.findall(part)
        self.cells.update(shared)
        # Written in a way the pattern does not know: taken for the longest text there is.
        self.unclear_cells += part.count(b'"s"') + part.count(b"'s'") - len(shared)

    def check(self) -> None:
        """:raises RosterTooLarge: a few long texts stand in very many cells."""
        longest = max(self.text_bytes, default=0)
        total = self.unclear_cells * longest
        for index, cells in self.cells.items():
            known = int(index) < len(self.text_bytes)
            total += cells * (self.text_bytes[int(index)] if known else longest)
        if total > limits.UNPACKED_MIB * limits.MIB:
            raise limits.too_large("repeated_text")
