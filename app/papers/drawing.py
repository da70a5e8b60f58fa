"""What is drawn for the village group: words on a picture, 1,080 pixels wide."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from app.papers.lettering import FONTS, SANS, SONG

WIDTH, MARGIN = 1080, 48
TEXT, LEADING = 34, 54
BLACK, RED, FAINT = "#000000", "#b3211b", "#f6d3d1"
COLOURS: Final = 64
_UNBROKEN: Final = re.compile(r"[!-~]+|.")
FILES: Final = {SANS: "NotoSansSC-Regular.ttf", SONG: "NotoSerifSC-Bold-common.ttf"}


def red_head(draw: ImageDraw.ImageDraw, who: str) -> None:
    """Who speaks, in cinnabar over a double line."""
    centred(draw, who, fitted(who, SONG, 54, WIDTH - 2 * MARGIN), MARGIN + 36, RED)
    for y, width in ((MARGIN + 88, 6), (MARGIN + 98, 2)):
        draw.line((MARGIN, y, WIDTH - MARGIN, y), RED, width)


def as_png(image: Image.Image, bottom: int) -> bytes:
    """The picture down to where it ends, in few colours: small enough for every phone."""
    out = BytesIO()
    image.crop((0, 0, WIDTH, bottom)).quantize(COLOURS, Image.Quantize.FASTOCTREE).save(out, "PNG")
    return out.getvalue()


def text_below(draw: ImageDraw.ImageDraw, lines: Sequence[str], top: int) -> int:
    """Lines below each other; answers where they end."""
    for at, line in enumerate(lines):
        middle = top + at * LEADING + LEADING // 2
        draw.text((MARGIN, middle), line, BLACK, font_of(SANS, TEXT), "lm")
    return top + len(lines) * LEADING


def mark_practice(draw: ImageDraw.ImageDraw, height: int) -> None:
    """演练 under all words, again and again: no part of the picture can be taken for a real one."""
    for middle in range(260, height, 520):
        draw.text((WIDTH // 2, middle), "演练", FAINT, font_of(SONG, 360), "mm")


def centred(
    draw: ImageDraw.ImageDraw, words: str, font: ImageFont.FreeTypeFont, middle: int, colour: str
) -> None:
    """Words in the middle of a line."""
    draw.text((WIDTH // 2, middle), words, colour, font, "mm")


def wrapped(words: str) -> Iterator[str]:
    """Lines that fit between the margins; they break anywhere but in a number or before a stop."""
    line, font = "", font_of(SANS, TEXT)
    for sign in _UNBROKEN.findall(words):
        too_long = font.getlength(line + sign) > WIDTH - 2 * MARGIN
        if too_long and sign not in "，。、；：）":
            yield line
            line = sign.strip()
        else:
            line += sign
    yield line


def fitted(words: str, family: str, most: int, room: int) -> ImageFont.FreeTypeFont:
    """The largest size up to `most` at which the words fit; width is linear in it."""
    length = font_of(family, most).getlength(words)
    return font_of(family, most if length <= room else max(1, int(most * room / length)))


@lru_cache(maxsize=64)
def font_of(family: str, size: int) -> ImageFont.FreeTypeFont:
    """A shipped face at a size in pixels."""
    return ImageFont.truetype(FONTS / FILES[family], size)
