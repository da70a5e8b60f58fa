"""Cells as clerks leave them, made equal: widths, spaces, tabs, numbers that Excel made."""

import datetime as dt
import math
import re
import unicodedata
from typing import Final, TypeAlias

Cell: TypeAlias = str | float | bool | dt.date | dt.time | dt.timedelta

# From here on Excel's 15 digits are not enough: what it shows is not what was typed.
EXACT_BELOW: Final = 1e15

HAN: Final = "\u3007\u3400-\u9fff\ue000-\uf8ff\U00020000-\U0003ffff"
INVISIBLE: Final = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
BLANKS: Final = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")
HAN_GAP: Final = re.compile(rf"(?<=[{HAN}·])\s+(?=[{HAN}·])")
# 买买提·阿卜杜热西提 is typed with whichever dot the keyboard offers.
NAME_DOT: Final = re.compile(rf"(?<=[{HAN}])\s*[.•・‧∙⋅·]\s*(?=[{HAN}])")
WRITTEN_AS_TEXT: Final = "='\"`’"
PEOPLE: Final = re.compile(r"(\d{1,4})(?:\.0+)?(?:人|口|口人)?")
BETWEEN_PHONES: Final = re.compile(r"[/、,;|或]")
NOT_A_DIGIT: Final = re.compile(r"[^0-9]")
MOBILE: Final = re.compile(r"(?:86)?(1[0-9]{10})")
MOBILE_LENGTH: Final = 11
LONGEST_PHONE: Final = 20
NOTHING: Final = {"无", "-", "--", "—", "/", "\\", "暂无", "空", "N/A", "#N/A"}


def text(cell: Cell) -> str:
    """A cell as text: half-width, without invisible characters, one space where several stood.

    A whole number is written without its point; one too long for Excel keeps an exponent, which
    `identity` recognises.
    """
    if isinstance(cell, str):
        if cell.isprintable() and unicodedata.is_normalized("NFKC", cell):
            return cell.strip()
        return BLANKS.sub(" ", INVISIBLE.sub("", unicodedata.normalize("NFKC", cell))).strip()
    if isinstance(cell, bool):
        return ""
    if isinstance(cell, int | float):
        return _number_text(cell)
    return cell.isoformat() if isinstance(cell, dt.date | dt.time) else str(cell)


def person_name(value: str) -> str:
    """袁 小英 → 袁小英; a Latin name keeps its spaces, a Uyghur one its dot."""
    if value.isalpha():
        return "" if value in NOTHING else value
    if value in NOTHING:
        return ""
    return HAN_GAP.sub("", NAME_DOT.sub("·", BLANKS.sub(" ", value)))


def number_text(value: str) -> str:
    """A household's or a person's number: no spaces, no marks that kept Excel from counting."""
    if value.isalnum():
        return "" if value in NOTHING else value
    if value in NOTHING:
        return ""
    return value.replace(" ", "").strip(WRITTEN_AS_TEXT)


def id_number(value: str) -> str:
    """The number of an ID card with a capital X."""
    if value.isdigit():
        return value
    return number_text(value).upper().replace("×", "X")


def people(value: str) -> int:
    """How many: "3人", "3口", "3" → 3; 0 when it says no number."""
    found = PEOPLE.fullmatch(value.replace(" ", ""))
    return int(found[1]) if found else 0


def phone(value: str) -> str:
    """The first telephone number of the cell, digits only."""
    if not value or (len(value) == MOBILE_LENGTH and value.isascii() and value.isdigit()):
        return value
    numbers = (NOT_A_DIGIT.sub("", number) for number in BETWEEN_PHONES.split(value))
    first = next(filter(None, numbers), "")
    mobile = MOBILE.match(first)
    return mobile[1] if mobile else first[:LONGEST_PHONE]


def cadre(value: str) -> str:
    """The assigned cadre's name without the word before it: 帮包何公明 → 何公明."""
    return person_name(value.removeprefix("帮包").lstrip(":： "))


def _number_text(number: float) -> str:
    if not math.isfinite(number):
        return ""
    if abs(number) >= EXACT_BELOW:
        return f"{number:.14E}"
    return str(int(number)) if number == int(number) else repr(number)
