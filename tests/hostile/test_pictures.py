"""Pictures that are more than pictures, or less: what is kept is pixels, drawn anew, or nothing.

`tests/kernel/test_pictures.py` has what a photo is; here is what people make of one.
"""

import os
import random
import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Final

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from app.kernel.db import Database
from app.kernel.pictures import (
    PictureTooLarge,
    PictureUnreadable,
    drawn_anew,
    keep_picture,
    picture,
)
from tests.districts import Town
from tests.hostile.importers import mangled
from tests.house import app_on
from tests.web.browsing import signed_in

CANARY: Final = b"<script>CANARY()</script>"
MANGLED: Final = 5_000 if os.environ.get("JIFEN_PROFILE") == "soak" else 150
Content = Callable[[], bytes]


def drawn(
    kind: str, size: tuple[int, int] = (60, 40), mode: str = "RGB", **how: bytes | int | PngInfo
) -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.linear_gradient("L").resize(size).convert(mode).save(out, kind, **how)
    return out.getvalue()


def chunk(name: bytes, body: bytes) -> bytes:
    """A part of a PNG."""
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png_with(*chunks: bytes) -> bytes:
    """A PNG with more parts behind its head."""
    whole = drawn("PNG")
    return whole[:33] + b"".join(chunks) + whole[33:]


def texts() -> bytes:
    """A PNG that carries words."""
    told = PngInfo()
    told.add_text("Comment", CANARY.decode())
    told.add_itxt("XML:com.adobe.xmp", CANARY.decode(), zip=True)
    return drawn("PNG", pnginfo=told)


def moving(kind: str) -> bytes:
    """A picture of several pictures."""
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue", "green")]
    out = BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=50)
    return out.getvalue()


# A picture, and something else besides.
MORE_THAN_A_PICTURE: Final[dict[str, Content]] = {
    "a page in a JPEG's comment": lambda: drawn("JPEG", comment=CANARY),
    "a page behind a JPEG": lambda: drawn("JPEG") + CANARY,
    "a page behind a PNG": lambda: drawn("PNG") + CANARY,
    "a zip behind a JPEG": lambda: drawn("JPEG") + b"PK\x03\x04" + CANARY,
    "a PDF behind a JPEG": lambda: drawn("JPEG") + b"%PDF-1.7" + CANARY,
    "a program in a colour profile": lambda: drawn("JPEG", icc_profile=CANARY * 20),
    "XMP in a JPEG": lambda: drawn("JPEG", xmp=CANARY),
    "XMP in a WebP": lambda: drawn("WEBP", xmp=CANARY),
    "words in a PNG": texts,
    "an unknown part of a PNG": lambda: png_with(chunk(b"caNy", CANARY)),
    "a moving WebP": lambda: moving("WEBP") + CANARY,
    "a moving PNG": lambda: moving("PNG") + CANARY,
    "colours of a printer": lambda: drawn("JPEG", mode="CMYK", comment=CANARY),
    "a palette with holes": lambda: drawn("PNG", mode="P", transparency=0) + CANARY,
    "in 16 bits": lambda: drawn("PNG", mode="I;16") + CANARY,
    "a thin line": lambda: drawn("PNG", size=(9_000, 1)) + CANARY,
}


@pytest.mark.parametrize("kind", MORE_THAN_A_PICTURE)
def test_of_more_than_a_picture_the_picture_is_kept(tmp_path: Path, kind: str) -> None:
    content = MORE_THAN_A_PICTURE[kind]()
    kept = picture(tmp_path, keep_picture(tmp_path, content))

    again = Image.open(BytesIO(kept))
    assert (again.format, again.mode, getattr(again, "n_frames", 1)) == ("JPEG", "RGB", 1)
    assert kept.startswith(b"\xff\xd8\xff\xe0")
    assert kept.endswith(b"\xff\xd9")
    assert b"CANARY" not in kept
    assert again.info.keys() <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


def said_size(width: int, height: int) -> bytes:
    """A JPEG that says it is so large; there is nothing behind that."""
    whole = drawn("JPEG")
    head = whole.index(b"\xff\xc0")
    return whole[: head + 5] + struct.pack(">HH", height, width) + whole[head + 9 :]


NO_PICTURE: Final[dict[str, Content]] = {
    "a drawing": lambda: b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script/>',
    "a drawing that is packed": lambda: zlib.compress(b"<svg/>"),
    "a page called picture": lambda: CANARY,
    "a page before a JPEG": lambda: CANARY + drawn("JPEG"),
    "a moving GIF": lambda: moving("GIF"),
    "a TIFF": lambda: drawn("TIFF"),
    "an icon": lambda: drawn("ICO"),
    "a PDF": lambda: drawn("PDF"),
    "a PostScript": lambda: drawn("EPS"),
    "only a head": lambda: drawn("PNG")[:33],
    "a PNG of no width": lambda: drawn("PNG").replace(
        struct.pack(">II", 60, 40), struct.pack(">II", 0, 40), 1
    ),
    "a JPEG of nothing": lambda: said_size(0, 0),
    "words that unpack to 20 MiB": lambda: png_with(
        chunk(b"zTXt", b"x\0\0" + zlib.compress(bytes(20 * 1024 * 1024)))
    ),
}
TOO_LARGE: Final[dict[str, Content]] = {
    "a JPEG of 65,000 by 65,000": lambda: said_size(65_000, 65_000),
    "a JPEG of 60 million and one row": lambda: said_size(60_000, 1_001),
}


@pytest.mark.parametrize("kind", NO_PICTURE)
def test_what_is_no_picture_leaves_nothing_behind(tmp_path: Path, kind: str) -> None:
    with pytest.raises(PictureUnreadable):
        keep_picture(tmp_path, NO_PICTURE[kind]())

    assert list(tmp_path.rglob("*")) == []


@pytest.mark.parametrize("kind", TOO_LARGE)
def test_what_says_that_it_is_huge_is_refused_before_it_is_drawn(kind: str) -> None:
    with pytest.raises(PictureTooLarge):
        drawn_anew(TOO_LARGE[kind]())


def test_a_mangled_picture_is_a_picture_or_a_refusal() -> None:
    sound = [drawn(kind) for kind in ("JPEG", "PNG", "WEBP")]
    refused = 0
    for number in range(MANGLED):
        chance = random.Random(number)
        content = mangled(sound[number % len(sound)], chance)[: chance.choice([None, 900])]
        try:
            kept = drawn_anew(content)
        except (PictureUnreadable, PictureTooLarge):
            refused += 1
        else:
            assert kept.startswith(b"\xff\xd8\xff\xe0"), number

    assert MANGLED / 10 < refused < MANGLED


def test_a_picture_is_handed_out_as_one_even_if_its_file_is_none(
    database: Database, tmp_path: Path
) -> None:
    town = Town(database, "甲")
    name = "ab" * 32  # of the photo of the sheet's visit
    file = tmp_path / "photos" / name[:2] / f"{name}.jpg"
    file.parent.mkdir(parents=True)
    file.write_bytes(CANARY)

    client = signed_in(app_on(database, tmp_path).test_client(), town.committee)
    answer = client.get(f"/village/sheets/{town.sheet}/photos/1")

    assert answer.status_code == 200
    assert answer.mimetype == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert answer.headers["Cache-Control"] == "no-store"
