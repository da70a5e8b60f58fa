"""Rule sets that real places published, as scorecards, and what they make of a month.

The points are the sources' own; where a source names no items, the items here are called 项.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Answers = Mapping[str, str]
# What the scorer looks at, which a scorecard that gives points within a range must say.
SAID = {"look_for": "照村里公布的标准，一处不合减 1 分"}
ALL_OR_NOTHING = {"excellent": 100, "good": 75, "fair": 50, "poor": 0}


@dataclass(frozen=True)
class Published:
    """One place's rules, a month of answers, and what it must come to."""

    place: str
    definition: dict[str, Any]
    answers: Answers
    points: int
    cuts: Mapping[str, int] = field(default_factory=dict)
    earned_this_year: int | None = None


def rules(items: list[dict[str, Any]], **others: object) -> dict[str, Any]:
    """A scorecard of one category."""
    return {
        "name": "积分办法", "starts": "2018-01", "month_cap": 10_000, "grades": ALL_OR_NOTHING,
        "categories": [{"code": "A", "name": "项目", "items": items}],
        **others,
    }  # fmt: skip


def several(count: int, **item: object) -> list[dict[str, Any]]:
    """So many items alike: A1, A2 and so on."""
    return [{"code": f"A{number}", "name": "项", **item} for number in range(1, count + 1)]


def same(count: int, answer: str) -> dict[str, str]:
    """The same answer to all of them."""
    return {f"A{number}": answer for number in range(1, count + 1)}


FENGDIAN = rules(
    several(8, worth={"excellent": 3, "good": 2, "fair": 1, "poor": 0}), missing="zero"
)
MACUN = rules(
    [
        {"code": "A1", "name": "环境卫生", "kind": "points", "points": 4, **SAID},
        {"code": "A2", "name": "政策知晓", "kind": "points", "points": 2, **SAID},
        {"code": "A3", "name": "内生动力", "kind": "points", "points": 2, **SAID},
        {"code": "A4", "name": "公益劳动", "kind": "points", "points": 2, **SAID},
    ],
    month_cap=40,
    records=5,
)
A_WEEK = {"A1": "4", "A2": "2", "A3": "2", "A4": "2"}
SANHE = rules(several(4, kind="points", least=1, points=10, **SAID))
XIAOZHI = rules(
    [
        {"code": "A1", "name": "知晓政策", "kind": "points", "points": 20, **SAID},
        {"code": "A2", "name": "知晓村里项目", "kind": "points", "points": 20, **SAID},
        {"code": "A3", "name": "认识帮扶干部", "kind": "points", "points": 20, **SAID},
    ],
    extras=[{"code": "J", "name": "激励积分", "role": "bonus", "kind": "points", "points": 100}],
)
BAXIU = rules(several(1, kind="points", points=100, **SAID), year_cap=700)
ZHUZHUANG = {
    **rules([]),
    "categories": [
        {
            "code": code, "name": name,
            "items": [{"code": f"{code}{n}", "name": "项", "points": 4} for n in range(1, 6)],
        }
        for code, name in zip("ABCDE", ("环境", "道德", "法纪", "勤劳", "参与"), strict=True)
    ],
}  # fmt: skip
SUANCIGOU = rules(
    [
        *several(1, points=60),
        {"code": "W1", "name": "出工", "points": 30},
        {"code": "W2", "name": "增收", "points": 10},
    ],
    alternatives=[
        {
            "instead_of": ["W1", "W2"],
            "items": [{"code": "V1", "name": "家里收拾得有条理", "points": 40}],
        }
    ],
)
A_VILLAGES_CARD = rules(
    [
        {"code": "A1", "name": "四净", "kind": "count", "each": 1, "points": 4},
        {"code": "A2", "name": "两整齐", "kind": "count", "each": 1, "points": 2},
    ],
    extras=[
        {"code": "B", "name": "助人", "role": "bonus", "kind": "count", "each": 20, "points": 200},
        {"code": "H", "name": "荣誉", "role": "bonus", "kind": "points", "least": 50,
         "points": 500},
        {"code": "D", "name": "检查不净", "role": "deduction", "kind": "count", "each": 3,
         "points": 90},
        {"code": "V", "name": "乱倒垃圾", "role": "veto"},
    ],
    awards=[
        {"code": "R1", "name": "助人", "points": 20},
        {"code": "R2", "name": "荣誉", "once_per": "year", "levels": [
            {"name": "村级", "points": 50}, {"name": "镇级", "points": 100},
            {"name": "县级", "points": 200}, {"name": "市级以上", "points": 500}]},
        {"code": "R3", "name": "别的荣誉", "least": 50, "points": 500, **SAID},
    ],
)  # fmt: skip
FUXING = rules(
    [
        {
            "code": "A1", "name": "报名参加", "kind": "deadline",
            "until": [
                {"day": "2026-03-01", "points": 10},
                {"day": "2026-06-01", "points": 5},
            ],
        }
    ],
    extras=[{"code": "D", "name": "扣分", "role": "deduction", "kind": "points", "points": 20}],
)  # fmt: skip
SHENGXIN = rules(
    [
        {"code": "A1", "name": "无乱堆放", "kind": "findings", "points": 25, "each": 5},
        {"code": "A2", "name": "其余", "kind": "points", "points": 75, **SAID},
    ]
)
MINI_PROGRAM = rules(
    [
        {"code": "A1", "name": "开会", "kind": "count", "each": 5, "points": 50},
        {"code": "A2", "name": "垃圾分类", "kind": "yes_no", "points": 15},
    ]
)
YUECHI = {
    **rules([]),
    "categories": [
        {
            "code": code, "name": f"第 {number} 类",
            "items": [
                {"code": f"{code}{n}", "name": "项", "points": 5} for n in range(1, items + 1)
            ],
        }
        for number, (code, items) in enumerate(zip("ABCDEF", (3, 3, 3, 3, 3, 2), strict=True), 1)
    ],
}  # fmt: skip
# 兰考 has half points: scheme and prices are doubled, so that the ledger keeps whole numbers.
GUYING = rules([{"code": "A1", "name": "项", "kind": "count", "each": 1, "points": 41}])

