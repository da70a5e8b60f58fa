"""Letters on a PDF page: the two shipped faces, and text that shrinks but is never cut."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from fpdf import FPDF
from fpdf.fonts import TTFFont

FONTS = Path(__file__).parent / "fonts"
SANS = "sans"  # every character a name may have
SONG = "song"  # bold, for titles and names; common characters only
MISSING = "〓"  # what Chinese printers set where the type case lacks a character

MM_PER_POINT = 25.4 / 72
CENTRE_EM = 0.38  # from the baseline up to the middle of a Chinese character
LEADING_EM = 1.15  # from line to line
BOLD_EM = 0.035  # the outline that makes a regular face look bold


Paper = TypeVar("Paper", bound=FPDF)


@dataclass(frozen=True)
class Fitted:
    """One or two lines of text with the size at which they fit."""

    lines: tuple[str, ...]
    family: str
    size_points: float


def blank_pdf(title: str) -> FPDF:
    """An A4 document in millimetres with both faces loaded and no page yet."""
    return with_faces(FPDF(unit="mm", format="A4"), title)


def with_faces(pdf: Paper, title: str) -> Paper:
    """The same of a document that has a head or a foot of its own."""
    pdf.set_auto_page_break(auto=False)
    pdf.set_title(title)
    pdf.set_lang("zh-CN")
    pdf.add_font(SANS, fname=FONTS / "NotoSansSC-Regular.ttf")
    pdf.add_font(SONG, fname=FONTS / "NotoSerifSC-Bold-common.ttf")
    return pdf


def has_glyphs(pdf: FPDF, family: str, text: str) -> bool:
    """Whether a face can write the whole text."""
    font = pdf.fonts[family]
    assert isinstance(font, TTFFont)  # both faces are files of ours
    return all(ord(character) in font.cmap for character in text)


def legible(pdf: FPDF, text: str) -> str:
    """The text on one line, with 〓 for each character that no shipped face has."""
    one_line = " ".join(text.split())
    return "".join(c if has_glyphs(pdf, SANS, c) else MISSING for c in one_line)


def fit(pdf: FPDF, family: str, text: str, *, room_mm: float, most: float, least: float) -> Fitted:
    """The text in the largest size up to `most` points that fits the room.

    Below `least` points it goes on two lines, as large as the longer one allows.
    """
    text = legible(pdf, text)
    if not has_glyphs(pdf, family, text):
        family = SANS
    size = _size_for(pdf, family, (text,), room_mm=room_mm, most=most)
    if size >= least:
        return Fitted((text,), family, size)
    halves = _halves(text)
    return Fitted(halves, family, _size_for(pdf, family, halves, room_mm=room_mm, most=least))


def _size_for(
    pdf: FPDF, family: str, lines: tuple[str, ...], *, room_mm: float, most: float
) -> float:
    """The largest size up to `most` points at which the widest line fits; width is linear in it."""
    pdf.set_font(family, size=most)
    widest_mm = max(pdf.get_string_width(line) for line in lines)
    return most if widest_mm <= room_mm else most * room_mm / widest_mm


def _halves(text: str) -> tuple[str, str]:
    """The text broken near its middle, after a dot or space if it has one."""
    breaks = [i for i, character in enumerate(text, start=1) if character in "· "]
    middle = len(text) / 2
    at = min(breaks, key=lambda i: abs(i - middle)) if breaks else round(middle)
    return text[:at].rstrip(), text[at:]


def put(
    pdf: FPDF, text: Fitted, *, left_mm: float, centre_mm: float, spaced_points: float = 0
) -> None:
    """Write fitted text from `left_mm`, its lines centred on a height of the page."""
    pdf.set_font(text.family, size=text.size_points)
    pdf.set_char_spacing(spaced_points)
    for line, baseline_mm in _baselines(text, centre_mm):
        pdf.text(left_mm, baseline_mm, line)
    pdf.set_char_spacing(0)


def put_right(pdf: FPDF, text: Fitted, *, right_mm: float, centre_mm: float) -> None:
    """The same, ending at `right_mm`."""
    pdf.set_font(text.family, size=text.size_points)
    for line, baseline_mm in _baselines(text, centre_mm):
        pdf.text(right_mm - pdf.get_string_width(line), baseline_mm, line)


def put_bold(
    pdf: FPDF, text: Fitted, *, left_mm: float, centre_mm: float, spaced_points: float = 0
) -> None:
    """The same as `put`, thickened with an outline when the face has no bold of its own."""
    where = {"left_mm": left_mm, "centre_mm": centre_mm, "spaced_points": spaced_points}
    if text.family == SONG:
        put(pdf, text, **where)
        return
    # fpdf2 writes the outline's width of a text in points, whatever the document's unit is.
    outline_points = text.size_points * BOLD_EM
    with pdf.local_context(text_mode="FILL_STROKE", line_width=outline_points):
        put(pdf, text, **where)


def _baselines(text: Fitted, centre_mm: float) -> Iterator[tuple[str, float]]:
    """Each line with the height of its baseline, when all together are centred."""
    size_mm = text.size_points * MM_PER_POINT
    first_mm = centre_mm - LEADING_EM * size_mm * (len(text.lines) - 1) / 2
    for i, line in enumerate(text.lines):
        yield line, first_mm + (i * LEADING_EM + CENTRE_EM) * size_mm
