"""Sealing texts and files (AES-GCM, bound to where they lie), finding texts again (keyed HMAC)."""

import hmac
import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.kernel.errors import Conflict
from app.kernel.key_files import kept_key

KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


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
        """Read the key files of an installation; make them on first use, readable by it alone.

        :raises ValueError: a file is no whole key.
        """
        return cls(
            kept_key(folder / "sealing.key", os.urandom(KEY_BYTES)),
            kept_key(folder / "index.key", os.urandom(KEY_BYTES)),
        )

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
        return hmac.new(self.index_key, text.encode(), sha256).digest()
