"""Workbooks whose container is sound and whose cells are not: put into one cell of a good one."""

import io
import re
from collections.abc import Callable
from typing import Final

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from tests.hostile.containers import FIRST_SHEET, STRINGS, changed, instead, part
from tests.registry.roster.sheets import with_part

# What does the harm, given a good workbook and the address of a cell that matters in it.
Spoil = Callable[[bytes, str], bytes]


def cell(inside: str, attributes: str = "") -> Spoil:
    """One cell written otherwise."""

    def spoil(good: bytes, at: str) -> bytes:
        told = f'<c r="{at}"{attributes}>{inside}</c>'.encode()
        pattern = re.compile(rb'<c r="' + at.encode() + rb'"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
        found, count = pattern.subn(lambda _: told, part(good, FIRST_SHEET), count=1)
        assert count == 1, f"there is no {at}"
        return with_part(good, FIRST_SHEET, found)

    return spoil


def text(said: str) -> Spoil:
    """A text that stands in the cell itself."""
    return cell(f"<is><t>{said}</t></is>", ' t="inlineStr"')


def value(number: str) -> Spoil:
    """A number as the file spells it."""
    return cell(f"<v>{number}</v>")


def beside(more: str) -> Spoil:
    """One cell more in the first row that has one."""
    return lambda good, _at: with_part(
        good, FIRST_SHEET, part(good, FIRST_SHEET).replace(b"</row>", f"{more}</row>".encode(), 1)
    )


def after(more: str) -> Spoil:
    """Something behind the cells."""
    return lambda good, _at: changed(
        FIRST_SHEET, b"</sheetData>", f"</sheetData>{more}".encode()
    )(good)  # fmt: skip


def by_hand(change: Callable[[Worksheet, str], object]) -> Spoil:
    """What a person does in a spreadsheet program."""

    def spoil(good: bytes, at: str) -> bytes:
        book: Workbook = load_workbook(io.BytesIO(good))
        change(book.worksheets[0], at)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    return spoil


def _row(page: Worksheet, at: str) -> int:
    return int(page[at].row)


def _hide_sheet(page: Worksheet, _at: str) -> None:
    page.parent.create_sheet("空")
    page.sheet_state = "hidden"


def _twice(page: Worksheet, at: str) -> None:
    for place, said in enumerate([one.value for one in page[_row(page, at)]], start=1):
        page.cell(page.max_row + (place == 1), place).value = said


CELLS: Final[dict[str, Spoil]] = {
    "a cell in the last row": beside('<c r="A1048576"><v>1</v></c>'),
    "a cell in the last column": beside('<c r="XFD1"><v>1</v></c>'),
    "a cell beyond all rows": beside('<c r="A99999999999"><v>1</v></c>'),
    "a cell in row 0": beside('<c r="A0"><v>1</v></c>'),
    "a cell without an address": beside("<c><v>1</v></c>"),
    "an address in small letters": beside('<c r="a1"><v>1</v></c>'),
    "an address of signs": beside('<c r="$A$1"><v>1</v></c>'),
    "a cell of an unknown kind": cell("<v>1</v>", ' t="zz"'),
    "a row of -1": beside('<c r="A-1"><v>1</v></c>'),
    "merged over everything": after('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged over the rows": after('<mergeCells><mergeCell ref="A1:D40"/></mergeCells>'),
    "merged backwards": after('<mergeCells><mergeCell ref="D4:A1"/></mergeCells>'),
    "merged over each other": after(
        '<mergeCells><mergeCell ref="A1:C9"/><mergeCell ref="B2:D12"/></mergeCells>'
    ),
    "merged 20,000 times": after(
        "<mergeCells>"
        + "".join(f'<mergeCell ref="A{n}:B{n + 1}"/>' for n in range(1, 20_000))
        + "</mergeCells>"
    ),
    "merged nowhere": after('<mergeCells><mergeCell ref="x"/></mergeCells>'),
    "an unknown shared text": cell("<v>99999</v>", ' t="s"'),
    "a shared text of -1": cell("<v>-1</v>", ' t="s"'),
    "a shared text of words": cell("<v>first</v>", ' t="s"'),
    "shared texts missing": lambda good, _at: instead(STRINGS, b"<sst/>")(good),
    "true": cell("<v>1</v>", ' t="b"'),
    "no truth": cell("<v>maybe</v>", ' t="b"'),
    "#REF!": cell("<v>#REF!</v>", ' t="e"'),
    "an unknown error": cell("<v>#HUH!</v>", ' t="e"'),
    "a formula not worked out": cell("<f>1+1</f>"),
    "a formula worked out": cell("<f>1+1</f><v>2</v>"),
    "a formula that says words": cell("<f>A1</f><v>words</v>", ' t="str"'),
    "a formula that calls a program": cell("<f>cmd|'/c calc'!A0</f><v>0</v>"),
    "a formula over a million cells": cell('<f t="array" ref="A1:XFD1048576">1</f><v>1</v>'),
    "a formula of another book": cell("<f>[1]Sheet1!A1</f><v>7</v>"),
    "1e308": value("1e308"),
    "1e400": value("1e400"),
    "NaN": value("NaN"),
    "minus infinity": value("-INF"),
    "-0": value("-0"),
    "-1": value("-1"),
    "400 digits": value("9" * 400),
    "0.1": value("0.1"),
    "a number of words": value("twelve"),
    "a number of blanks": value(" "),
    "full-width digits": text("１２３"),
    "a day as text": text("2026年11月18日"),
    "a day that there is not": text("2026-02-30"),
    "a day before all days": value("-40000"),
    "a day after all days": value("99999999"),
    "an ISO day": cell("<v>2026-11-18T00:00:00</v>", ' t="d"'),
    "an ISO day that is none": cell("<v>tomorrow</v>", ' t="d"'),
    "rich text": cell("<is><r><t>张</t></r><r><t>三</t></r></is>", ' t="inlineStr"'),
    "32,768 characters": text("长" * 32_768),
    "a million characters": text("长" * 1_000_000),
    "a NUL by number": text("&#0;"),
    "a control character": text("&#1;&#31;"),
    "a lone surrogate": text("&#xD800;"),
    "beyond Unicode": text("&#x110000;"),
    "an unknown entity": text("&nbsp;"),
    "a byte order mark within": text("\ufeff张三"),
    "right to left": text("\u202e三张"),
    "nothing to see": text("\u200b\u200b"),
    "marks on marks": text("a" + "\u0301" * 400),
    "a script": text("&lt;script&gt;alert(1)&lt;/script&gt;"),
    "a quote and a bracket": text("');DROP TABLE households;--"),
    "a format string": text("%s{0}%(x)s"),
    "a path": text("../../etc/passwd"),
    "=1+1 as text": text("=1+1"),
    "line ends in a cell": text("张&#10;三&#13;&#9;"),
    "hidden rows": by_hand(lambda page, at: page.row_dimensions.group(_row(page, at), hidden=True)),
    "a hidden sheet": by_hand(_hide_sheet),
    "days since 1904": by_hand(lambda page, _at: setattr(page.parent, "epoch", CALENDAR_MAC_1904)),
    "a row twice": by_hand(_twice),
    "an empty row between": by_hand(lambda page, at: page.insert_rows(_row(page, at))),
    "an empty column before": by_hand(lambda page, _at: page.insert_cols(1)),
    "the row taken out": by_hand(lambda page, at: page.delete_rows(_row(page, at))),
    "the column taken out": by_hand(lambda page, at: page.delete_cols(page[at].column)),
    "the first row taken out": by_hand(lambda page, _at: page.delete_rows(1)),
    "a sheet before it": by_hand(lambda page, _at: page.parent.create_sheet("前", 0)),
    "the same sheet twice": by_hand(lambda page, _at: page.parent.copy_worksheet(page)),
    "macros": lambda good, _at: instead("xl/vbaProject.bin", b"\xd0\xcf\x11\xe0macro")(good),
    "links to other books": lambda good, _at: instead(
        "xl/externalLinks/externalLink1.xml", b"<externalLink><externalBook/></externalLink>"
    )(good),
    "deep brackets": beside("<x>" * 3_000 + "</x>" * 3_000),
    "a long attribute": beside(f'<c r="ZZ1" x="{"y" * 500_000}"/>'),
    "many attributes": beside("<c " + " ".join(f'a{n}="1"' for n in range(5_000)) + "/>"),
    "50,000 empty rows": beside("</row>" + '<row r="9"></row>' * 50_000 + "<row>"),
    "comments in a row": beside("<!-- " + "x" * 100_000 + " -->"),
}  # fmt: skip

# What is read like any other cell, in both.
READ_ANYWAY: Final = frozenset(
    {
        "merged backwards",
        "a formula that calls a program",
        "-0",
        "hidden rows",
        "days since 1904",
        "an empty row between",
        "an empty column before",
        "the row taken out",
        "a sheet before it",
        "macros",
        "links to other books",
        "deep brackets",
        "a long attribute",
        "many attributes",
        "50,000 empty rows",
        "comments in a row",
    }
)
# What a head's name may say: whoever looks at the list sees it.
READ_IN_ROSTERS: Final = frozenset(
    {
        "a formula worked out",
        "a formula that says words",
        "a formula over a million cells",
        "a formula of another book",
        "1e308",
        "-1",
        "0.1",
        "a number of words",
        "full-width digits",
        "a day as text",
        "a day that there is not",
        "a day before all days",
        "a day after all days",
        "an ISO day",
        "an ISO day that is none",
        "rich text",
        "a byte order mark within",
        "right to left",
        "a script",
        "a quote and a bracket",
        "a format string",
        "a path",
        "=1+1 as text",
        "line ends in a cell",
    }
)
# What an answer may say.
READ_IN_BOOKS: Final = frozenset(
    {
        "merged over everything",
        "merged over the rows",
        "merged 20,000 times",
        "shared texts missing",
    }
)
