"""Names: sort keys in pinyin with the surname read as a surname, and what the web may show."""

import os
from typing import Final

# Whole phrases do not occur in names; without them the library takes 45 MiB less of a small server.
os.environ.setdefault("PYPINYIN_NO_PHRASES", "true")

from pypinyin import Style, lazy_pinyin

# Characters that read otherwise in a surname; the library knows the common reading only.
SURNAMES: Final = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "任": "ren", "查": "zha",
    "盖": "ge", "华": "hua", "朴": "piao", "区": "ou", "翟": "zhai", "纪": "ji",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "宁": "ning", "乐": "yue",
}  # fmt: skip
LONGEST = 120
MASK: Final = "**"


def sort_key(name: str) -> str:
    """Pinyin of a name for sorting, the surname first: PostgreSQL wheels know no Chinese order."""
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading:
            return " ".join([reading, *_pinyin(name[length:])])[:LONGEST]
    return " ".join(_pinyin(name))[:LONGEST]


def _pinyin(text: str) -> list[str]:
    return list(lazy_pinyin(text, style=Style.NORMAL))


def masked(name: str) -> str:
    """What the open web may show of a name: its first character, whatever its length.

    A compound surname or a name with a middle dot shows no more: its length, too, tells who it is.
    """
    return name[:1] + MASK
