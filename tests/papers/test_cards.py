from dataclasses import replace

import pytest
import segno

from app.papers.cards import CardFace, card_sheet
from tests.papers.pdf_reading import boxes, page_contents, texts

FACE = CardFace(
    head_name="林广平",
    household_number="0001",
    village_name="孟尝君新村",
    township_name="韩集镇",
    district_name="聊城经济技术开发区",
    number="68749684",
    qr_text="JF-7K2M9QX4-1",
)


def test_a_card_says_whose_it_is_and_nothing_else() -> None:
    written = texts(card_sheet([FACE], practice=False))

    assert written == [
        "积",
        "爱心积分卡",
        "聊城经济技术开发区",
        "林广平",
        "户编号 0001",
        "韩集镇 孟尝君新村",
        "6874 9684",
        "丢了卡，带身份证到村委会挂失，积分不会丢",
    ]


def test_a_practice_card_says_so_in_its_head_and_across() -> None:
    written = texts(card_sheet([FACE], practice=True))

    assert written[:2] == ["演", "练"]
    assert "演练" in written


def test_ten_cards_fill_a_sheet_and_the_eleventh_begins_another() -> None:
    assert len(page_contents(card_sheet([FACE] * 10, practice=False))) == 1
    assert len(page_contents(card_sheet([FACE] * 11, practice=False))) == 2


def test_cards_come_in_the_order_asked_for() -> None:
    faces = [replace(FACE, household_number=f"{i:04d}") for i in range(12)]

    pdf = card_sheet(faces, practice=False)

    numbers = [text for page in (0, 1) for text in texts(pdf, page) if text.startswith("户编号")]
    assert numbers == [f"户编号 {i:04d}" for i in range(12)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "name",
    ["林广平", "欧阳㛃堃", "张翀", "王祎", "李昇喆", "买买提·阿卜杜热西提", "譚暐頔", "犇㛃"],
)
def test_every_character_of_a_name_is_printed_on_one_line(name: str) -> None:
    assert name in texts(card_sheet([replace(FACE, head_name=name)], practice=False))


def test_a_name_too_long_for_one_line_takes_two_and_loses_nothing() -> None:
    name = "古丽努尔·阿不都热依木·买买提明·阿卜杜热西提"

    written = texts(card_sheet([replace(FACE, head_name=name)], practice=False))

    assert "古丽努尔·阿不都热依木·" in written
    assert "买买提明·阿卜杜热西提" in written


def test_a_character_no_face_has_is_shown_as_missing_instead_of_vanishing() -> None:
    assert "〓丁" in texts(card_sheet([replace(FACE, head_name="🀀丁")], practice=False))


def test_the_code_drawn_is_the_code_asked_for() -> None:
    drawn = boxes(card_sheet([FACE], practice=False))
    matrix = segno.make_qr(FACE.qr_text, error="m").matrix
    left_mm, top_mm, module_mm = 19.4 + 51.0, 13.5 + 13.8, 30 / len(matrix)

    for row, modules in enumerate(matrix):
        for column, is_dark in enumerate(modules):
            x, y = left_mm + (column + 0.5) * module_mm, top_mm + (row + 0.5) * module_mm
            assert any(box.covers(x, y) for box in drawn) == bool(is_dark)


def test_the_code_keeps_a_white_margin_of_three_modules_to_the_head() -> None:
    drawn = boxes(card_sheet([FACE], practice=True))
    module_mm = 30 / len(segno.make_qr(FACE.qr_text, error="m").matrix)

    head_ends = max(box.top + box.height for box in drawn if box.width > 80)
    code_begins = min(box.top for box in drawn if box.left > 70)
    assert code_begins - head_ends > 3 * module_mm


def test_progress_is_told_after_each_sheet() -> None:
    heard: list[int] = []

    card_sheet([FACE] * 23, practice=False, progress=heard.append)

    assert heard == [10, 20, 23]


@pytest.mark.slow
def test_three_hundred_cards_embed_no_whole_font() -> None:
    assert len(card_sheet([FACE] * 300, practice=False)) < 500_000


@pytest.mark.slow
def test_every_chinese_character_of_gb2312_can_be_printed() -> None:
    codes = bytes(c for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF) for c in (high, low))
    characters = codes.decode("gb2312", "ignore")

    written = texts(card_sheet([replace(FACE, head_name=characters)], practice=False))

    assert characters in "".join(written)
