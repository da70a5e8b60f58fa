"""Files between two pages: uploaded on the first, looked at, used on the second.

They may hold ID numbers, so they never stand in a cookie and never open on the disk: each lies in
a private folder under a name nobody guesses, sealed for the one person who uploaded it.
"""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from os import utime
from pathlib import Path
from secrets import token_hex
from typing import Final

from werkzeug.datastructures import FileStorage

from app.door.context import actor, house, now, secrets
from app.kernel.errors import NotFound
from app.kernel.secrets import SecretUnreadable

FOLDER: Final = "uploads"
LASTS: Final = timedelta(days=1)
NAME_BYTES: Final = 16
NAME_FORM: Final = re.compile(rf"[0-9a-f]{{{2 * NAME_BYTES}}}")
LONGEST_FILE_NAME: Final = 80
BETWEEN: Final = b"\n"


class KeptFileGone(NotFound):
    """The file was used, is older than a day, or is somebody else's."""

    code = "kept_file_gone"


@dataclass(frozen=True)
class KeptFile:
    """An uploaded file, and what it was called on the person's own computer."""

    file_name: str
    content: bytes


def keep(upload: FileStorage) -> str:
    """Keep an upload for a day at most; answers the name to ask for it by."""
    return keep_content(upload.filename or "", upload.read())


def keep_content(file_name: str, content: bytes) -> str:
    """The same for what a person did not upload but entered."""
    name = token_hex(NAME_BYTES)
    known_as = file_name[-LONGEST_FILE_NAME:].replace("\n", " ")
    path = _swept_folder() / name
    path.touch(mode=0o600)
    whole = known_as.encode() + BETWEEN + content
    path.write_bytes(secrets().passing.seal_bytes(whole, _bound_to(name)))
    # On the clock of the house, which a practice district may have set.
    utime(path, (now().timestamp(), now().timestamp()))
    return name


def kept(name: str) -> KeptFile:
    """A file that this person uploaded.

    :raises KeptFileGone: used, too old, or not his.
    """
    _check_name(name)
    try:
        whole = secrets().passing.open_bytes((_swept_folder() / name).read_bytes(), _bound_to(name))
    except (FileNotFoundError, SecretUnreadable):
        raise KeptFileGone from None
    file_name, _, content = whole.partition(BETWEEN)
    return KeptFile(file_name.decode(), content)


def kept_if_there(name: str) -> KeptFile | None:
    """The same; None when it is gone: a second click comes when the first has used the file up."""
    try:
        return kept(name)
    except KeptFileGone:
        return None


def still_kept(file: KeptFile | None) -> KeptFile:
    """A file that must be there when a request acts; a repeated request does not need it.

    :raises KeptFileGone: it is not.
    """
    if file is None:
        raise KeptFileGone
    return file


def forget(name: str) -> None:
    """Remove a file that was used; once more does no harm."""
    _check_name(name)
    (_swept_folder() / name).unlink(missing_ok=True)


def _check_name(name: str) -> None:
    if not NAME_FORM.fullmatch(name):
        raise KeptFileGone


def _bound_to(name: str) -> str:
    return f"uploads:{actor().user_id}:{name}"


def _swept_folder() -> Path:
    """The folder, without what is older than a day."""
    folder = house().data / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    for path in folder.iterdir():
        if _is_over(path, now()):
            path.unlink(missing_ok=True)
    return folder


def _is_over(path: Path, at: datetime) -> bool:
    try:
        return path.stat().st_mtime < (at - LASTS).timestamp()
    except FileNotFoundError:  # somebody else has just swept it
        return False
