"""Pictures that people upload, kept as files under the name of their content.

A picture is drawn anew before it is kept: turned upright, at most 1,600 pixels long, without the
place, time and camera that its file may have carried.
"""

import hashlib
import os
import re
import struct
from base64 import b64decode
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Final

from PIL import Image, ImageOps

from app.kernel.errors import NotFound, TooLarge, Unsupported
from app.kernel.faults import fault_point

FOLDER: Final = "photos"
MOST_MIB: Final = 10
#: No telephone makes larger ones; drawing them takes four bytes each.
MOST_PIXELS: Final = 60_000_000
LONGEST_SIDE: Final = 1_600
QUALITY: Final = 82
FORMATS: Final = ("JPEG", "PNG", "WEBP")
NAME_FORM: Final = re.compile(r"[0-9a-f]{64}", re.ASCII)
# What Pillow raises on a file that is broken, cut off, or only looks like a picture.
_BROKEN: Final = (
    OSError, SyntaxError, ValueError, EOFError, struct.error,
    Image.DecompressionBombError, Image.DecompressionBombWarning,
)  # fmt: skip


class PictureUnreadable(Unsupported):
    """No picture of a kind that we take, whatever its name says."""

    code = "picture_unreadable"


class PictureTooLarge(TooLarge):
    """Too many bytes, or too many pixels behind few bytes. Fact: `most_mib`."""

    code = "picture_too_large"


class PictureGone(NotFound):
    """There is no such picture in the folder."""

    code = "picture_gone"


def keep_picture(data: Path, content: bytes) -> str:
    """Keep a picture under the data folder; answers its name, the SHA-256 of what is kept.

    The same picture twice is one file.

    :raises PictureUnreadable: its content is neither JPEG, PNG nor WebP, or is broken.
    :raises PictureTooLarge: more than 10 MiB, or more than 60 million pixels.
    """
    drawn = drawn_anew(content)
    name = hashlib.sha256(drawn).hexdigest()
    path = _path(data, name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write(path, drawn)
    else:
        path.touch()  # young again: a row that names it may be on its way
    return name


def picture_from_text(text: str) -> bytes:
    """A picture's bytes out of their base64, in which JSON and forms carry them.

    :raises PictureUnreadable: no base64.
    """
    try:
        return b64decode(text, validate=True)
    except ValueError:  # of which binascii.Error is one
        raise PictureUnreadable from None


def picture(data: Path, name: str) -> bytes:
    """A picture that was kept, as JPEG.

    :raises PictureGone: no such name, or the file is missing.
    """
    if not NAME_FORM.fullmatch(name):
        raise PictureGone
    try:
        return _path(data, name).read_bytes()
    except FileNotFoundError:
        raise PictureGone from None


def kept_pictures(data: Path) -> dict[str, datetime]:
    """The names of all pictures that were kept, and when each was kept last."""
    return {
        path.stem: datetime.fromtimestamp(path.stat().st_mtime, UTC)
        for path in (data / FOLDER).glob("??/*.jpg")
        if NAME_FORM.fullmatch(path.stem)
    }


def is_as_kept(data: Path, name: str) -> bool:
    """Whether a picture is there, and its content still is what its name says."""
    try:
        return hashlib.sha256(picture(data, name)).hexdigest() == name
    except PictureGone:
        return False


def drop_picture(data: Path, name: str) -> None:
    """Delete a picture that no row names; the caller has made sure."""
    _path(data, name).unlink(missing_ok=True)


def drawn_anew(content: bytes) -> bytes:
    """The picture as a JPEG of its own, upright, small, with nothing but its pixels.

    :raises PictureUnreadable: its content is neither JPEG, PNG nor WebP, or is broken.
    :raises PictureTooLarge: more than 10 MiB, or more than 60 million pixels.
    """
    if len(content) > MOST_MIB * 1024 * 1024:
        raise PictureTooLarge(most_mib=MOST_MIB)
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as found:
            # Only its head has been read: a bomb is refused before it goes off.
            if found.width * found.height > MOST_PIXELS:
                raise PictureTooLarge(most_mib=MOST_MIB)
            found.draft("RGB", (LONGEST_SIDE, LONGEST_SIDE))
            upright = ImageOps.exif_transpose(found).convert("RGB")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise PictureTooLarge(most_mib=MOST_MIB) from None
    except _BROKEN:
        raise PictureUnreadable from None
    upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    bare = Image.new("RGB", upright.size)
    bare.paste(upright)
    out = BytesIO()
    bare.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _path(data: Path, name: str) -> Path:
    return data / FOLDER / name[:2] / f"{name}.jpg"


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all: a row that names the picture is committed after this."""
    file = NamedTemporaryFile(dir=path.parent, delete=False)  # noqa: SIM115 - closed below
    part = Path(file.name)
    try:
        with file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        fault_point("picture.before_name")
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
