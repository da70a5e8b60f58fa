from itertools import pairwise

import pytest

from app.papers.receipts import NAME_WIDTH, goods_lines, lines_of, receipt_height_mm


def test_the_receipt_of_three_goods_fits_its_paper() -> None:
    # Measured in a browser: 139.1 mm with flour, towel and soap.
    assert receipt_height_mm(goods_lines(["面粉 5 kg", "毛巾", "香皂"])) == 140


def test_practice_paper_has_room_for_its_mark() -> None:
    # Measured in a browser: 147.0 mm.
    assert receipt_height_mm(6, practice=True) == 148


def test_each_line_makes_the_paper_longer_by_a_line() -> None:
    heights = [receipt_height_mm(lines) for lines in range(60)]

    assert all(5 <= longer - shorter <= 6 for shorter, longer in pairwise(heights))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("毛巾", 1),
        ("一二三四五六七八九十一", 1),
        ("一二三四五六七八九十一二", 2),
        ("面粉 5 kg", 1),
        ("特级有机东北五常稻花香大米 10 kg 家庭装", 2),
        ("Head & Shoulders 海飞丝去屑洗发露 750 ml", 2),
        ("蓝月亮深层洁净洗衣液（薰衣草香型）3 kg", 2),
        ("W" * 23, 2),
        ("W" * 45, 3),
    ],
)
def test_a_long_name_is_counted_with_the_lines_it_wraps_to(text: str, lines: int) -> None:
    assert lines_of(text, NAME_WIDTH) == lines


def test_a_closing_mark_takes_the_character_before_it_to_the_next_line() -> None:
    assert lines_of("一二三四五，六七八九十", 5) == 3
    assert lines_of("一二三四五六七八九十", 5) == 2
