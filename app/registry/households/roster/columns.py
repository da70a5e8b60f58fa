"""Which column of a sheet holds what, found by the words of its header line."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.registry.households.roster.clean import text


class Layout(StrEnum):
    """The three kinds of roster that offices keep."""

    REGISTER = "register"  # the register's export: a row for each person
    SHEET = "sheet"  # a village clerk's workbook: a row for each household
    LEGACY_CSV = "legacy_csv"  # the same as text


class Field(StrEnum):
    """What we read of a person or household, in the order of `COLUMN_WORDS`."""

    TOWNSHIP = "township"
    VILLAGE = "village"
    GROUP = "group"
    NUMBER = "number"
    NAME = "name"
    ID_NUMBER = "id_number"
    SIZE = "size"
    RELATION = "relation"
    HOUSEHOLD_TYPE = "household_type"
    PHONE = "phone"
    CADRE = "cadre"


# The first word is ours in sentences; where two of them stand in one header, the earlier one goes.
COLUMN_WORDS: Final[dict[Field, tuple[str, ...]]] = {
    Field.TOWNSHIP: (
        "乡(镇)", "乡镇", "乡镇(街道)", "乡(镇、街道)", "镇(街道)", "乡镇街道", "镇街", "街道",
        "乡", "镇", "乡镇名称", "所在乡镇", "所属乡镇",
    ),
    Field.VILLAGE: (
        "行政村", "村名", "村", "行政村(社区)", "村(社区)", "村(居)", "村居", "村社区", "社区",
        "行政村名称", "村名称", "所在村", "所属村", "村居名称",
    ),
    Field.GROUP: (
        "自然村(组)", "村民小组", "组", "自然村", "自然村组", "村组", "小组", "组别",
    ),
    Field.NUMBER: ("户编号", "户号", "户编码", "户主编号", "家庭编号", "脱贫户编号", "贫困户编号"),
    Field.NAME: ("姓名", "户主姓名", "户主", "家庭成员姓名", "成员姓名", "户主名字"),
    Field.ID_NUMBER: (
        "证件号码", "身份证号", "身份证号码", "公民身份号码", "公民身份证号码", "居民身份证号码",
        "身份证件号码", "证件号", "身份证", "户主身份证号", "户主身份证号码", "户主证件号码",
    ),
    Field.SIZE: (
        "人数", "家庭人口", "家庭人口数", "家庭人数", "人口数", "人口", "户人数", "家庭成员数",
    ),
    Field.RELATION: ("与户主关系", "与户主的关系", "户主关系", "与户主之关系", "家庭关系", "关系"),
    Field.HOUSEHOLD_TYPE: (
        "户类型", "户属性", "户类别", "脱贫户类型", "脱贫户属性", "贫困户类型", "贫困户属性",
        "农户类型", "农户属性",
    ),
    Field.PHONE: ("联系电话", "电话", "手机", "手机号", "手机号码", "电话号码", "联系方式"),
    Field.CADRE: (
        "帮扶责任人", "帮包干部", "帮扶干部", "帮包责任人", "帮扶人", "帮包人", "包户干部",
        "帮扶责任人姓名", "帮包干部姓名", "包保干部",
    ),
}  # fmt: skip
REQUIRED: Final = (Field.VILLAGE, Field.NUMBER, Field.NAME, Field.ID_NUMBER)
# What we add to the rows that were refused, before the first column and behind the last one.
ROW_WORD: Final = "原表行号"
MEND_WORD: Final = "要改的地方"
ADDED: Final = (ROW_WORD, MEND_WORD)
# Columns that rosters have and we have no use for: nobody needs to be told.
NOT_NEEDED: Final = {
    "序号", "省", "省份", "市", "县", "区", "县(区)", "区县", "县区", "区(县)", "县(市、区、旗)",
    "县(市、区)", "性别", "民族", "健康状况", "年龄", "出生日期", "出生年月", "证件类型", "备注",
    "文化程度", "政治面貌", "劳动技能",
    *ADDED,
}  # fmt: skip
HEADER_WITHIN_ROWS: Final = 30
NOT_IN_WORDS: Final = re.compile(r"[\s*:：]+")
BRACKETS: Final = re.compile(r"\([^()]*\)")
FIELD_OF_WORD: Final = {word: field for field, words in COLUMN_WORDS.items() for word in words}


@dataclass(frozen=True)
class Columns:
    """Where a header line puts each field, counted from 0; `row` is its own, counted from 1."""

    row: int
    places: dict[Field, int]
    unknown: tuple[str, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """The words of the columns that must be there and are not."""
        return tuple(COLUMN_WORDS[field][0] for field in REQUIRED if field not in self.places)

    def layout(self, kind: str) -> Layout:
        """A row for each person, or for each household in a workbook or in a text."""
        if Field.RELATION in self.places:
            return Layout.REGISTER
        return Layout.SHEET if kind == "xlsx" else Layout.LEGACY_CSV


def columns_of(row: int, cells: Sequence[str]) -> Columns:
    """Read a line as if it were the header: the line with the most places is."""
    found: dict[Field, tuple[int, int]] = {}
    for place, cell in enumerate(cells):
        field = field_of(cell)
        if field:
            rank = COLUMN_WORDS[field].index(_known_word(cell))
            found[field] = min((rank, place), found.get(field, (rank, place)))
    unknown = (cell for cell in cells if cell and not field_of(cell) and not _is_not_needed(cell))
    return Columns(
        row=row,
        places={field: place for field, (_rank, place) in found.items()},
        unknown=tuple(dict.fromkeys(unknown)),
    )


def field_of(cell: str) -> Field | None:
    """The field that a header word stands for, if it is one."""
    return FIELD_OF_WORD.get(_known_word(cell))


def _known_word(cell: str) -> str:
    """The word without spaces, stars and colons, and without a remark in brackets."""
    word = NOT_IN_WORDS.sub("", text(cell))
    return word if word in FIELD_OF_WORD else BRACKETS.sub("", word)


def _is_not_needed(cell: str) -> bool:
    word = NOT_IN_WORDS.sub("", text(cell))
    return word in NOT_NEEDED or BRACKETS.sub("", word) in NOT_NEEDED
