"""A photo is kept without what its file knew; what only looks like one is refused."""

import hashlib
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from app.kernel.pictures import (
    PictureGone,
    PictureTooLarge,
    PictureUnreadable,
    keep_picture,
    picture,
)

GPS, ORIENTATION = 0x8825, 0x0112


def photo(
    kind: str = "JPEG", size: tuple[int, int] = (400, 300), exif: Image.Exif | None = None
) -> bytes:
    """A picture, its left half red."""
    made = Image.new("RGB", size, "white")
    made.paste((200, 0, 0), (0, 0, size[0] // 2, size[1]))
    out = BytesIO()
    made.save(out, kind, exif=exif or Image.Exif())
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_a_photo_is_kept_as_jpeg_under_its_hash(tmp_path: Path, kind: str) -> None:
    name = keep_picture(tmp_path, photo(kind))

    kept = picture(tmp_path, name)
    assert name == hashlib.sha256(kept).hexdigest()
    assert (opened(kept).format, opened(kept).size) == ("JPEG", (400, 300))


def test_the_same_photo_twice_is_one_file(tmp_path: Path) -> None:
    names = {keep_picture(tmp_path, photo()) for _ in range(2)}

    assert len(names) == 1
    assert len([path for path in tmp_path.rglob("*") if path.is_file()]) == 1


def test_place_and_camera_are_gone_and_it_stands_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0110] = "CANARY-CAMERA"
    exif[ORIENTATION] = 6  # the camera was held on its side
    exif.get_ifd(GPS)[2] = (36.0, 27.0, 0.0)

    kept = picture(tmp_path, keep_picture(tmp_path, photo(exif=exif)))

    assert opened(kept).size == (300, 400)
    assert dict(opened(kept).getexif()) == {}
    assert b"CANARY" not in kept
    assert b"Exif" not in kept


def test_what_is_hidden_behind_the_pixels_is_gone(tmp_path: Path) -> None:
    kept = picture(tmp_path, keep_picture(tmp_path, photo() + b"<script>CANARY</script>"))

    assert b"CANARY" not in kept


def test_a_large_photo_is_made_small(tmp_path: Path) -> None:
    kept = picture(tmp_path, keep_picture(tmp_path, photo(size=(4000, 3000))))

    assert opened(kept).size == (1600, 1200)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF89a" + b"\0" * 40,
        photo("PNG")[:200],
        photo("JPEG")[:600],
        b"\x89PNG\r\n\x1a\n" + b"\0" * 60,
        photo("BMP"),
    ],
)
def test_what_is_no_photo_is_refused_whatever_it_is_called(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(PictureUnreadable):
        keep_picture(tmp_path, content)

    assert list(tmp_path.rglob("*.jpg")) == []


def bomb(side: int) -> bytes:
    """A PNG of few bytes that says it has side × side pixels."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(b"\0" * 100)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
        for name, body in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


@pytest.mark.parametrize("side", [8_000, 12_000, 60_000])
def test_many_pixels_behind_few_bytes_are_refused(tmp_path: Path, side: int) -> None:
    with pytest.raises(PictureTooLarge):
        keep_picture(tmp_path, bomb(side))


def test_too_many_bytes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(PictureTooLarge):
        keep_picture(tmp_path, photo() + b"\0" * (10 * 1024 * 1024))


@pytest.mark.parametrize("name", ["0" * 64, "../../keys", "", "A" * 64])
def test_no_other_file_is_handed_out(tmp_path: Path, name: str) -> None:
    with pytest.raises(PictureGone):
        picture(tmp_path, name)
