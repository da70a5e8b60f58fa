"""How long the paper of a 58 mm receipt must be.

Browsers print `@page {size: 58mm auto}` on a letter-sized page, so the page asks here for its
height. The figures are those of the receipt's style sheet, in CSS pixels.
"""

import re
import unicodedata
from collections.abc import Iterable
from math import ceil

MM_PER_PIXEL = 25.4 / 96
LINE_PIXELS = 14 * 1.42
PADDING_MM = 4 + 6
RESERVE_MM = 0.5  # a browser's rounding must not begin a second page

FIXED_LINES = 11  # 小票 title, 4 of the head, 2 of the balance, signature, 2 of the foot, copy
STORE_PIXELS = 26
RULES_PIXELS = 4 * 13
LEFT_PIXELS = 30  # 还剩, in large type
SIGNATURE_PIXELS = 31
GAPS_PIXELS = 8 + 4
PRACTICE_PIXELS = LINE_PIXELS + 2 * 2 + 6  # 演练 in its frame

NAME_WIDTH = 11  # full-width characters of a name beside its points
CLOSING = "、，。：；！？）》」』】〕％"  # never begin a line: they take what stands before along
WORDS = re.compile(rf"(?:[\x21-\x7e]+|[^\x21-\x7e])[{CLOSING}]*")


def receipt_height_mm(lines: int, *, practice: bool = False) -> int:
    """The height of a receipt with so many lines of goods (`goods_lines`), in whole millimetres.

    Whatever else takes a line more than usual, such as a long name of a store, is added to `lines`.
    """
    pixels = (FIXED_LINES + lines) * LINE_PIXELS
    pixels += STORE_PIXELS + RULES_PIXELS + LEFT_PIXELS + SIGNATURE_PIXELS + GAPS_PIXELS
    if practice:
        pixels += PRACTICE_PIXELS
    return ceil(PADDING_MM + pixels * MM_PER_PIXEL + RESERVE_MM)


def goods_lines(names: Iterable[str]) -> int:
    """The lines that goods take: each name's own, and one for its price × number."""
    return sum(lines_of(name, NAME_WIDTH) + 1 for name in names)


def lines_of(text: str, width: int) -> int:
    """On how many lines a browser sets the text, `width` in full-width characters.

    Chinese breaks anywhere but before a closing mark; Latin words and figures stay whole.
    """
    room = width * 2
    lines, used = 1, 0
    for word in WORDS.findall(text):
        columns = sum(_columns(character) for character in word)
        if used and used + columns > room:
            lines, used = lines + 1, 0
        # A word longer than the line is broken within; a line that is just full is not yet left.
        more_lines, last = divmod(used + columns - 1, room)
        lines, used = lines + more_lines, last + 1
    return lines


def _columns(character: str) -> int:
    """Two for a full-width character, one for a half-width one; in doubt two."""
    return 1 if unicodedata.east_asian_width(character) in {"Na", "H", "N"} else 2
