"""一户的全部资料: a plain document of tables, for the household itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from fpdf import FPDF, FontFace

from app.papers.lettering import SANS, legible, with_faces

MARGIN_MM, FOOT_MM = 15.0, 16.0
TITLE_POINTS, HEADING_POINTS, TEXT_POINTS, FOOT_POINTS = 18, 12.5, 9.5, 8
LINE_MM: Final = 5.2
PRACTICE: Final = "演练"


@dataclass(frozen=True)
class Section:
    """One table: what it is about, its columns with their share of the width, its rows."""

    heading: str
    columns: Sequence[tuple[str, int]]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True)
class DataReport:
    """All that the paper shows. A whole ID number or a telephone has no place on it."""

    title: str
    notes: Sequence[str]
    sections: Sequence[Section]
    footer: str  # who made it, when
    nothing: str  # what stands where a section is empty


class _Paper(FPDF):
    """Pages with a line at their foot."""

    foot: str = ""

    def footer(self) -> None:
        """Who made it, and the page."""
        self.set_y(-FOOT_MM + 4)
        self.set_font(SANS, size=FOOT_POINTS)
        self.cell(0, 5, self.foot)
        self.set_x(MARGIN_MM)
        self.cell(0, 5, f"{self.page_no()} / {{nb}}", align="R")


def data_report(report: DataReport, *, practice: bool) -> bytes:
    """The PDF, on as many A4 pages as it takes; in practice its title and every foot say so."""
    mark = f"（{PRACTICE}）" if practice else ""
    pdf = with_faces(_Paper(unit="mm", format="A4"), report.title + mark)
    pdf.foot = legible(pdf, report.footer + mark)
    pdf.set_margins(MARGIN_MM, MARGIN_MM, MARGIN_MM)
    pdf.set_auto_page_break(auto=True, margin=FOOT_MM)
    pdf.add_page()
    pdf.set_font(SANS, size=TITLE_POINTS)
    pdf.cell(0, 12, legible(pdf, report.title + mark), align="C", new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(SANS, size=TEXT_POINTS)
    for line in report.notes:
        pdf.multi_cell(0, LINE_MM, legible(pdf, line), new_x="LMARGIN", new_y="NEXT")
    for section in report.sections:
        _draw(pdf, section, report.nothing)
    return bytes(pdf.output())


def _draw(pdf: FPDF, section: Section, nothing: str) -> None:
    """A heading, never alone at the foot of a page, and its table."""
    if pdf.will_page_break(6 * LINE_MM):
        pdf.add_page()
    pdf.ln(4)
    pdf.set_font(SANS, size=HEADING_POINTS)
    pdf.cell(0, 7, legible(pdf, section.heading), new_x="LMARGIN", new_y="NEXT")
    pdf.set_font(SANS, size=TEXT_POINTS)
    if not section.rows:
        pdf.cell(0, LINE_MM, nothing, new_x="LMARGIN", new_y="NEXT")
        return
    with pdf.table(
        col_widths=tuple(width for _, width in section.columns),
        headings_style=FontFace(fill_color="#eeeeee"),
        line_height=LINE_MM,
        text_align="LEFT",
        padding=0.6,
        wrapmode="CHAR",
    ) as table:
        for line in ([name for name, _ in section.columns], *section.rows):
            row = table.row()
            for cell in line:
                row.cell(legible(pdf, cell))
