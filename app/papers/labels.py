"""Labels for shelves and for goods without a barcode: twenty-four of 70 × 37 mm on an A4 sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from fpdf import FPDF

from app.papers.lettering import SANS, SONG, Fitted, blank_pdf, fit, put, put_right

TITLE, PRACTICE = "商品标签", "演练"
COLUMNS, ROWS = 3, 8
LABELS_A_SHEET = COLUMNS * ROWS
WIDTH_MM, HEIGHT_MM = 70.0, 37.0
TOP_MM = (297 - ROWS * HEIGHT_MM) / 2
MARGIN_MM = 5.0
SMALLEST_POINTS = 7.0  # of a name: smaller ones nobody reads from a shelf
# Printed at 100 %: GS1 names 0.33 mm as the width of the thinnest bar, and 11 and 7 of it as the
# white at either side.
MODULE_MM, QUIET_MODULES, MODULES = 0.33, 11, 95
BAR_TOP_MM, BAR_MM, GUARD_MM, DIGITS_MM = 16.5, 13.0, 1.6, 31.6
# EAN-13: seven modules a digit, 1 is dark. The right half is the left one inverted; the first
# digit is told by which digits of the left half are mirrored (G).
_LEFT: Final = (
    "0001101", "0011001", "0010011", "0111101", "0100011",
    "0110001", "0101111", "0111011", "0110111", "0001011",
)  # fmt: skip
_MIRRORED: Final = (
    "LLLLLL", "LLGLGG", "LLGGLG", "LLGGGL", "LGLLGG",
    "LGGLLG", "LGGGLL", "LGLGLG", "LGLGGL", "LGGLGL",
)  # fmt: skip
_EDGE, _MIDDLE = "101", "01010"
_INVERTED: Final = str.maketrans("01", "10")
_GUARDS: Final = frozenset({0, 2, 46, 48, 92, 94})


@dataclass(frozen=True)
class Label:
    """What stands on a label: the name, what one costs, and the thirteen digits of the bars."""

    name: str
    unit: str
    price_points: int
    barcode: str


def label_sheet(labels: Sequence[Label], *, practice: bool) -> bytes:
    """A PDF of the labels in their order, along the rows."""
    pdf = blank_pdf(f"{TITLE}（{PRACTICE}）" if practice else TITLE)
    for first in range(0, len(labels), LABELS_A_SHEET):
        pdf.add_page()
        for slot, label in enumerate(labels[first : first + LABELS_A_SHEET]):
            row, column = divmod(slot, COLUMNS)
            at = column * WIDTH_MM, TOP_MM + row * HEIGHT_MM
            _draw_label(pdf, label, *at, practice=practice)
    return bytes(pdf.output())


def ean13_modules(digits: str) -> str:
    """The 95 modules of an EAN-13 number, 1 dark, without the white at its sides."""
    first, left, right = int(digits[0]), digits[1:7], digits[7:]
    halves = "".join(
        _left_digit(int(digit), mirrored=kind == "G")
        for digit, kind in zip(left, _MIRRORED[first], strict=True)
    )
    rest = "".join(_LEFT[int(digit)].translate(_INVERTED) for digit in right)
    return f"{_EDGE}{halves}{_MIDDLE}{rest}{_EDGE}"


def _left_digit(digit: int, *, mirrored: bool) -> str:
    return _LEFT[digit].translate(_INVERTED)[::-1] if mirrored else _LEFT[digit]


def _draw_label(pdf: FPDF, label: Label, left_mm: float, top_mm: float, *, practice: bool) -> None:
    """Name and points above, the bars and their digits below."""
    room_mm = WIDTH_MM - 2 * MARGIN_MM
    name = _name(pdf, label.name, room_mm - 22)
    put(pdf, name, left_mm=left_mm + MARGIN_MM, centre_mm=top_mm + 9)
    price = fit(pdf, SONG, f"{label.price_points:,} 分", room_mm=20.5, most=17, least=6)
    put_right(pdf, price, right_mm=left_mm + WIDTH_MM - MARGIN_MM, centre_mm=top_mm + 8.6)
    unit = f"每{label.unit}（{PRACTICE}）" if practice else f"每{label.unit}"
    said = fit(pdf, SANS, unit, room_mm=20, most=8, least=6)
    put_right(pdf, said, right_mm=left_mm + WIDTH_MM - MARGIN_MM, centre_mm=top_mm + 14)
    bars_mm = left_mm + (WIDTH_MM - MODULES * MODULE_MM) / 2
    _draw_bars(pdf, label.barcode, bars_mm, top_mm + BAR_TOP_MM)
    digits = f"{label.barcode[0]}  {label.barcode[1:7]}  {label.barcode[7:]}"
    under = Fitted((digits,), SANS, 8.5)
    put(pdf, under, left_mm=bars_mm - 3.4, centre_mm=top_mm + DIGITS_MM + 1, spaced_points=1.6)


def _name(pdf: FPDF, name: str, room_mm: float) -> Fitted:
    """One line or two; a longer name takes as many lines as it needs: four for sixty signs."""
    fitted = fit(pdf, SONG, name, room_mm=room_mm, most=12, least=8)
    if fitted.size_points >= SMALLEST_POINTS:
        return fitted
    pdf.set_font(fitted.family, size=SMALLEST_POINTS)
    lines = [""]
    for sign in "".join(fitted.lines):
        if pdf.get_string_width(lines[-1] + sign) > room_mm:
            lines.append("")
        lines[-1] += sign
    return Fitted(tuple(lines), fitted.family, SMALLEST_POINTS)


def _draw_bars(pdf: FPDF, digits: str, left_mm: float, top_mm: float) -> None:
    pdf.set_fill_color(0)
    for first, width in _bars(ean13_modules(digits)):
        height_mm = BAR_MM + (GUARD_MM if first in _GUARDS else 0)
        pdf.rect(left_mm + first * MODULE_MM, top_mm, width * MODULE_MM, height_mm, style="F")


def _bars(modules: str) -> Iterator[tuple[int, int]]:
    """First module and width of each dark bar."""
    at = 0
    for kind, run in groupby(modules):
        width = len(list(run))
        if kind == "1":
            yield at, width
        at += width
