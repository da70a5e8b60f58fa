"""Sheets of points cards: ten of 85.6 × 54 mm on an A4 page, to be cut along the dashes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fpdf import FPDF

from app.papers.card_parts import (
    HEIGHT_MM,
    PRACTICE,
    TITLE,
    WIDTH_MM,
    Corner,
    draw_band,
    draw_foot,
    draw_holder,
    draw_practice_mark,
)
from app.papers.lettering import blank_pdf
from app.papers.qr import draw_qr

COLUMNS, ROWS = 2, 5
CARDS_A_SHEET = COLUMNS * ROWS
SHEET_LEFT_MM = (210 - COLUMNS * WIDTH_MM) / 2
SHEET_TOP_MM = (297 - ROWS * HEIGHT_MM) / 2
QR_MM, QR_LEFT_MM, QR_TOP_MM = 30.0, 51.0, 13.8

Line = tuple[float, float, float, float]


@dataclass(frozen=True)
class CardFace:
    """All that a card shows. An ID number, a telephone or a balance has no place on it."""

    head_name: str
    household_number: str
    village_name: str
    township_name: str
    district_name: str
    number: str  # eight digits
    qr_text: str


def card_sheet(
    faces: Sequence[CardFace],
    *,
    practice: bool,
    progress: Callable[[int], None] | None = None,
) -> bytes:
    """A PDF of the cards in their order; `progress` hears after each sheet how many are drawn."""
    pdf = blank_pdf(f"{TITLE}（{PRACTICE}）" if practice else TITLE)
    for first in range(0, len(faces), CARDS_A_SHEET):
        sheet = faces[first : first + CARDS_A_SHEET]
        pdf.add_page()
        for slot, face in enumerate(sheet):
            _draw_card(pdf, face, _corner(slot), practice=practice)
        _draw_cuts(pdf, len(sheet))
        if progress:
            progress(first + len(sheet))
    return bytes(pdf.output())


def _corner(slot: int) -> Corner:
    """Where the card of a slot lies; slots run along the rows."""
    row, column = divmod(slot, COLUMNS)
    return Corner(SHEET_LEFT_MM + column * WIDTH_MM, SHEET_TOP_MM + row * HEIGHT_MM)


def _draw_card(pdf: FPDF, face: CardFace, at: Corner, *, practice: bool) -> None:
    """One card. The practice mark comes first, so that words and code lie over it."""
    if practice:
        draw_practice_mark(pdf, at)
    draw_band(pdf, face.district_name, at, practice=practice)
    draw_holder(
        pdf,
        at,
        head_name=face.head_name,
        household=f"户编号 {face.household_number}",
        place=f"{face.township_name} {face.village_name}",
        number=face.number,
    )
    draw_qr(
        pdf,
        face.qr_text,
        left_mm=at.left_mm + QR_LEFT_MM,
        top_mm=at.top_mm + QR_TOP_MM,
        side_mm=QR_MM,
    )
    draw_foot(pdf, at)


def _draw_cuts(pdf: FPDF, cards: int) -> None:
    """Dashed lines around the cards of a page, each edge once."""
    with pdf.local_context(draw_color="#999999", line_width=0.2):
        pdf.set_dash_pattern(dash=1.2, gap=1.2)
        for edge in sorted({edge for slot in range(cards) for edge in _edges(_corner(slot))}):
            pdf.line(*edge)


def _edges(at: Corner) -> tuple[Line, Line, Line, Line]:
    """The four edges of a card; a neighbour's shared edge comes out equal."""
    left, right = round(at.left_mm, 3), round(at.left_mm + WIDTH_MM, 3)
    top, bottom = round(at.top_mm, 3), round(at.top_mm + HEIGHT_MM, 3)
    return (
        (left, top, right, top),
        (left, bottom, right, bottom),
        (left, top, left, bottom),
        (right, top, right, bottom),
    )