PUBLISHED = [
    Published(
        "冯店镇: 5 excellent, 2 good, one entry missing",
        FENGDIAN, same(5, "excellent") | {"A6": "good", "A7": "good"}, 19,
    ),
    Published("冯店镇: a full month", FENGDIAN, same(8, "excellent"), 24),
    Published("马村区: one week", MACUN, A_WEEK, 10),
    Published(
        "马村区: four weeks and a fifth", MACUN,
        {code + mark: points for mark in ("", ".2", ".3", ".4", ".5")
         for code, points in A_WEEK.items()},
        40, {"month_cap": 10},
    ),
    Published(
        "三合村: four, 1 to 10 each", SANHE, {"A1": "10", "A2": "1", "A3": "7", "A4": "4"}, 22
    ),
    Published(
        "孝直镇: base up to 60 and incentive points", XIAOZHI,
        {"A1": "20", "A2": "18", "A3": "20", "J": "15"}, 73,
    ),
    Published("八秀村: before the cap of a year", BAXIU, {"A1": "100"}, 100, {}, 600),
    Published(
        "八秀村: the month in which the cap is reached", BAXIU, {"A1": "100"}, 30,
        {"year_cap": 70}, 670,
    ),
    Published("八秀村: after it", BAXIU, {"A1": "90"}, 0, {"year_cap": 90}, 700),
    Published("谷营镇: half a point is one of twice as many", GUYING, {"A1": "41"}, 41),
    Published(
        "朱庄村: five categories, 25 items", ZHUZHUANG,
        {f"{code}{n}": "excellent" for code in "ABCDE" for n in range(1, 6)}, 100,
    ),
    Published(
        "酸刺沟村: who can work", SUANCIGOU,
        {"A1": "excellent", "W1": "good", "W2": "poor"}, 60 + 23,
    ),
    Published(
        "a village's card: a usual month", A_VILLAGES_CARD, {"A1": "4", "A2": "2", "B": "1"}, 26
    ),
    Published(
        "a village's card: inspected dirty", A_VILLAGES_CARD, {"A1": "3", "A2": "2", "D": "1"}, 2
    ),
    Published(
        "a village's card: more is taken than there is", A_VILLAGES_CARD,
        {"A1": "1", "A2": "1", "D": "2"}, 0, {"floor": -4},
    ),
    Published(
        "a village's card: littering", A_VILLAGES_CARD,
        {"A1": "4", "A2": "2", "B": "1", "V": "yes"}, 0, {"veto": 26},
    ),
    Published(
        "a village's card: an honour once", A_VILLAGES_CARD, {"A1": "4", "A2": "2", "H": "300"}, 306
    ),
    Published("富兴社区: by the first date", FUXING, {"A1": "2026-03-01"}, 10),
    Published("富兴社区: by the second", FUXING, {"A1": "2026-03-02"}, 5),
    Published("富兴社区: after it", FUXING, {"A1": "2026-06-02"}, 0),
    Published("富兴社区: plus and minus", FUXING, {"A1": "2026-02-01", "D": "4"}, 6),
    Published("盛新村: three findings", SHENGXIN, {"A1": "3", "A2": "0"}, 10),
    Published("盛新村: more findings than points", SHENGXIN, {"A1": "9", "A2": "75"}, 75),
    Published("a mini-program village: two meetings, sorted", MINI_PROGRAM,
              {"A1": "2", "A2": "yes"}, 25),
    Published(
        "岳池县: six categories, 17 indicators", YUECHI,
        {f"{code}{n}": "excellent" for code, items in zip("ABCDEF", (3, 3, 3, 3, 3, 2), strict=True)
         for n in range(1, items + 1)}, 85,
    ),
]  # fmt: skip

# A village's card: one-off 50 to 500 by level of honour, helper 20. Award, level, points: worth.
AWARDED = [
    ("R1", "", None, 20),
    ("R2", "村级", None, 50),
    ("R2", "镇级", None, 100),
    ("R2", "县级", None, 200),
    ("R2", "市级以上", None, 500),
    ("R3", "", 50, 50),
    ("R3", "", 500, 500),
]
