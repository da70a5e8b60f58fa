"""What no text and no number from outside may be: it would only break further down."""

from collections.abc import Iterable
from typing import Final

from app.kernel.errors import Malformed, NotFound

LARGEST_INT: Final = 2**63 - 1
DEEPEST: Final = 20
_LONGEST_ID: Final = 19


def check_texts(texts: Iterable[str | None]) -> None:
    """Refuse texts that no database keeps: with a NUL, or with half a character.

    None stands for the name of a part of a form that has none; browsers send no such form.

    :raises Malformed: there is one.
    """
    for text in texts:
        if text is None or "\0" in text or not _encodes(text):
            raise Malformed


def check_json(value: object, depth: int = 0) -> None:
    """Refuse a JSON value that nests too deep or holds what no column keeps.

    :raises Malformed: a NUL, half a character, a number beyond 64 bits, NaN, or 20 levels.
    """
    if depth > DEEPEST:
        raise Malformed
    if isinstance(value, str):
        check_texts([value])
    elif isinstance(value, dict):
        check_texts(value)
        for each in value.values():
            check_json(each, depth + 1)
    elif isinstance(value, list):
        for each in value:
            check_json(each, depth + 1)
    elif isinstance(value, int | float) and not abs(value) <= LARGEST_INT:  # NaN is not, either
        raise Malformed


def id_of(text: str) -> int:
    """An id as JSON and forms carry it: a string of digits. What is none belongs to nothing.

    :raises NotFound: not a positive number of 64 bits.
    """
    if not (text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID):
        raise NotFound
    if not 0 < int(text) <= LARGEST_INT:
        raise NotFound
    return int(text)


def _encodes(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
