"""Labels that a scanner reads and a villager understands."""

from dataclasses import replace

from app.papers.labels import Label, ean13_modules, label_sheet
from tests.papers.pdf_reading import boxes, page_contents, texts

OIL = Label("食用油 5 L", "瓶", 260, "2900000000018")


def test_the_bars_are_those_of_the_standards_own_example() -> None:
    left = "0001011 0100111 0110011 0010011 0111101 0011101"
    right = "1100110 1101100 1000010 1011100 1001110 1000100"

    assert ean13_modules("5901234123457") == f"101{left}01010{right}101".replace(" ", "")


def test_a_label_says_the_name_the_points_and_the_digits() -> None:
    written = texts(label_sheet([OIL], practice=False))

    assert written == ["食用油 5 L", "260 分", "每瓶", "2  900000  000018"]


def test_the_bars_keep_their_white_and_stay_on_the_label() -> None:
    bars = boxes(label_sheet([OIL], practice=False))

    assert min(bar.left for bar in bars) >= 11 * 0.33
    assert max(bar.left + bar.width for bar in bars) <= 70 - 7 * 0.33
    assert len(bars) == 30


def test_twenty_four_fill_a_sheet_and_practice_says_so() -> None:
    assert len(page_contents(label_sheet([OIL] * 24, practice=False))) == 1
    assert len(page_contents(label_sheet([OIL] * 25, practice=False))) == 2
    assert "每瓶（演练）" in texts(label_sheet([OIL], practice=True))


def test_the_longest_name_stands_whole_above_the_bars() -> None:
    name = "鲁花五星特级压榨一级花生油家庭装" * 3 + "大桶送礼佳品节庆特供版本"

    written = texts(label_sheet([replace(OIL, name=name)], practice=False))

    lines = written[: written.index("260 分")]
    assert "".join(lines) == name
    assert len(lines) == 4
