"""The key that signs seals: it lies beside the database's folder of keys, never in the database."""

import os
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.kernel.key_files import kept_key

KEY_BYTES = 32


@dataclass(frozen=True)
class SealKey:
    """An Ed25519 key."""

    private: Ed25519PrivateKey

    @classmethod
    def kept_in(cls, folder: Path) -> "SealKey":
        """Read the key file of an installation; make it on first use, readable by it alone.

        :raises ValueError: the file is no whole key.
        """
        seed = kept_key(folder / "seal.key", os.urandom(KEY_BYTES))
        return cls(Ed25519PrivateKey.from_private_bytes(seed))

    def sign(self, head: bytes) -> bytes:
        """64 bytes that only this key can make of a head."""
        return self.private.sign(head)

    def signed(self, head: bytes, signature: bytes) -> bool:
        """Whether this key made the signature of this head."""
        try:
            self.private.public_key().verify(signature, head)
        except InvalidSignature:
            return False
        return True
