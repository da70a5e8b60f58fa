"""Roster files made for one test: the lines that matter are written there."""

import csv
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter

from app.registry.households.roster.checking import check_roster
from app.registry.households.roster.reading import read_roster
from app.registry.households.roster.results import CheckedRoster
from app.registry.households.roster.villages import VillageName

DATA = Path(__file__).parents[2] / "data"

REGISTER = ("乡(镇)", "行政村", "户编号", "姓名", "证件号码", "人数", "与户主关系")
SHEET = ("村名", "户编号", "户主姓名", "身份证号")
GOOD_ID, OTHER_ID, THIRD_ID = "371599194412123261", "371599194505280362", "371599195006271132"

Line = Sequence[str | float]
Merged = tuple[int, int, int, int, str]


def district() -> list[VillageName]:
    """The 54 villages of the practice district."""
    with (DATA / "villages-zone.csv").open(encoding="utf-8") as file:
        return [
            VillageName(line["code"], line["name"], line["township_name"])
            for line in csv.DictReader(file)
        ]


def workbook(lines: Sequence[Line], merged: Sequence[Merged] = (), sheets: int = 1) -> bytes:
    """An Excel workbook; merged blocks are first row, first column, last row, last column, text."""
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    for _sheet in range(sheets):
        sheet = book.add_worksheet()
        for row, line in enumerate(lines):
            sheet.write_row(row, 0, line)
        for block in merged:
            sheet.merge_range(*block)
    book.close()
    return file.getvalue()


def text_table(lines: Sequence[Line], encoding: str = "utf-8-sig") -> bytes:
    """The same lines as Chinese Excel exports them."""
    file = io.StringIO()
    csv.writer(file).writerows(lines)
    return file.getvalue().encode(encoding)


def with_part(content: bytes, name: str, part: bytes) -> bytes:
    """The workbook with one part of its zip replaced or added."""
    file = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old:
        parts = {entry: old.read(entry) for entry in old.namelist()} | {name: part}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for entry, value in parts.items():
            new.writestr(entry, value)
    return file.getvalue()


def checked(content: bytes | Path) -> CheckedRoster:
    """The file judged against the practice district."""
    return check_roster(read_roster(content), district())
