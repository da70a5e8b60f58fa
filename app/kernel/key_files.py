"""Key files of an installation: made once, whole, readable by their owner alone."""

import os
import time
from pathlib import Path
from typing import Final

# Another process of ours may have made the file and be about to fill it.
TRIES: Final = 20
PAUSE_SECONDS: Final = 0.05


def kept_key(path: Path, fresh: bytes) -> bytes:
    """The key in a file; on first use the file is made and holds `fresh`.

    An empty or shortened file is never taken for a key: an index made without one could be guessed.

    :raises ValueError: the file is not as long as a key.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return read_key(path, len(fresh))
    with os.fdopen(handle, "wb") as file:
        file.write(fresh)
        file.flush()
        os.fsync(file.fileno())  # before anything is sealed with it
    return fresh


def read_key(path: Path, length: int) -> bytes:
    """The key in a file that must be there.

    :raises FileNotFoundError: it is not.
    :raises ValueError: the file is not as long as a key.
    """
    tries = TRIES
    while not (found := path.read_bytes()) and tries:
        time.sleep(PAUSE_SECONDS)
        tries -= 1
    if len(found) == length:
        return found
    message = f"{path} is no key of {length} bytes: put the original file back"
    raise ValueError(message)
