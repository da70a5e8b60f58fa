"""A QR code as few rectangles, so that a sheet of cards stays small and sharp at any size."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

import segno
from fpdf import FPDF

OVERLAP_MM = 0.02  # neighbours touch, or a screen shows hairlines between them


@dataclass(frozen=True)
class Block:
    """A dark rectangle of a QR code, counted in modules from its upper left corner."""

    column: int
    row: int
    width: int
    height: int


def qr_matrix(text: str) -> tuple[tuple[int, ...], ...]:
    """The modules of the QR code, 1 dark, without quiet zone.

    Never Micro QR, which phone scanners cannot read; 15 % of it may be scratched.
    """
    return tuple(tuple(row) for row in segno.make_qr(text, error="m").matrix)


def dark_blocks(matrix: tuple[tuple[int, ...], ...]) -> Iterator[Block]:
    """The dark modules as rectangles: runs within a row, joined with equal runs just below."""
    open_runs: dict[tuple[int, int], int] = {}  # (column, width) -> first row
    for row_number, row in enumerate((*matrix, ())):
        runs = set(_runs(row))
        for run in [run for run in open_runs if run not in runs]:
            first_row = open_runs.pop(run)
            yield Block(run[0], first_row, run[1], row_number - first_row)
        for run in runs:
            open_runs.setdefault(run, row_number)


def _runs(row: tuple[int, ...]) -> Iterator[tuple[int, int]]:
    """Column and width of each run of dark modules."""
    column = 0
    for is_dark, modules in groupby(row):
        width = len(list(modules))
        if is_dark:
            yield column, width
        column += width


def draw_qr(pdf: FPDF, text: str, *, left_mm: float, top_mm: float, side_mm: float) -> None:
    """Draw the code in black; its quiet zone is the white that the page leaves around it."""
    matrix = qr_matrix(text)
    module_mm = side_mm / len(matrix)
    pdf.set_fill_color(0)
    for block in dark_blocks(matrix):
        pdf.rect(
            left_mm + block.column * module_mm,
            top_mm + block.row * module_mm,
            block.width * module_mm + OVERLAP_MM,
            block.height * module_mm + OVERLAP_MM,
            style="F",
        )
