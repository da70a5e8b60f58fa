"""Sort keys: pinyin, with the surname read as a surname."""

from typing import Final

from pypinyin import Style, lazy_pinyin

# Characters that read otherwise in a surname; the library knows the common reading only.
SURNAMES: Final = {
    "单": "shan", "仇": "qiu", "曾": "zeng", "解": "xie", "任": "ren", "查": "zha",
    "盖": "ge", "华": "hua", "朴": "piao", "区": "ou", "翟": "zhai", "纪": "ji",
    "尉迟": "yuchi", "万俟": "moqi", "长孙": "zhangsun", "宁": "ning", "乐": "yue",
}  # fmt: skip
LONGEST = 120


def sort_key(name: str) -> str:
    """Pinyin of a name for sorting, the surname first: PostgreSQL wheels know no Chinese order."""
    for length in (2, 1):
        reading = SURNAMES.get(name[:length])
        if reading:
            return " ".join([reading, *_pinyin(name[length:])])[:LONGEST]
    return " ".join(_pinyin(name))[:LONGEST]


def _pinyin(text: str) -> list[str]:
    return list(lazy_pinyin(text, style=Style.NORMAL))
