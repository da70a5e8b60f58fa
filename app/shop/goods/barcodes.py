"""Barcodes as they are written down: several for some goods, each for one piece or a whole pack.

A barcode that stands for a pack carries its pieces behind a star: `6901234567908*12`. Pure.
"""

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from stdnum import ean

BARCODE_FORM: Final = re.compile(r"[A-Za-z0-9]{1,32}", re.ASCII)
PIECES_FORM: Final = re.compile(r"[0-9]{1,4}", re.ASCII)
# Between two barcodes: white space, a new line of the scanner, a comma of either kind.
APART: Final = re.compile(r"[\s,;、，；]+")
STARS: Final = str.maketrans("×＊", "**")
# EAN-8, UPC-A, EAN-13: their last digit checks the others.
CHECKED_LENGTHS: Final = frozenset({8, 12, 13})
LONGEST_CHECKED = 13
# What an EAN-13 label can show: UPC-A is one that begins with 0.
BY_BARS: Final = frozenset({12, 13})
MOST_BARCODES = 20
MOST_PIECES = 200  # in one pack: as many as one redemption may take of some goods
# GS1 leaves 200 to 299 to whoever wants numbers of his own within his walls.
OWN_PREFIX: Final = "290"
OWN_DIGITS: Final = 9


class PackCode(NamedTuple):
    """A barcode, and how many pieces stand behind it."""

    code: str
    pieces: int

    def __str__(self) -> str:
        return self.code if self.pieces == 1 else f"{self.code}*{self.pieces}"


def pack_codes(text: str) -> list[PackCode]:
    """The barcodes of a text, single pieces first; 0 pieces where the number cannot be read."""
    found = {}
    for part in filter(None, APART.split(text.translate(STARS))):
        code, star, pieces = part.partition("*")
        count = int(pieces) if PIECES_FORM.fullmatch(pieces) else 0
        found[short_form(code)] = count if star else 1
    return in_order(PackCode(*each) for each in found.items())


def in_order(codes: Iterable[PackCode]) -> list[PackCode]:
    """Single pieces first, then packs from small to large."""
    return sorted(codes, key=lambda each: (each.pieces, each.code))


def written(codes: Iterable[PackCode]) -> str:
    """All of them in one text, as `pack_codes` reads it."""
    return " ".join(str(each) for each in codes)


def short_form(code: str) -> str:
    """A UPC-A number without the 0 that some scanners put before it: both name the same goods."""
    is_long_upc = len(code) == LONGEST_CHECKED and code.isdigit() and code.startswith("0")
    return code[1:] if is_long_upc else code


def has_check_digit(code: str) -> bool:
    """Whether the last digit of a barcode checks the others."""
    return code.isdigit() and len(code) in CHECKED_LENGTHS


def check_digit(code: str) -> str:
    """What the last digit has to be when the others are right."""
    digit: str = ean.calc_check_digit(code[:-1])
    return digit


def own_barcode(number: int) -> str:
    """The barcode of our own with this number: EAN-13 within the range GS1 leaves to everybody."""
    digits = f"{OWN_PREFIX}{number:0{OWN_DIGITS}d}"
    return digits + ean.calc_check_digit(digits)


def own_number(barcode: str) -> int:
    """The number behind a barcode of our own."""
    return int(barcode[len(OWN_PREFIX) : len(OWN_PREFIX) + OWN_DIGITS])


def printable(codes: Iterable[PackCode]) -> str:
    """The thirteen digits of the barcode that goes on a label: of one piece; "" when none fits."""
    for each in codes:
        if each.pieces == 1 and each.code.isdigit() and len(each.code) in BY_BARS:
            return each.code.zfill(LONGEST_CHECKED)
    return ""
