"""Make a backup: copied, opened and verified, then sealed; old ones are kept by number."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from app.backups.checking import check_whole
from app.backups.copying import copy_database, kind_of, opened_copy
from app.backups.envelope import recipients_of, seal_folder
from app.backups.manifest import Contents, Manifest, Origin, contents_of
from app.kernel.db import Database
from app.kernel.errors import Conflict, NotFound
from app.kernel.faults import fault_point
from app.kernel.migrate import revision_of
from app.kernel.pictures import FOLDER as PICTURES
from app.kernel.storage import told

#: Folders beside the database that belong to a district.
KEYS, SEALS = "keys", "seals"
BESIDE: Final = (KEYS, SEALS, PICTURES)
_NAME: Final = "jifen-{district}-{stamp}.tar.age"
_STAMP: Final = "%Y%m%dT%H%M%SZ"
_ANY_STAMP: Final = "????????T??????Z"


class BackupRunning(Conflict):
    """Another backup or drill uses the same folder for its scratch at this moment."""

    code = "backup_running"


class NoBackup(NotFound):
    """There is no backup of this district in the folder. Facts: `folder`, `district`."""

    code = "no_backup"


@dataclass(frozen=True)
class Home:
    """Where a district lives: its database, and the folder of its files."""

    database: Database
    data: Path


@dataclass(frozen=True)
class Shelf:
    """Where backups are put: to which public keys they are sealed, how many are kept."""

    folder: Path
    to: Sequence[str]
    keep: int


@dataclass(frozen=True)
class Made:
    """A backup that was written, and how many older ones went."""

    path: Path
    size_bytes: int
    contents: Contents
    dropped: int


def back_up(home: Home, shelf: Shelf, *, version: str, now: datetime) -> Made:
    """Write a backup, whole or not at all, and drop the oldest beyond those that are kept.

    :raises RecipientBad: a public key is none.
    :raises CopyBad: the copy is not whole; no backup was written and none dropped.
    :raises NoSpace: there is no room for it; likewise.
    """
    with told():
        return _backed_up(home, shelf, version, now)


def _backed_up(home: Home, shelf: Shelf, version: str, now: datetime) -> Made:
    to = recipients_of(shelf.to)
    shelf.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with scratch(home.data) as folder:
        _copy(home, folder)
        fault_point("backup.after_copy")
        with opened_copy(folder, home.database) as copy:
            check_whole(copy, folder)
            manifest = _manifest(copy, version, now)
        manifest.write(folder)
        path = shelf.folder / _name(home, now.astimezone(UTC).strftime(_STAMP))
        size = seal_folder(folder, to, path)
    return Made(path, size, manifest.contents, _drop_oldest(home, shelf))


def backups_in(folder: Path, district: str) -> Sequence[Path]:
    """The backups of a district, the oldest first."""
    return sorted(folder.glob(_NAME.format(district=district, stamp=_ANY_STAMP)))


def newest_backup(folder: Path, district: str) -> Path:
    """The newest backup of a district.

    :raises NoBackup: there is none.
    """
    found = backups_in(folder, district)
    if not found:
        raise NoBackup(folder=str(folder), district=district)
    return found[-1]


@contextmanager
def scratch(data: Path) -> Iterator[Path]:
    """An empty folder for plain copies beside the originals; one at a time, gone afterwards.

    What a killed run has left goes too.

    :raises BackupRunning: somebody else uses it.
    """
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    outer = data / "backup-scratch"
    with (data / "backup.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupRunning from None
        shutil.rmtree(outer, ignore_errors=True)
        inner = outer / "copy"
        outer.mkdir(mode=0o700)
        inner.mkdir(mode=0o700)
        try:
            yield inner
        finally:
            shutil.rmtree(outer, ignore_errors=True)


def _copy(home: Home, folder: Path) -> None:
    """Files first, and pictures once more after: then the copied rows find what they name.

    The written-down head may be older than the copied chain, never newer.
    """
    for name in (KEYS, SEALS):
        if (home.data / name).exists():
            shutil.copytree(home.data / name, folder / name)
    _link_pictures(home.data, folder)
    copy_database(home.database, folder)
    _link_pictures(home.data, folder)


def _link_pictures(data: Path, folder: Path) -> None:
    """A picture is never written twice, so a second name for it is a copy of it."""
    for picture in (data / PICTURES).glob("??/*.jpg"):
        name = folder / picture.relative_to(data)
        name.parent.mkdir(parents=True, exist_ok=True)
        if not name.exists():
            _link(picture, name)


def _link(picture: Path, name: Path) -> None:
    try:
        os.link(picture, name)
    except FileNotFoundError:
        return  # withdrawn meanwhile: no copied row may name it, which is checked


def _manifest(copy: Database, version: str, now: datetime) -> Manifest:
    migration = revision_of(copy)
    assert migration is not None, "a house that runs has tables"
    with copy.read() as session:
        contents = contents_of(session)
    return Manifest(Origin(now, copy.district, kind_of(copy), migration, version), contents)


def _name(home: Home, stamp: str) -> str:
    return _NAME.format(district=home.database.district, stamp=stamp)


def _drop_oldest(home: Home, shelf: Shelf) -> int:
    old = backups_in(shelf.folder, home.database.district)[: -shelf.keep]
    for path in old:
        path.unlink()
    return len(old)
