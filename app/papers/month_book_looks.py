"""How the month book looks: cells with black lines, as a printer in a village office does them."""

from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from app.papers.workbook_looks import RED, SONG

GREY, HEAD_WASH = "#bfbfbf", "#f0f0f0"
BODY_POINTS: Final = 12


class BookLooks:
    """The cell formats of a month book, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self.title = self._made(font_size=20, bold=True, font_color=RED, align="center")
        self.about = self._made(font_size=11, align="center")
        head = {"bold": True, "border": 1, "bg_color": HEAD_WASH, "align": "center"}
        self.over = self._made(**head, font_size=11, text_wrap=True)
        self.head = self._made(**head, font_size=9, text_wrap=True)
        # Text: what is typed stays as it was typed, 0 before a number as well.
        self.text = self._cell(num_format="@", align="center")
        self.count = self._cell(align="center")
        self.name = self._cell(num_format="@", align="left", indent=1, shrink=True)
        self.number = self._cell(num_format="@", align="center", shrink=True)
        self.day = self._cell(num_format="m-d", align="center")
        self.not_asked = self._cell(num_format="@", align="center", bg_color=GREY)
        self.excused = self._cell(num_format="@", align="left", indent=1)
        self.mend = self._cell(num_format="@", align="left", indent=1, text_wrap=True, font_size=10)
        self.hidden = self._made(num_format="@")

    def _cell(self, **properties: object) -> Format:
        return self._made(border=1, **{"font_size": BODY_POINTS, **properties})

    def _made(self, **properties: object) -> Format:
        return self._book.add_format({"font_name": SONG, "valign": "vcenter", **properties})
