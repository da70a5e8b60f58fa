"""Fetch or check the front-end files of other projects that are served from our own machine.

The lock beside the files says which version of which package they come from and what they hash
to. A refresh asks `npm pack`, so where packages come from is npm's own setting and is written
nowhere here; serving and checking need neither Node nor a network.

    python scripts/vendor.py                    fetch everything the lock names
    python scripts/vendor.py bootstrap=5.3.9    move one package to another version
    python scripts/vendor.py --check            verify the hashes, offline
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Mapping
from itertools import groupby
from pathlib import Path
from typing import TypedDict

VENDOR = Path(__file__).resolve().parent.parent / "app" / "web" / "static" / "vendor"
LOCK_NAME = "lock.json"


class Entry(TypedDict):
    """One vendored file: where it came from, where it stands, what it hashes to."""

    name: str
    version: str
    member: str  # path inside the package
    file: str  # path below the vendor folder
    sha512: str


def read_lock(folder: Path) -> list[Entry]:
    """The entries of the folder's lock, in its order."""
    entries: list[Entry] = json.loads((folder / LOCK_NAME).read_text("utf-8"))["files"]
    return entries


def faults(folder: Path) -> list[str]:
    """What differs between the folder and its lock, one sentence each; empty when all is well."""
    entries = read_lock(folder)
    found = []
    for entry in entries:
        path = folder / entry["file"]
        if not path.is_file():
            found.append(f"{entry['file']} is in the lock but not in the folder")
        elif _sha512(path.read_bytes()) != entry["sha512"]:
            found.append(f"{entry['file']} is not the file that was locked")
    known = {entry["file"] for entry in entries} | {LOCK_NAME}
    present = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    strangers = sorted(present - known)
    return found + [f"{name} is in the folder but not in the lock" for name in strangers]


def refresh(folder: Path, versions: Mapping[str, str]) -> None:
    """Fetch every locked file again, some packages at another version, and rewrite the lock."""
    entries = read_lock(folder)
    for name, group in groupby(entries, key=lambda entry: entry["name"]):
        of_package = list(group)
        version = versions.get(name, of_package[0]["version"])
        with (
            tempfile.TemporaryDirectory() as place,
            tarfile.open(_pack(name, version, Path(place))) as package,
        ):
            for entry in of_package:
                entry["version"] = version
                entry["sha512"] = _extract(package, entry, folder)
    text = json.dumps({"files": entries}, ensure_ascii=False, indent=2)
    (folder / LOCK_NAME).write_text(text + "\n", "utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run as a command; the exit status is 0 when the folder agrees with its lock."""
    parser = argparse.ArgumentParser(description="Fetch or check the vendored front-end files.")
    parser.add_argument("versions", nargs="*", metavar="NAME=VERSION")
    parser.add_argument("--check", action="store_true", help="verify the hashes, offline")
    parser.add_argument("--folder", type=Path, default=VENDOR)
    options = parser.parse_args(arguments)
    if not options.check:
        refresh(options.folder, dict(pair.split("=", 1) for pair in options.versions))
    problems = faults(options.folder)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def _pack(name: str, version: str, place: Path) -> Path:
    """The package as npm downloads it into an empty folder."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(place)]
    subprocess.run(command, check=True, cwd=place, stdout=subprocess.DEVNULL)
    return next(place.glob("*.tgz"))


def _extract(package: tarfile.TarFile, entry: Entry, folder: Path) -> str:
    """Write one member of the package to its place and return its hash."""
    member = package.extractfile(f"package/{entry['member']}")
    if member is None:
        raise SystemExit(f"{entry['name']} {entry['version']} has no file {entry['member']}")
    content = member.read()
    path = folder / entry["file"]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return _sha512(content)


def _sha512(content: bytes) -> str:
    return hashlib.sha512(content).hexdigest()


if __name__ == "__main__":
    raise SystemExit(main())
