"""Sealing texts and files (AES-GCM, bound to where they lie), finding texts again (keyed HMAC).

Keys come in numbered pairs and lie in files outside the database. Which pair is used, and whether
the files hold the right one, the database says: `app.kernel.keyring`.
"""

import hmac
import os
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.kernel.errors import Conflict
from app.kernel.key_files import kept_key, read_key

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16
FIRST: Final = 1
_CHECKED: Final = b"jifen: which key is this?"
_PASSING: Final = "passing"


class SecretUnreadable(Conflict):
    """The value was damaged, or moved here from another row."""

    code = "secret_unreadable"


class KeyMissing(Conflict):
    """A key file is not there. Fact: `file`."""

    code = "key_missing"


class KeyDamaged(Conflict):
    """A key file holds no whole key. Fact: `file`."""

    code = "key_damaged"


@dataclass(frozen=True)
class Keys:
    """Two keys outside the database: one seals, the other makes the blind index."""

    sealing_key: bytes = field(repr=False)
    index_key: bytes = field(repr=False)
    number: int = FIRST

    def seal(self, text: str, bound_to: str) -> bytes:
        """Encrypt; `bound_to` names table, row and column, so that it cannot be moved elsewhere."""
        return self.seal_bytes(text.encode(), bound_to)

    def open(self, sealed: bytes, bound_to: str) -> str:
        """Decrypt.

        :raises SecretUnreadable: wrong key, wrong row, or damaged.
        """
        return self.open_bytes(sealed, bound_to).decode()

    def seal_bytes(self, content: bytes, bound_to: str) -> bytes:
        """Encrypt what is no text, such as a file; `bound_to` names its place and whose it is."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.sealing_key).encrypt(nonce, content, bound_to.encode())

    def open_bytes(self, sealed: bytes, bound_to: str) -> bytes:
        """Decrypt.

        :raises SecretUnreadable: wrong key, wrong place, or damaged.
        """
        if len(sealed) < NONCE_BYTES + TAG_BYTES:
            raise SecretUnreadable
        try:
            return AESGCM(self.sealing_key).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()
            )
        except InvalidTag:
            raise SecretUnreadable from None

    def index(self, text: str) -> bytes:
        """A keyed digest: equal texts are found, nothing can be guessed without the key."""
        return _keyed(self.index_key, text.encode())

    @cached_property
    def check_value(self) -> bytes:
        """What the database keeps to know this pair again; it tells nothing of the keys."""
        return _keyed(self.sealing_key, _keyed(self.index_key, _CHECKED))


class Secrets:
    """The folder of keys. A file is read when it is needed, for the first time."""

    def __init__(self, folder: Path, *held: Keys) -> None:
        """:param held: pairs that are known without a file."""
        self._folder = folder
        self._held = {keys.number: keys for keys in held}

    def numbered(self, number: int) -> Keys:
        """A pair of keys that must be there.

        :raises KeyMissing: a file of it is not.
        :raises KeyDamaged: a file is no whole key.
        """
        if number not in self._held:
            sealing, index = (_read(path) for path in self._files(_part(number)))
            self._held[number] = Keys(sealing, index, number)
        return self._held[number]

    def made(self, number: int) -> Keys:
        """A pair of keys; its files are made if they are not there yet, readable by us alone.

        :raises KeyDamaged: a file is no whole key.
        """
        if number not in self._held:
            self._held[number] = self._made(_part(number), number)
        return self._held[number]

    def removed(self, number: int) -> None:
        """Delete the files of a pair, for good; once more does no harm."""
        self._held.pop(number, None)
        for path in self._files(_part(number)):
            path.unlink(missing_ok=True)

    @cached_property
    def passing(self) -> Keys:
        """For what lies between two pages and for hashes of forms; may be lost and made anew."""
        return self._made(f".{_PASSING}", 0)

    def _made(self, part: str, number: int) -> Keys:
        sealing, index = (_made(path) for path in self._files(part))
        return Keys(sealing, index, number)

    def _files(self, part: str) -> tuple[Path, Path]:
        return self._folder / f"sealing{part}.key", self._folder / f"index{part}.key"


def _part(number: int) -> str:
    """The first pair has no number in its names, as there was only one."""
    return "" if number == FIRST else f".{number}"


def _read(path: Path) -> bytes:
    try:
        return read_key(path, KEY_BYTES)
    except FileNotFoundError:
        raise KeyMissing(file=path.name) from None
    except ValueError:
        raise KeyDamaged(file=path.name) from None


def _made(path: Path) -> bytes:
    try:
        return kept_key(path, os.urandom(KEY_BYTES))
    except ValueError:
        raise KeyDamaged(file=path.name) from None


def _keyed(key: bytes, content: bytes) -> bytes:
    return hmac.new(key, content, sha256).digest()
