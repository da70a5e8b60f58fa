"""What is nobody's business at the door: numbers that identify, illness, disability; by a list.

Source: what a programme does not ask it cannot leak. A questionnaire is read by its words, as a
scorecard is (`schemes.rights`); so are short answers, where such things get written unasked.
"""

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

LIST: Final = Path(__file__).with_name("guard.toml")
#: So many digits on end are a telephone or an ID number, not an amount.
NUMBER: Final = re.compile(r"\d{7,}")
BETWEEN_DIGITS: Final = str.maketrans("", "", " -－—　")


class Matter(StrEnum):
    """What a question may not be about."""

    ID_NUMBER = "id_number"
    PHONE = "phone"
    ILLNESS = "illness"
    DISABILITY = "disability"


@dataclass(frozen=True)
class Private:
    """A matter, the words by which it is known, and longer words that are about something else."""

    matter: Matter
    words: tuple[str, ...]
    unless: tuple[str, ...]


def _read() -> tuple[Private, ...]:
    """The list as it is shipped; a district does not change it."""
    entries = tomllib.loads(LIST.read_text("utf-8"))["private"]
    return tuple(
        Private(Matter(entry["matter"]), tuple(entry["words"]), tuple(entry.get("unless", ())))
        for entry in entries
    )


PRIVATE: Final = _read()


def private_word(text: str) -> str | None:
    """The first word of a text that asks for, or tells, what the programme must not know."""
    for private in PRIVATE:
        plain = "".join(text.split())
        for other in private.unless:
            plain = plain.replace(other, "")
        found = next((word for word in private.words if word in plain), None)
        if found is not None:
            return found
    return None


def long_number(text: str) -> str | None:
    """A row of digits in a text that is long enough to be a telephone or an ID number."""
    found = NUMBER.search(text.translate(BETWEEN_DIGITS))
    return found[0] if found else None
