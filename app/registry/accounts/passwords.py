"""How passwords are kept: argon2id; one-time passwords for new people."""

import hashlib
import secrets
import threading
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# One hash takes 64 MiB: more than a few at once would eat a small server.
CONCURRENT_HASHES = 4
# Without letters and digits that look alike on paper.
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
ONE_TIME_LENGTH = 14

_hasher = PasswordHasher()
_slots = threading.BoundedSemaphore(CONCURRENT_HASHES)
# Verified when the name is unknown, so that the answer takes as long as for a known one.
_NOBODY: Final = (
    "$argon2id$v=19$m=65536,t=3,p=4$f3jn6R+usYUa5NAUHmXKhg$"
    "iDpS7BjoB62WrBivQsm+o84cQcwxfshTx6+G7fNZFOE"
)


def hashed(secret: str) -> str:
    """The argon2id hash of a password or PIN; whether it is a good one is the caller's to see."""
    with _slots:
        return _hasher.hash(secret)


def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is the right one; takes as long when there is none."""
    with _slots:
        try:
            _hasher.verify(password_hash or _NOBODY, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None


def one_time_password() -> str:
    """A random password to hand over on paper; it must be changed at the first sign-in."""
    return "".join(secrets.choice(ALPHABET) for _ in range(ONE_TIME_LENGTH))


def digest_of(secret: str) -> bytes:
    """Under which a random secret (a token, a sign-in) is kept; 256 bits need no salt."""
    return hashlib.sha256(secret.encode()).digest()
