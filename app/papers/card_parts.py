"""The parts of one points card, each drawn from the card's upper left corner, in millimetres."""

from dataclasses import dataclass

from fpdf import FPDF

from app.papers.lettering import SANS, SONG, Fitted, fit, put, put_bold, put_right

TITLE = "爱心积分卡"
SEAL = "积"
PRACTICE = "演练"
FOOT = "丢了卡，带身份证到村委会挂失，积分不会丢"

WIDTH_MM, HEIGHT_MM = 85.6, 54.0
MARGIN_MM = 4.0
BAND_MM, WHEAT_MM = 8.6, 0.6
FOOT_RULE_MM = 48.4
TEXT_ROOM_MM = 42.6  # what the quiet zone of the QR code leaves at its left

RED, WHEAT, HAIRLINE, AMBER, WHITE = "#ae1f1a", "#e9b44c", "#d8c8a8", "#f5d9a2", "#ffffff"


@dataclass(frozen=True)
class Corner:
    """The upper left corner of a card on its page."""

    left_mm: float
    top_mm: float


def draw_practice_mark(pdf: FPDF, at: Corner) -> None:
    """演练 aslant under the words, where no QR code hides it and no scanner stumbles over it."""
    middle = at.left_mm + MARGIN_MM + TEXT_ROOM_MM / 2, at.top_mm + (BAND_MM + FOOT_RULE_MM) / 2
    with pdf.local_context(text_color=AMBER), pdf.rotation(26, *middle):
        for letter, shift_mm in zip(PRACTICE, (-19, 1), strict=True):
            mark = Fitted((letter,), SONG, 51)
            put(pdf, mark, left_mm=middle[0] + shift_mm, centre_mm=middle[1])


def draw_band(pdf: FPDF, district_name: str, at: Corner, *, practice: bool) -> None:
    """The red head: seal and title at the left, the district at the right."""
    middle_mm = at.top_mm + BAND_MM / 2
    pdf.set_fill_color(RED)
    pdf.rect(at.left_mm, at.top_mm, WIDTH_MM, BAND_MM, style="F")
    pdf.set_fill_color(WHEAT)
    pdf.rect(at.left_mm, at.top_mm + BAND_MM, WIDTH_MM, WHEAT_MM, style="F")
    _draw_seal(pdf, at.left_mm + MARGIN_MM, middle_mm)
    with pdf.local_context(text_color=WHITE):
        title = Fitted((TITLE,), SONG, 12.75)
        put(pdf, title, left_mm=at.left_mm + 11.6, centre_mm=middle_mm, spaced_points=1.5)
    if practice:
        _draw_practice_tag(pdf, at.left_mm + 38.8, middle_mm)
    with pdf.local_context(text_color=WHITE):
        room_mm = 33 if practice else 43
        name = fit(pdf, SANS, district_name, room_mm=room_mm, most=8.25, least=6.5)
        put_right(pdf, name, right_mm=at.left_mm + WIDTH_MM - MARGIN_MM, centre_mm=middle_mm)


def _draw_seal(pdf: FPDF, left_mm: float, middle_mm: float) -> None:
    """A white square seal in a white frame, with one red character."""
    top_mm = middle_mm - 3
    with pdf.local_context(draw_color=WHITE, fill_color=WHITE, line_width=0.4, text_color=RED):
        pdf.rect(left_mm + 0.2, top_mm + 0.2, 5.6, 5.6, round_corners=True, corner_radius=1)
        pdf.rect(left_mm + 0.9, top_mm + 0.9, 4.2, 4.2, style="F")
        put(pdf, Fitted((SEAL,), SONG, 9.5), left_mm=left_mm + 1.32, centre_mm=middle_mm)


def _draw_practice_tag(pdf: FPDF, left_mm: float, middle_mm: float) -> None:
    """演练 in the head, for prints too pale to show the mark across the card."""
    with pdf.local_context(draw_color=WHITE, line_width=0.25, text_color=WHITE):
        pdf.rect(left_mm, middle_mm - 2.1, 7.8, 4.2)
        put(pdf, Fitted((PRACTICE,), SONG, 8.25), left_mm=left_mm + 1, centre_mm=middle_mm)


def draw_holder(
    pdf: FPDF, at: Corner, *, head_name: str, household: str, place: str, number: str
) -> None:
    """Whose card it is, and the eight digits to type when nothing can scan."""
    left_mm = at.left_mm + MARGIN_MM
    name = fit(pdf, SONG, head_name, room_mm=TEXT_ROOM_MM, most=22, least=10)
    put_bold(pdf, name, left_mm=left_mm, centre_mm=at.top_mm + 17.5)
    for words, centre_mm in ((household, 25.9), (place, 32.0)):
        line = fit(pdf, SANS, words, room_mm=TEXT_ROOM_MM, most=10.5, least=9)
        put(pdf, line, left_mm=left_mm, centre_mm=at.top_mm + centre_mm)
    digits = Fitted((f"{number[:4]} {number[4:]}",), SANS, 15.75)
    put_bold(pdf, digits, left_mm=left_mm, centre_mm=at.top_mm + 41.8, spaced_points=0.9)


def draw_foot(pdf: FPDF, at: Corner) -> None:
    """What to do when the card is lost."""
    with pdf.local_context(draw_color=HAIRLINE, line_width=0.2):
        rule_mm = at.top_mm + FOOT_RULE_MM
        pdf.line(at.left_mm + MARGIN_MM, rule_mm, at.left_mm + WIDTH_MM - MARGIN_MM, rule_mm)
    centre_mm = at.top_mm + (FOOT_RULE_MM + HEIGHT_MM) / 2
    put(pdf, Fitted((FOOT,), SANS, 8.25), left_mm=at.left_mm + MARGIN_MM, centre_mm=centre_mm)
