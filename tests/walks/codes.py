"""What a camera would see: a card's QR code and a barcode on a white table, still or as a film."""

from pathlib import Path

import segno
from PIL import Image, ImageDraw

WIDTH, HEIGHT = 640, 480
FRAMES = 5
ODD = ("0001101", "0011001", "0010011", "0111101", "0100011",
       "0110001", "0101111", "0111011", "0110111", "0001011")  # fmt: skip
PARITY = ("OOOOOO", "OOEOEE", "OOEEOE", "OOEEEO", "OEOOEE",
          "OEEOOE", "OEEEOO", "OEOEOE", "OEOEEO", "OEEOEO")  # fmt: skip
INVERTED = str.maketrans("01", "10")


def table(card: str, barcode: str) -> Image.Image:
    """A card's code at the left and goods at the right, as one picture."""
    picture = Image.new("L", (WIDTH, HEIGHT), 255)
    draw = ImageDraw.Draw(picture)
    for row, line in enumerate(segno.make_qr(card, error="m").matrix):
        for column, dark in enumerate(line):
            if dark:
                left, top = 30 + 8 * column, 120 + 8 * row
                draw.rectangle((left, top, left + 7, top + 7), fill=0)
    for place, bar in enumerate(bars(barcode)):
        if bar == "1":
            left = 320 + 3 * place
            draw.rectangle((left, 160, left + 2, 300), fill=0)
    return picture


def bars(digits: str) -> str:
    """The 95 modules of an EAN-13, 1 dark (ISO/IEC 15420)."""
    parity = PARITY[int(digits[0])]
    left = "".join(_left(digit, side) for digit, side in zip(digits[1:7], parity, strict=True))
    right = "".join(ODD[int(digit)].translate(INVERTED) for digit in digits[7:])
    return f"101{left}01010{right}101"


def film(picture: Image.Image, to: Path) -> Path:
    """The picture as a film that Chromium takes for a camera (YUV4MPEG2)."""
    grey = bytes([128]) * (WIDTH * HEIGHT // 2)
    head = f"YUV4MPEG2 W{WIDTH} H{HEIGHT} F10:1 Ip A1:1 C420jpeg\n".encode()
    to.write_bytes(head + (b"FRAME\n" + picture.tobytes() + grey) * FRAMES)
    return to


def _left(digit: str, side: str) -> str:
    odd = ODD[int(digit)]
    return odd if side == "O" else odd.translate(INVERTED)[::-1]
