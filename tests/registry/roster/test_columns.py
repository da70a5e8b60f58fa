import pytest

from app.registry.households.roster.refusals import RosterColumnsMissing
from tests.registry.roster.sheets import (
    GOOD_ID,
    REGISTER,
    SHEET,
    Line,
    checked,
    text_table,
    workbook,
)

HEAD: Line = ("李太屯社区", "001", "袁小英", GOOD_ID)


@pytest.mark.parametrize(
    "header",
    [
        ("村", "户号", "姓名", "身份证号码"),
        ("行政村（社区）", "户编码", "户主", "公民身份号码"),
        ("所在村", "户 编 号", "户主\n姓名*", "身份证号（18位）"),
        ("村居", "户编号：", "姓\u3000名", "证件号"),
    ],
)
def test_columns_are_found_by_the_words_offices_use(header: tuple[str, ...]) -> None:
    assert len(checked(workbook([header, HEAD])).accepted) == 1


def test_lines_above_the_header_are_passed_over() -> None:
    lines = [["2020年贫困户花名册"], ["填报单位（盖章）：李太屯社区"], [], SHEET, HEAD]

    assert checked(workbook(lines)).accepted[0].row == 5


def test_a_header_of_two_lines_is_read_where_it_is_whole() -> None:
    upper = ("", "户编号", "户主信息", "")
    lower = ("", "", "户主姓名", "身份证号")
    content = workbook(
        [upper, lower, HEAD],
        merged=[(0, 0, 1, 0, "村名"), (0, 1, 1, 1, "户编号"), (0, 2, 0, 3, "户主信息")],
    )

    assert checked(content).accepted[0].row == 3


def test_columns_may_start_anywhere() -> None:
    lines = [("", "", *SHEET), ("", "", *HEAD)]

    assert checked(workbook(lines)).accepted[0].head.name == "袁小英"


def test_a_column_we_do_not_know_is_ignored_and_named() -> None:
    lines = [(*SHEET, "备注", "养羊只数"), (*HEAD, "", 12)]

    roster = checked(workbook(lines))

    assert len(roster.accepted) == 1
    assert roster.unknown_columns == ("养羊只数",)


def test_of_two_columns_for_one_thing_the_usual_one_is_read() -> None:
    lines: list[Line] = [
        (*REGISTER, "户主姓名"),
        ("", "李太屯社区", "001", "袁小英", GOOD_ID, 1, "户主", "段志强"),
    ]

    assert checked(workbook(lines)).accepted[0].head.name == "袁小英"


def test_the_first_of_two_telephone_columns_is_the_households() -> None:
    lines = [
        (*SHEET, "电话", "帮扶责任人", "电话"),
        (*HEAD, "13800137775", "何公明", "13800139870"),
    ]

    assert checked(workbook(lines)).accepted[0].head.phone == "13800137775"


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        (("村名", "户主姓名", "身份证号"), "户编号"),
        (("户编号", "户主姓名"), "行政村、证件号码"),
        (("序号", "备注"), "行政村、户编号、姓名、证件号码"),
    ],
)
def test_columns_that_must_be_there_are_named(header: tuple[str, ...], missing: str) -> None:
    with pytest.raises(RosterColumnsMissing) as refused:
        checked(workbook([header, HEAD[: len(header)]]))

    assert refused.value.facts["missing"] == missing


def test_a_text_without_a_header_is_refused() -> None:
    with pytest.raises(RosterColumnsMissing):
        checked(text_table([["今天开会"], ["明天也开会"]]))
