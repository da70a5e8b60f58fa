"""Put a backup back into an empty place; or try it in a scratch place, and throw that away."""

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from app.backups import postgres
from app.backups.checking import CopyBad, check_whole
from app.backups.copying import NAMES, kind_of, opened_copy
from app.backups.envelope import BackupUnreadable, open_into, sync_folder
from app.backups.making import BESIDE, Home, newest_backup, scratch
from app.backups.manifest import Manifest, contents_of
from app.kernel.db import Database
from app.kernel.errors import Conflict
from app.kernel.faults import fault_point
from app.kernel.installation import begin_epoch
from app.kernel.migrate import check_not_newer, upgrade
from app.registry.accounts.actions import end_all_tokens
from app.registry.accounts.audit import note
from app.registry.accounts.queries import console


class PlaceTaken(Conflict):
    """Something lies there already, which a backup never overwrites. Fact: `place`."""

    code = "place_taken"


class BackupOfAnother(Conflict):
    """Of another district, or the other kind of database. Facts: `found`, `needed`."""

    code = "backup_of_another"


@dataclass(frozen=True)
class PutBack:
    """What was put back, how many rows were read over, which tokens ended."""

    manifest: Manifest
    rows: int
    tokens: int
    epoch: str


@dataclass(frozen=True)
class Drilled:
    """A drill that went well."""

    path: Path
    manifest: Manifest
    age: timedelta
    rows: int
    seconds: float


def put_back(path: Path, identity: Path, home: Home, *, now: datetime) -> PutBack:
    """Put a backup back, verified, in a new epoch; nothing is left there if anything is wrong.

    :raises PlaceTaken: the place is not empty.
    :raises BackupUnreadable: another key's, or damaged.
    :raises BackupOfAnother: of another district, or the other kind of database.
    :raises DatabaseNotReady: a newer program made it.
    :raises CopyBad: what was in it is not whole.
    """
    _check_empty(home)
    with scratch(home.data) as folder:
        manifest = _unpacked(folder, path, identity, home.database)
        with _arriving(folder, home.database) as database:
            fault_point("restore.after_load")
            rows = _brought_up(database, folder, manifest)
            tokens, epoch = _begin_anew(database, manifest, now)
            fault_point("restore.after_epoch")
        for name in BESIDE:
            if (folder / name).exists():
                (folder / name).chmod(0o700)  # the archive keeps modes of files only
                (folder / name).rename(home.data / name)
        fault_point("restore.after_files")
        if home.database.is_sqlite:
            _place_file(folder, home.database)
        sync_folder(home.data)
    return PutBack(manifest, rows, tokens, epoch)


def drill(folder: Path, identity: Path, home: Home, *, now: datetime) -> Drilled:
    """Put the newest backup into a scratch place, verify it there, and throw the place away.

    :raises NoBackup: there is none.
    :raises Refusal: as `put_back` does, but for the place.
    """
    started = time.monotonic()
    path = newest_backup(folder, home.database.district)
    with scratch(home.data) as inner:
        manifest = _unpacked(inner, path, identity, home.database)
        with opened_copy(inner, home.database) as copy:
            rows = _brought_up(copy, inner, manifest)
    seconds = time.monotonic() - started
    return Drilled(path, manifest, now - manifest.origin.made_at, rows, seconds)


def _check_empty(home: Home) -> None:
    if not home.database.is_free():
        raise PlaceTaken(place=home.database.url.render_as_string())
    home.data.mkdir(parents=True, exist_ok=True)
    taken = [home.data / name for name in BESIDE if (home.data / name).exists()]
    if taken:
        raise PlaceTaken(place=str(taken[0]))


def _unpacked(folder: Path, path: Path, identity: Path, database: Database) -> Manifest:
    open_into(folder, path, identity)
    try:
        manifest = Manifest.read(folder)
    except ValueError:
        raise BackupUnreadable(file=path.name) from None
    found = f"{manifest.origin.kind} {manifest.origin.district}"
    needed = f"{kind_of(database)} {database.district}"
    if found != needed:
        raise BackupOfAnother(found=found, needed=needed)
    check_not_newer(manifest.origin.migration)
    return manifest


@contextmanager
def _arriving(folder: Path, target: Database) -> Iterator[Database]:
    """The copy where it can be verified: SQLite's before it is placed, PostgreSQL's in its place.

    What is wrong there goes again.
    """
    if target.schema is None:
        with opened_copy(folder, target) as copy:
            yield copy
        return
    postgres.load(target.url, target.schema, folder / NAMES["postgresql"])
    whole = False
    try:
        yield target
        whole = True
    finally:
        target.close()
        if not whole:
            postgres.drop_schema(target.url, target.schema, with_all=True)


def _brought_up(database: Database, data: Path, manifest: Manifest) -> int:
    """Everything that was in it is there still, in the tables of this program; answers rows."""
    upgrade(database)
    with database.read() as session:
        found = contents_of(session)
    if found != manifest.contents:
        raise CopyBad(bad=f"{found} != {manifest.contents}")
    return check_whole(database, data)


def _begin_anew(database: Database, manifest: Manifest, now: datetime) -> tuple[int, str]:
    """A new epoch: sessions end, tokens that were revoked since are not valid again."""
    with database.write() as session:
        epoch = begin_epoch(session, put_back_to=manifest.origin.made_at)
        tokens = end_all_tokens(session, now=now)
        made_at = manifest.origin.made_at.isoformat()
        by = console(session)
        note(session, by, "put_back", ("district", None), now=now, made_at=made_at)
    return tokens, epoch.name


def _place_file(folder: Path, target: Database) -> None:
    """The file comes last, under its name at once: with it, everything is there."""
    path = Path(str(target.url.database))
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part")
    shutil.move(folder / NAMES["sqlite"], part)
    with part.open("rb") as file:
        os.fsync(file.fileno())
    fault_point("restore.before_name")
    part.replace(path)
    sync_folder(path.parent)
