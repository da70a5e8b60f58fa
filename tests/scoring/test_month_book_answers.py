"""Answers and days in a month book, understood as people write them."""

from datetime import date
from typing import Any

import pytest

from app.kernel.period import Period
from app.scoring.books.written import as_written, day_written, understood
from app.scoring.schemes.reading import scheme_from
from app.scoring.schemes.rules import Item
from tests.scoring import published

NOVEMBER = Period.parse("2026-11")


def item(definition: dict[str, Any], code: str) -> Item:
    return next(each for each in scheme_from(definition).all_items if each.code == code)


@pytest.mark.parametrize(
    ("asked", "text", "answer"),
    [
        (item(published.ZHUZHUANG, "A1"), "优秀", "excellent"),
        (item(published.ZHUZHUANG, "A1"), "Good", "good"),
        (item(published.ZHUZHUANG, "A1"), "4分", "excellent"),
        (item(published.ZHUZHUANG, "A1"), "9", None),
        (item(published.MINI_PROGRAM, "A2"), "√", "yes"),
        (item(published.MINI_PROGRAM, "A2"), "×", "no"),
        (item(published.MINI_PROGRAM, "A1"), "3 次", "3"),
        (item(published.MINI_PROGRAM, "A1"), "没有", "0"),
        (item(published.MINI_PROGRAM, "A1"), "-1", None),
        (item(published.SHENGXIN, "A2"), "076", None),
        (item(published.SHENGXIN, "A2"), "075", "75"),
        (item(published.FUXING, "A1"), "2026年3月1日", "2026-03-01"),
        (item(published.FUXING, "A1"), "没做", "no"),
        (item(published.FUXING, "A1"), "13-45", None),
        (item(published.A_VILLAGES_CARD, "V"), "否", "no"),
    ],
)
def test_answers_are_understood_as_people_write_them(
    asked: Item, text: str, answer: str | None
) -> None:
    assert understood(asked, text, NOVEMBER) == answer
    assert answer is None or understood(asked, as_written(asked, answer), NOVEMBER) == answer


@pytest.mark.parametrize("text", ["2026-11-05", "11/5", "11月5日", "5号", "5", "2026.11.5"])
def test_a_day_is_understood_however_it_is_written(text: str) -> None:
    assert day_written(text, NOVEMBER) == date(2026, 11, 5)
