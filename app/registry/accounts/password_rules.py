"""What a password must be: long, not one that is guessed first, and what the profile asks. Pure."""

import unicodedata
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from app.kernel.errors import Invalid
from app.registry.accounts.sign_in_rules import Rules

MIN_LENGTH: Final = 12
MAX_LENGTH: Final = 200
#: A shorter user name stands in many an honest sentence.
TELLING_NAME: Final = 4
_LIST: Final = "common-passwords.txt"


class PasswordTooShort(Invalid):
    """Fewer than twelve characters."""

    code = "password_too_short"


class PasswordCommon(Invalid):
    """One that is guessed first: on the list, only figures, repeated, or the own user name."""

    code = "password_common"


class PasswordTooPlain(Invalid):
    """Fewer kinds of characters than the profile asks. Fact: `kinds`."""

    code = "password_too_plain"


def check_password(password: str, username: str, rules: Rules) -> None:
    """Refuse a password that would be guessed, or that the district's rules do not allow.

    :raises PasswordTooShort: not 12 to 200 characters.
    :raises PasswordCommon: among the first that anybody would try.
    :raises PasswordTooPlain: too few kinds of characters.
    """
    if not MIN_LENGTH <= len(password) <= MAX_LENGTH:
        raise PasswordTooShort(least=MIN_LENGTH)
    if is_common(password, username):
        raise PasswordCommon
    if kinds_in(password) < rules.kinds_of_characters:
        raise PasswordTooPlain(kinds=rules.kinds_of_characters)


def is_common(password: str, username: str = "") -> bool:
    """Whether somebody who guesses would come to it soon."""
    plain = unicodedata.normalize("NFKC", password).casefold()
    name = username.casefold()
    if len(name) >= TELLING_NAME and name in plain:
        return True
    # An ID number ends with a figure or X.
    if plain.removesuffix("x").isdecimal() or _repeats(plain) or _counts_on(plain):
        return True
    return plain in _common() or _core(plain) in _common()


def kinds_in(password: str) -> int:
    """How many of: small letters, capitals, figures, others (signs, Chinese characters)."""
    found = {_kind(character) for character in password}
    return len(found)


def _kind(character: str) -> str:
    if not character.isascii():
        return "other"
    tests = {"small": str.islower, "capital": str.isupper, "figure": str.isdecimal}
    return next((name for name, is_kind in tests.items() if is_kind(character)), "other")


def _core(plain: str) -> str:
    """What is left without figures and signs around it: `sunshine` of `sunshine@2026`."""
    letters = [at for at, character in enumerate(plain) if character.isalpha()]
    return plain[letters[0] : letters[-1] + 1] if letters else ""


def _repeats(plain: str) -> bool:
    """`abcabcabcabc`: one piece again and again."""
    return (plain + plain).find(plain, 1) < len(plain)


def _counts_on(plain: str) -> bool:
    """`abcdefghijkl`, `aaaabbbbcccc`: each character the last one or its neighbour."""
    return all(abs(ord(after) - ord(before)) <= 1 for before, after in pairwise(plain))


@cache
def _common() -> frozenset[str]:
    text = files(__package__).joinpath(_LIST).read_text("utf-8")
    return frozenset(line for line in text.splitlines() if not line.startswith("#"))
