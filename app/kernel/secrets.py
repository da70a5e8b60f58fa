"""Sealing short texts (AES-GCM, bound to their row) and finding them again (keyed HMAC)."""

import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.kernel.errors import Conflict

KEY_BYTES = 32
NONCE_BYTES = 12


class SecretUnreadable(Conflict):
    """The key file does not fit what was sealed: lost, replaced, or from another place."""

    code = "secret_unreadable"


@dataclass(frozen=True)
class Secrets:
    """Two keys outside the database: one seals, the other makes the blind index."""

    sealing_key: bytes
    index_key: bytes

    @classmethod
    def kept_in(cls, folder: Path) -> "Secrets":
        """Read the key files of an installation; make them on first use, readable by it alone."""
        return cls(_kept(folder / "sealing.key"), _kept(folder / "index.key"))

    def seal(self, text: str, bound_to: str) -> bytes:
        """Encrypt; `bound_to` names table, row and column, so that it cannot be moved elsewhere."""
        nonce = os.urandom(NONCE_BYTES)
        return nonce + AESGCM(self.sealing_key).encrypt(nonce, text.encode(), bound_to.encode())

    def open(self, sealed: bytes, bound_to: str) -> str:
        """Decrypt.

        :raises SecretUnreadable: wrong key, wrong row, or damaged.
        """
        try:
            opened = AESGCM(self.sealing_key).decrypt(
                sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], bound_to.encode()
            )
        except InvalidTag:
            raise SecretUnreadable from None
        return opened.decode()

    def index(self, text: str) -> bytes:
        """A keyed digest: equal texts are found, nothing can be guessed without the key."""
        return hmac.new(self.index_key, text.encode(), sha256).digest()


def _kept(path: Path) -> bytes:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_bytes()
    with os.fdopen(handle, "wb") as file:
        file.write(os.urandom(KEY_BYTES))
    return path.read_bytes()
