"""The refused rows of a roster as a workbook: what to mend stands in the last column.

Its header words are those of the file it came from, so that it can be imported again once mended.
"""

from collections.abc import Callable, Sequence
from typing import Final
from unicodedata import east_asian_width

from app.papers.workbook_cells import Row
from app.papers.workbooks import Column, Kind, Sheet, workbook
from app.registry.households.roster.columns import MEND_WORD, ROW_WORD
from app.registry.households.roster.refused import RefusedLines
from app.registry.households.roster.results import Fault

TITLE: Final = "要改的名单"
# It holds ID numbers as text: whoever opens it must know what he has before him.
INTERNAL: Final = "内部资料：里面有身份证号，只在办公室用，改好导入后请删掉，不要转发。"
HOW: Final = "照最后一列改好，不用删这几行说明，直接在“导入名单”里选这个文件再导入。"
NARROWEST, WIDEST, MEND_WIDTH = 8, 30, 72
WIDE: Final = frozenset("WF")


def refused_rows_workbook(
    refused: RefusedLines, says: Callable[[Fault], str], *, file_name: str, practice: bool
) -> bytes:
    """An .xlsx file of the lines to mend.

    :param says: the sentence for a fault, in the reader's language.
    :param file_name: of the roster; its row numbers stand in the first column.
    """
    written = zip(refused.head, *(line.cells for line in refused.lines), strict=True)
    columns = [
        Column(ROW_WORD, 10, Kind.NUMBER),
        *(Column(texts[0], _width(texts)) for texts in written),
        Column(MEND_WORD, MEND_WIDTH),
    ]
    rows: list[Row] = [(line.row, *line.cells, says(line.fault)) for line in refused.lines]
    notes = [INTERNAL, f"来自 {file_name}，共 {len(rows)} 行。{HOW}"]
    sheet = Sheet(TITLE, columns, rows, heading=f"{TITLE}（内部资料）", notes=notes)
    return workbook([sheet], practice=practice)


def _width(texts: Sequence[str]) -> int:
    """Wide enough for the longest text, in digits; a Chinese character takes two."""
    longest = max(sum(2 if east_asian_width(c) in WIDE else 1 for c in text) for text in texts)
    return min(max(longest + 3, NARROWEST), WIDEST)
