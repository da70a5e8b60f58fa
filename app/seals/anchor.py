"""The newest head, written down beside the database: who cuts seals off its end is found."""

import os
from pathlib import Path
from typing import Final

from app.seals.digests import Head

_FILE: Final = "head"


def read_anchor(folder: Path) -> Head | None:
    """What was written down last; None before the first seal."""
    try:
        number, text = (folder / _FILE).read_text("ascii").split()
    except FileNotFoundError:
        return None
    return Head(int(number), text)


def write_anchor(folder: Path, head: Head) -> None:
    """Write the head of a committed seal down, whole or not at all; never an older over a newer."""
    known = read_anchor(folder)
    if known and known.number >= head.number:
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    fresh = folder / f"{_FILE}.{os.getpid()}"
    with fresh.open("w", encoding="ascii") as file:
        file.write(f"{head.number} {head.text}\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(folder / _FILE)
