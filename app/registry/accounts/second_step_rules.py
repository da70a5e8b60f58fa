"""The second step of signing in: six digits that change every half minute. Pure.

Source: RFC 6238 with what every authenticator takes: SHA-1, six digits, thirty seconds.
"""

import hmac
import secrets
import unicodedata
from base64 import b32encode
from datetime import datetime
from typing import Final

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from app.registry.accounts.passwords import ALPHABET

KEY_BYTES: Final = 20
DIGITS: Final = 6
STEP_SECONDS: Final = 30
#: A phone's clock may be wrong by so many steps, before and behind.
SKEW: Final = 1
RECOVERY_CODES: Final = 10
#: Three groups of five: 73 random bits, which need no salt and no slow hash.
GROUPS, GROUP_LENGTH = 3, 5
ISSUER: Final = "Jifen"


def new_key() -> bytes:
    """The secret that a phone and the house share."""
    return secrets.token_bytes(KEY_BYTES)


def key_text(key: bytes) -> str:
    """The secret as it is typed where no camera is, in groups of four."""
    text = b32encode(key).decode("ascii")
    return " ".join(text[at : at + 4] for at in range(0, len(text), 4))


def key_address(key: bytes, username: str) -> str:
    """What the QR code says."""
    return TOTP(key, DIGITS, SHA1(), STEP_SECONDS).get_provisioning_uri(username, ISSUER)  # noqa: S303 - as RFC 6238 has it; HMAC does not suffer from what SHA-1 suffers from


def step_at(now: datetime) -> int:
    """The number of the half minute."""
    return int(now.timestamp()) // STEP_SECONDS


def code_of(key: bytes, step: int) -> str:
    """The six digits of a half minute."""
    return HOTP(key, DIGITS, SHA1()).generate(step).decode("ascii")  # noqa: S303 - as above


def step_of(key: bytes, code: str, now: datetime) -> int | None:
    """The half minute that a code belongs to, if it is this one or one beside it."""
    around = range(step_at(now) - SKEW, step_at(now) + SKEW + 1)
    found = [step for step in around if hmac.compare_digest(code_of(key, step), code)]
    return found[-1] if found else None


def clean_code(typed: str) -> str:
    """What was typed without spaces and dashes, full-width digits forgiven, in ASCII."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return "".join(sign for sign in plain if sign.isascii() and sign.isalnum())


def new_recovery_codes() -> list[str]:
    """Ten codes for a day without the phone, to be kept on paper."""
    return ["-".join(_group() for _ in range(GROUPS)) for _ in range(RECOVERY_CODES)]


def _group() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(GROUP_LENGTH))
