"""One file, sealed to a public key in the age format: the ordinary `age` tool opens it too.

The machine that makes backups knows the public key only, and cannot read its own old ones.
"""

import os
import tarfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from pyrage import DecryptError, IdentityError, RecipientError, decrypt_io, encrypt_io, x25519

from app.kernel.errors import Conflict, Invalid, NoSpace
from app.kernel.faults import fault_point
from app.kernel.storage import means_no_space

_TAR: Final = "backup.tar"


class RecipientBad(Invalid):
    """No public key of age. Fact: `given`."""

    code = "recipient_bad"


class IdentityBad(Invalid):
    """The file holds no private key of age. Fact: `file`."""

    code = "identity_bad"


class BackupUnreadable(Invalid):
    """Another key's, cut off, damaged, or no backup at all. Fact: `file`."""

    code = "backup_unreadable"


class KeyFileThere(Conflict):
    """A key is never written over another. Fact: `file`."""

    code = "key_file_there"


def new_identity(path: Path) -> str:
    """Make a pair of keys: the private one into a file of its owner alone; answers the public one.

    :raises KeyFileThere: there is a file already.
    """
    made = x25519.Identity.generate()
    public = str(made.to_public())
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise KeyFileThere(file=str(path)) from None
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{made}\n")
        file.flush()
        os.fsync(file.fileno())
    return public


def recipients_of(given: Sequence[str]) -> Sequence[x25519.Recipient]:
    """Public keys from their texts.

    :raises RecipientBad: a text is none.
    """
    return [_recipient(text) for text in given]


def seal_folder(folder: Path, to: Sequence[x25519.Recipient], path: Path) -> int:
    """Write all of a folder as one sealed file, whole or not at all; answers its bytes."""
    tar = folder.with_name(_TAR)
    with tarfile.open(tar, "w") as packed:
        packed.add(folder, arcname=".")
    part = path.with_name(f".{path.name}.part")
    try:
        with tar.open("rb") as plain, open(part, "wb", opener=_for_the_owner) as sealed:
            encrypt_io(plain, sealed, list(to))
            sealed.flush()
            os.fsync(sealed.fileno())
        tar.unlink()
        fault_point("backup.before_name")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    sync_folder(path.parent)
    return path.stat().st_size


def open_into(folder: Path, path: Path, identity: Path) -> None:
    """Unpack a sealed file into a new folder.

    :raises IdentityBad: the key file holds no private key.
    :raises BackupUnreadable: another key's, cut off, damaged, or no backup at all.
    """
    keys = _identities(identity)
    tar = folder.with_name(_TAR)
    try:
        with path.open("rb") as sealed, open(tar, "wb", opener=_for_the_owner) as plain:
            decrypt_io(sealed, plain, keys)
        with tarfile.open(tar, "r:") as packed:
            packed.extractall(folder, filter="data")
    except (DecryptError, OSError, tarfile.TarError, ValueError) as error:
        if isinstance(error, OSError) and means_no_space(error):
            raise NoSpace from error
        raise BackupUnreadable(file=path.name) from None
    finally:
        tar.unlink(missing_ok=True)


def sync_folder(folder: Path) -> None:
    """Let a new name in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _recipient(text: str) -> x25519.Recipient:
    try:
        return x25519.Recipient.from_str(text.strip())
    except RecipientError:
        raise RecipientBad(given=text[:80]) from None


def _identities(path: Path) -> list[x25519.Identity]:
    try:
        lines = path.read_text("ascii").split("\n")
        texts = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        found = [x25519.Identity.from_str(text) for text in texts]
    except (IdentityError, ValueError, OSError):
        found = []
    if not found:
        raise IdentityBad(file=path.name)
    return found


def _for_the_owner(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
