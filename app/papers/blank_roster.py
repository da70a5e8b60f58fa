"""An empty roster to fill in: the head line that the import understands, all cells text."""

from typing import Final

from app.papers.workbooks import Column, Sheet, workbook
from app.registry.households.roster.columns import COLUMN_WORDS, Field

TITLE: Final = "建档立卡户名单"
WIDTHS: Final = {
    Field.TOWNSHIP: 16, Field.VILLAGE: 26, Field.GROUP: 12, Field.NUMBER: 16, Field.NAME: 16,
    Field.ID_NUMBER: 24, Field.SIZE: 8, Field.RELATION: 14, Field.HOUSEHOLD_TYPE: 16,
    Field.PHONE: 16, Field.CADRE: 16,
}  # fmt: skip
BLANK_ROWS: Final = 500
HOW: Final = (
    "一个人一行，一家人写同一个户编号；户主那一行的“与户主关系”写“户主”。",
    "身份证号和户编号的格子已经设成文本，请照着身份证输入，不要从数字格子里粘贴。",
)


def blank_roster(*, practice: bool) -> bytes:
    """An .xlsx file whose blank cells are text, so that Excel leaves every digit of an ID alone."""
    columns = [Column(COLUMN_WORDS[field][0], width) for field, width in WIDTHS.items()]
    rows = [("",) * len(columns)] * BLANK_ROWS
    return workbook(
        [Sheet(TITLE, columns, rows, heading=TITLE, notes=list(HOW))], practice=practice
    )
