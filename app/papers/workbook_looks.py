"""How exported sheets look on the screen and on A4 paper."""

from dataclasses import asdict, dataclass

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

RED, GREEN, GREEN_WASH, LINE = "#ae1f1a", "#084c33", "#e4f1ea", "#877a66"
SONG = "宋体"  # every office PC has it
LONGEST_FOOTER = 200  # Excel takes 255 with the page count
PORTRAIT_DIGITS = 95  # wider tables lie across the page
A4 = 9  # Excel's number for the paper


@dataclass(frozen=True)
class CellStyle:
    """What sets the cells of one kind of column apart."""

    num_format: str
    align: str = ""  # as Excel does by itself: text left, numbers right
    indent: int = 0


class Looks:
    """The cell formats of one workbook, each made once."""

    def __init__(self, book: Workbook) -> None:
        self._book = book
        self._cells: dict[tuple[CellStyle, bool], Format] = {}
        self.heading = self._made(
            font_size=18, bold=True, font_color=RED, align="center", bottom=6, bottom_color=RED
        )
        self.note = self._made(font_size=10, align="left")
        self.head = self._made(
            bold=True,
            font_color=GREEN,
            bg_color=GREEN_WASH,
            border=1,
            border_color=LINE,
            align="center",
            text_wrap=True,
        )

    def cell(self, style: CellStyle, *, bold: bool = False) -> Format:
        """A framed cell of the table, whose text wraps."""
        key = style, bold
        if key not in self._cells:
            self._cells[key] = self._made(
                **asdict(style), bold=bold, border=1, border_color=LINE, text_wrap=True
            )
        return self._cells[key]

    def _made(self, **properties: object) -> Format:
        return self._book.add_format({"font_name": SONG, "valign": "vcenter", **properties})


def dress_for_printing(
    page: Worksheet, *, width_digits: float, head_row: int, mark: str, footer: str = ""
) -> None:
    """A4, as wide as the page, the head row repeated, the mark and the page count on each page.

    :param footer: a line at the left of each page's foot.
    """
    page.set_paper(A4)
    if width_digits > PORTRAIT_DIGITS:
        page.set_landscape()
    page.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head_row)
    page.center_horizontally()
    pages = "&C第 &P 页，共 &N 页"
    page.set_footer(f"&L&8{footer.replace('&', '&&')[:LONGEST_FOOTER]}{pages}" if footer else pages)
    if mark:
        page.set_header(f"&R{mark}")
