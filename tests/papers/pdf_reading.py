"""Enough of a PDF reader to say what stands on a page that we drew ourselves."""

import re
import zlib
from dataclasses import dataclass

STREAM = re.compile(rb"(\d+) 0 obj\n<<(?:(?!endobj).)*?stream\n(.*?)\nendstream", re.DOTALL)
FONT = re.compile(rb"/F(\d+) (\d+) 0 R")
TO_UNICODE = re.compile(rb"\n(\d+) 0 obj\n<<[^>]*?/ToUnicode (\d+) 0 R")
GLYPH = re.compile(rb"<([0-9A-F]{4})> <([0-9A-F]+)>")
DRAWN = re.compile(
    rb"\((?P<codes>(?:\\.|[^\\)])*)\) Tj|/F(?P<font>\d+) [\d.]+ Tf|(?<!\S)(?P<state>[qQ])(?!\S)",
    re.DOTALL,
)
BOX = re.compile(rb"([-\d.]+) ([-\d.]+) ([-\d.]+) ([-\d.]+) re f")
POINTS_A_MM = 72 / 25.4
A4_HEIGHT_POINTS = 297 * POINTS_A_MM


@dataclass(frozen=True)
class Box:
    """A filled rectangle, in millimetres from the upper left corner of the page."""

    left: float
    top: float
    width: float
    height: float

    def covers(self, x: float, y: float) -> bool:
        """Whether a point lies in it."""
        return 0 <= x - self.left <= self.width and 0 <= y - self.top <= self.height


def page_contents(pdf: bytes) -> list[bytes]:
    """What is drawn on each page."""
    streams = _streams(pdf)
    numbers = re.findall(rb"/Contents (\d+) 0 R", pdf)
    return [streams[number] for number in numbers]


def texts(pdf: bytes, page: int = 0) -> list[str]:
    """The pieces of text on a page, in the order they were written."""
    alphabets = _alphabets(pdf)
    found: list[str] = []
    fonts = [b""]  # the one in use is the last; q saves it, Q brings it back
    for match in DRAWN.finditer(page_contents(pdf)[page]):
        if match["state"] == b"q":
            fonts.append(fonts[-1])
        elif match["state"]:
            fonts.pop()
        elif match["font"]:
            fonts[-1] = match["font"]
        else:
            found.append(_decoded(match["codes"], alphabets[fonts[-1]]))
    return found


def boxes(pdf: bytes, page: int = 0) -> list[Box]:
    """The filled rectangles on a page."""
    return [
        Box(
            left=float(x) / POINTS_A_MM,
            top=(A4_HEIGHT_POINTS - float(y)) / POINTS_A_MM,
            width=float(width) / POINTS_A_MM,
            height=-float(height) / POINTS_A_MM,
        )
        for x, y, width, height in BOX.findall(page_contents(pdf)[page])
    ]


def _streams(pdf: bytes) -> dict[bytes, bytes]:
    return {
        number: zlib.decompress(content) if content.startswith(b"x\x9c") else content
        for number, content in STREAM.findall(pdf)
    }


def _alphabets(pdf: bytes) -> dict[bytes, dict[bytes, str]]:
    """For each font its two-byte codes and the characters they stand for."""
    streams = _streams(pdf)
    tables = dict(TO_UNICODE.findall(pdf))
    return {
        font: {
            bytes.fromhex(code.decode()): bytes.fromhex(character.decode()).decode("utf-16-be")
            for code, character in GLYPH.findall(streams[tables[number]])
        }
        for font, number in FONT.findall(pdf)
    }


def _decoded(escaped: bytes, alphabet: dict[bytes, str]) -> str:
    codes = re.sub(rb"\\(.)", _unescaped, escaped, flags=re.DOTALL)
    return "".join(alphabet[codes[i : i + 2]] for i in range(0, len(codes), 2))


def _unescaped(match: re.Match[bytes]) -> bytes:
    return b"\r" if match[1] == b"r" else match[1]
